package dev.berth.push.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.berth.push.image.ImageForm;
import dev.berth.push.image.ImageIndex;
import dev.berth.push.image.ImageLocation;
import dev.berth.push.image.Layer;
import dev.berth.push.image.MediaTypes;
import dev.berth.push.image.OpaqueBlob;
import dev.berth.reference.Digests;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a push needs not understand. */
class CarriedAsIsTest {
  private static final byte[] TAR = Samples.layer(1);
  private static final String FOREIGN = "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip";

  private final LayoutBuilder layout = new LayoutBuilder();

  @TempDir Path folder;

  private List<Layer> layers(String config, String... layers) {
    layout.indexJson(layout.blob(MediaTypes.OCI_MANIFEST, LayoutBuilder.manifest(config, layers)));
    try (SourceImage image = Samples.open(layout.folder(folder))) {
      return Samples.manifest(image).layers();
    }
  }

  @Test
  void anIndexMayNameAnything() {
    byte[] cache = Samples.json("{'layers':[],'manifests':[]}");
    String index =
        layout.blob(
            MediaTypes.OCI_INDEX,
            LayoutBuilder.index(
                layout.blob(MediaTypes.OCI_GZIP, Samples.gzip(TAR)),
                layout.blob("application/vnd.buildkit.cacheconfig.v0", cache)));
    layout.indexJson(index, layout.blob("application/xml", Samples.json("<x/>")));
    try (SourceImage image = Samples.open(layout.folder(folder))) {
      ImageIndex root = assertInstanceOf(ImageIndex.class, image.root());
      OpaqueBlob blob = assertInstanceOf(OpaqueBlob.class, root.manifests().get(1));
      assertArrayEquals(cache, Samples.bytes(blob.blob().content()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "no JSON",
        "{'rootfs':{'diff_ids':[]}}",
        "{'rootfs':{'diff_ids':['x']}}",
        "{'rootfs':{'diff_ids':1}}"
      })
  void aConfigurationThatDescribesNoLayersKeepsThemAsTheyAre(String config) {
    String blob = layout.blob(MediaTypes.OCI_CONFIG, Samples.json(config));
    String tar = layout.blob(MediaTypes.OCI_LAYER, TAR);
    assertInstanceOf(Layer.AsIs.class, layers(blob, tar).get(0));
  }

  @Test
  void theFileOfAnArtifactIsNoFileSystem() {
    String empty = layout.blob("application/vnd.oci.empty.v1+json", Samples.json("{}"));
    String tar = layout.blob(MediaTypes.OCI_LAYER, TAR);
    assertInstanceOf(Layer.AsIs.class, layers(empty, tar).get(0));
  }

  @Test
  void aLayerThatTheConfigurationDoesNotKnowIsNoFileSystem() {
    String config = layout.blob(MediaTypes.OCI_CONFIG, Samples.config(Samples.layer(2)));
    String tar = layout.blob(MediaTypes.OCI_LAYER, TAR);
    assertInstanceOf(Layer.AsIs.class, layers(config, tar).get(0));
  }

  @Test
  void theDataOfADescriptorIsItsContent() {
    String empty = Digests.of(Samples.json("{}")).toString();
    String config =
        "{'mediaType':'application/vnd.oci.empty.v1+json','digest':'%s','size':2,'data':'e30='}"
            .formatted(empty);
    assertEquals(1, layers(config, layout.blob("text/plain", TAR)).size());
  }

  private Layer foreign(boolean nondistributable) {
    String location = layout.folder(folder);
    var form =
        new ImageForm(
            Optional.empty(), Optional.empty(), Optional.empty(), nondistributable, false);
    try (SourceImage image = SourceImage.open(ImageLocation.parse(location), form)) {
      return Samples.manifest(image).layers().get(0);
    }
  }

  @Test
  void layersThatAreNotToBeDistributedAreOnlyNamed() {
    byte[] gzip = Samples.gzip(TAR);
    String config = layout.blob(MediaTypes.OCI_CONFIG, Samples.config(TAR));
    String url = ",'urls':['https://a.example/layer']";
    Layer missing = layers(config, LayoutBuilder.descriptor(FOREIGN, gzip, url)).get(0);
    assertEquals(
        List.of("https://a.example/layer"),
        assertInstanceOf(Layer.Reference.class, missing).urls());
    assertInstanceOf(Layer.Reference.class, foreign(true));

    Layer present = layers(config, layout.blob(FOREIGN, gzip, url)).get(0);
    assertInstanceOf(Layer.Reference.class, present);
    assertInstanceOf(Layer.AsIs.class, foreign(true));
  }

  @Test
  void aLayerSourceThatMayBeDistributedIsALayer() {
    String manifest =
        "[{'Config':'c.json','RepoTags':null,'Layers':['layer'],'LayerSources':{'%s':%s}}]"
            .formatted(Digests.of(TAR), LayoutBuilder.descriptor(MediaTypes.OCI_LAYER, TAR, ""));
    TarBuilder tar =
        new TarBuilder()
            .file("manifest.json", Samples.json(manifest))
            .file("c.json", Samples.config(TAR))
            .file("layer", TAR);
    Path file = Samples.write(folder.resolve("a.tar"), tar.build());
    try (SourceImage image = Samples.open("docker-archive:" + file)) {
      assertInstanceOf(Layer.Uncompressed.class, Samples.manifest(image).layers().get(0));
    }
  }

  @Test
  void layerSourcesOfAnArchiveAreOnlyNamed() {
    String manifest =
        "[{'Config':'c.json','RepoTags':null,'Layers':['gone'],'LayerSources':{'%s':%s}}]"
            .formatted(
                Digests.of(TAR),
                LayoutBuilder.descriptor(FOREIGN, TAR, ",'urls':['https://a.example/layer']"));
    TarBuilder tar =
        new TarBuilder()
            .file("manifest.json", Samples.json(manifest))
            .file("c.json", Samples.config(TAR));
    Path file = Samples.write(folder.resolve("a.tar"), tar.build());
    try (SourceImage image = Samples.open("docker-archive:" + file)) {
      assertInstanceOf(Layer.Reference.class, Samples.manifest(image).layers().get(0));
    }
  }
}
