package dev.berth.push.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.push.image.ImageManifest;
import dev.berth.push.image.MediaTypes;
import dev.berth.reference.Digest;
import dev.berth.reference.Digests;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DockerExportTest {
  private static final byte[] LAYER = Samples.layer(1);
  private static final byte[] OTHER = Samples.layer(2);
  private static final byte[] CONFIG = Samples.config(LAYER, OTHER, LAYER);

  private final Map<String, Digest> visited = new LinkedHashMap<>();

  private DockerExport read(byte[] tar) throws IOException {
    return DockerExport.read(
        new ByteArrayInputStream(tar),
        (name, size, bytes) -> {
          byte[] all = bytes.readAllBytes();
          assertEquals(size, all.length);
          visited.put(name, Digests.of(all));
        });
  }

  private static byte[] classic() {
    String name = Samples.hex(CONFIG) + ".json";
    String manifest =
        "[{'Config':'%s','RepoTags':['app:1'],'Layers':['a/layer.tar','b/layer.tar','c/layer.tar']}]"
            .formatted(name);
    return new TarBuilder()
        .file("a/VERSION", Samples.json("1.0"))
        .file("a/json", Samples.json("{}"))
        .file("a/layer.tar", LAYER)
        .file("b/layer.tar", OTHER)
        .symlink("c/layer.tar", "../a/layer.tar")
        .file(name, CONFIG)
        .file("manifest.json", Samples.json(manifest))
        .file("repositories", Samples.json("{}"))
        .build();
  }

  @Test
  void readsTheClassicForm() throws IOException {
    DockerExport export = read(classic());
    assertEquals(
        Map.of("a/layer.tar", Digests.of(LAYER), "b/layer.tar", Digests.of(OTHER)), visited);
    assertEquals(List.of("a/layer.tar", "b/layer.tar", "a/layer.tar"), export.layerNames());
    assertEquals(
        List.of(Digests.of(LAYER), Digests.of(OTHER), Digests.of(LAYER)), export.diffIds());
    assertEquals(Digests.of(CONFIG), export.config().descriptor().digest());
    assertArrayEquals(CONFIG, Samples.bytes(export.config().content()));
    assertEquals(Optional.empty(), export.manifest());
  }

  private static LayoutBuilder newForm(String mediaType, byte[] layer, byte[] config) {
    LayoutBuilder layout = new LayoutBuilder();
    String blob = layout.blob(mediaType, layer);
    String configBlob = layout.blob(MediaTypes.OCI_CONFIG, config);
    layout.indexJson(
        layout.blob(MediaTypes.OCI_MANIFEST, LayoutBuilder.manifest(configBlob, blob)));
    layout.files.put(
        "manifest.json",
        Samples.json(
            "[{'Config':'blobs/sha256/%s','RepoTags':null,'Layers':['blobs/sha256/%s']}]"
                .formatted(Samples.hex(config), Samples.hex(layer))));
    return layout;
  }

  @Test
  void readsTheNewFormWithUncompressedLayers() throws IOException {
    // A tar that begins as JSON does.
    byte[] layer = new TarBuilder().file("{name}", LAYER).build();
    DockerExport export = read(newForm(MediaTypes.OCI_LAYER, layer, Samples.config(layer)).tar());
    String name = "blobs/sha256/" + Samples.hex(layer);
    assertEquals(Map.of(name, Digests.of(layer)), visited);
    assertEquals(List.of(name), export.layerNames());
    assertEquals(Optional.empty(), export.manifest());
  }

  @Test
  void hasTheOwnManifestOfCompressedLayers() throws IOException {
    byte[] layer = Samples.gzip(LAYER);
    LayoutBuilder layout = newForm(MediaTypes.OCI_GZIP, layer, Samples.config(LAYER));
    DockerExport export = read(layout.tar());
    ImageManifest own = export.manifest().orElseThrow();
    assertEquals(MediaTypes.OCI_MANIFEST, own.mediaType());
    byte[] manifest = own.source().orElseThrow().bytes();
    assertArrayEquals(layout.files.get("blobs/sha256/" + Samples.hex(manifest)), manifest);
    assertEquals(List.of(Digests.of(LAYER)), export.diffIds());
  }

  @Test
  void readsPodmansForm() throws IOException {
    byte[] config = Samples.config(LAYER);
    String layer = Samples.hex(LAYER) + ".tar";
    String manifest =
        "[{'Config':'%s.json','RepoTags':['app:1'],'Layers':['%s']}]"
            .formatted(Samples.hex(config), layer);
    byte[] tar =
        new TarBuilder()
            .file(layer, LAYER)
            .file(Samples.hex(config) + ".json", config)
            .symlink("a/layer.tar", "../" + layer)
            .file("a/VERSION", Samples.json("1.0"))
            .file("a/json", Samples.json("{}"))
            .file("manifest.json", Samples.json(manifest))
            .file("repositories", Samples.json("{}"))
            .build();
    DockerExport export = read(tar);
    assertEquals(Map.of(layer, Digests.of(LAYER)), visited);
    assertEquals(List.of(layer), export.layerNames());
  }

  @Test
  void layersMayBeLeftUnread() throws IOException {
    DockerExport export =
        DockerExport.read(new ByteArrayInputStream(classic()), (name, size, bytes) -> {});
    assertEquals(3, export.layerNames().size());
  }

  @Test
  void theVisitorsFailureIsPassedOn() {
    IOException failure = new IOException("no");
    var stream = new ByteArrayInputStream(classic());
    assertSame(
        failure,
        assertThrows(
            IOException.class,
            () ->
                DockerExport.read(
                    stream,
                    (name, size, bytes) -> {
                      throw failure;
                    })));
  }

  @Test
  void aTruncatedStreamIsTold() throws IOException {
    byte[] whole = classic();
    for (int length = 0; length < 512 * 20; length += 512) {
      byte[] cut = Arrays.copyOf(whole, length);
      var failure = assertThrows(BerthException.class, () -> read(cut));
      assertEquals(ErrorCode.IMAGE, failure.code());
    }
  }

  @Test
  void documentsAreNotEndless() {
    TarBuilder tar = new TarBuilder();
    byte[] document = new byte[4 * 1024 * 1024];
    document[0] = '{';
    for (int i = 0; i < 5; i++) {
      tar.file("blobs/sha256/" + i, document);
    }
    byte[] bytes = tar.build();
    var failure = assertThrows(BerthException.class, () -> read(bytes));
    assertTrue(failure.getMessage().contains("documents of more than"), failure.getMessage());
  }
}
