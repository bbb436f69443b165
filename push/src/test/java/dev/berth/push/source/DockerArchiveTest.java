package dev.berth.push.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.push.image.Descriptor;
import dev.berth.push.image.ImageIndex;
import dev.berth.push.image.ImageLocation;
import dev.berth.push.image.ImageManifest;
import dev.berth.push.image.Layer;
import dev.berth.push.image.MediaTypes;
import dev.berth.push.image.Platform;
import dev.berth.reference.Digest;
import dev.berth.reference.Digests;
import dev.berth.spi.BerthException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DockerArchiveTest {
  private static final byte[] LAYER = Samples.layer(1);
  private static final byte[] OTHER = Samples.layer(2);
  private static final byte[] CONFIG = Samples.config(LAYER, OTHER);

  @TempDir Path folder;

  private String archive(TarBuilder tar) {
    return "docker-archive:" + Samples.write(folder.resolve("image.tar"), tar.build());
  }

  private static String image(String config, String tags, String... layers) {
    return "{'Config':'%s','RepoTags':%s,'Layers':['%s']}"
        .formatted(config, tags, String.join("','", layers));
  }

  private static TarBuilder manifest(TarBuilder tar, String... images) {
    return tar.file("manifest.json", Samples.json("[" + String.join(",", images) + "]"));
  }

  private static String configName() {
    return Samples.hex(CONFIG) + ".json";
  }

  private TarBuilder classic(String... layers) {
    TarBuilder tar = new TarBuilder().file(configName(), CONFIG);
    return manifest(tar, image(configName(), "['app:1']", layers));
  }

  @Test
  void readsTheClassicForm() {
    TarBuilder tar = classic("a/layer.tar", "b/layer.tar");
    tar.file("a/layer.tar", LAYER).file("./b/layer.tar", OTHER);
    try (SourceImage image = Samples.open(archive(tar))) {
      ImageManifest manifest = Samples.manifest(image);
      assertEquals(Optional.empty(), manifest.source());
      assertEquals("application/vnd.docker.distribution.manifest.v2+json", manifest.mediaType());
      assertEquals(
          new Descriptor(
              "application/vnd.docker.container.image.v1+json", Digests.of(CONFIG), CONFIG.length),
          manifest.config().descriptor());
      assertArrayEquals(CONFIG, Samples.bytes(manifest.config().content()));
      assertEquals(List.of(Digests.of(LAYER), Digests.of(OTHER)), diffIds(manifest));
      assertArrayEquals(OTHER, Samples.bytes(Samples.content(image, 1)));
      assertArrayEquals(LAYER, Samples.bytes(Samples.content(image, 0)));
    }
  }

  private static List<Digest> diffIds(ImageManifest manifest) {
    return manifest.layers().stream().map(layer -> ((Layer.Uncompressed) layer).diffId()).toList();
  }

  @Test
  void followsLinksInsideOfTheArchive() {
    TarBuilder tar = classic("a/layer.tar", "b/layer.tar");
    tar.symlink("a/layer.tar", "../real/one.tar").hardLink("b/layer.tar", "real/two.tar");
    tar.file("real/one.tar", LAYER).file("real/two.tar", OTHER);
    try (SourceImage image = Samples.open(archive(tar))) {
      assertArrayEquals(LAYER, Samples.bytes(Samples.content(image, 0)));
      assertArrayEquals(OTHER, Samples.bytes(Samples.content(image, 1)));
    }
  }

  @Test
  void contentsCanBeReadByManyAtOnce() {
    TarBuilder tar = classic("a", "b").file("a", LAYER).file("b", OTHER);
    try (SourceImage image = Samples.open(archive(tar))) {
      IntStream.range(0, 200)
          .parallel()
          .forEach(
              i -> {
                byte[] expected = i % 2 == 0 ? LAYER : OTHER;
                assertArrayEquals(expected, Samples.bytes(Samples.content(image, i % 2)));
              });
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/etc/passwd", "../../etc/passwd", "../../image.tar", "gone", "layer.tar"})
  void neverFollowsLinksOutOfTheArchive(String target) {
    TarBuilder tar = classic("a/layer.tar", "b/layer.tar").symlink("a/layer.tar", target);
    tar.file("b/layer.tar", OTHER).file("etc/passwd", LAYER).file("image.tar", LAYER);
    Samples.failure(archive(tar));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "/etc/passwd", "a/../../x", "b"})
  void refusesNamesThatLeadOut(String layer) {
    TarBuilder tar = classic(layer, "b/layer.tar").file("b/layer.tar", OTHER).file(layer, LAYER);
    if (layer.equals("b")) {
      Samples.open(archive(tar)).close();
    } else {
      Samples.failure(archive(tar));
    }
  }

  @Test
  void compressedLayersAreReady() {
    byte[] gzip = Samples.gzip(LAYER);
    TarBuilder tar = classic("a.tar.gz", "b.tar").file("a.tar.gz", gzip).file("b.tar", OTHER);
    try (SourceImage image = Samples.open(archive(tar))) {
      Layer.AsIs ready = (Layer.AsIs) Samples.manifest(image).layers().get(0);
      assertEquals(
          new Descriptor(
              "application/vnd.docker.image.rootfs.diff.tar.gzip", Digests.of(gzip), gzip.length),
          ready.descriptor());
      assertArrayEquals(gzip, Samples.bytes(ready.content()));
    }
  }

  @Test
  void aReferenceChoosesOneOfSeveralImages() {
    byte[] second = Samples.config(LAYER);
    TarBuilder tar = new TarBuilder().file("a.json", CONFIG).file("b.json", second);
    manifest(
        tar,
        image("a.json", "['app:1','docker.io/team/app:2']", "l1", "l2"),
        image("b.json", "null", "l1"),
        image("b.json", "['localhost:5000/app:1']", "l1"));
    String archive = archive(tar.file("l1", LAYER).file("l2", OTHER));
    for (String name : List.of("app:1", "docker.io/library/app:1", "team/app:2")) {
      try (SourceImage image = Samples.open(archive + ":" + name)) {
        assertEquals(Digests.of(CONFIG), Samples.configDigest(image));
      }
    }
    try (SourceImage image = Samples.open(archive + ":localhost:5000/app:1")) {
      assertEquals(Digests.of(second), Samples.configDigest(image));
    }
    for (String location : List.of(archive, archive + ":app:3")) {
      BerthException failure = Samples.failure(location);
      assertTrue(failure.getMessage().contains("image.tar"), failure.getMessage());
      String file = "docker-archive:" + folder.resolve("image.tar");
      assertEquals(
          "Choose one of %s:app:1, %s:localhost:5000/app:1.".formatted(file, file),
          failure.hints().get(0));
    }
  }

  @Test
  void theImageMustBeForThePlatform() {
    String archive = archive(classic("a", "b").file("a", LAYER).file("b", OTHER));
    Samples.open(archive, "linux/amd64").close();
    BerthException failure =
        Samples.failure(ImageLocation.parse(archive), Optional.of(Platform.parse("linux/arm64")));
    assertTrue(failure.getMessage().contains("linux/amd64"));
  }

  @Test
  void anImageOfNoLayersIsAnImage() {
    byte[] config = Samples.config();
    TarBuilder tar = new TarBuilder().file("c.json", config);
    tar.file("manifest.json", Samples.json("[{'Config':'c.json','RepoTags':null,'Layers':null}]"));
    try (SourceImage image = Samples.open(archive(tar))) {
      assertEquals(List.of(), Samples.manifest(image).layers());
    }
  }

  private LayoutBuilder newForm(String mediaType, byte[] layer, byte[] config) {
    LayoutBuilder layout = new LayoutBuilder();
    String configBlob = layout.blob(MediaTypes.OCI_CONFIG, config);
    String layerBlob = layout.blob(mediaType, layer);
    layout.indexJson(
        layout.blob(MediaTypes.OCI_MANIFEST, LayoutBuilder.manifest(configBlob, layerBlob)));
    String image =
        image("blobs/sha256/" + Samples.hex(config), "null", "blobs/sha256/" + Samples.hex(layer));
    layout.files.put("manifest.json", Samples.json("[" + image + "]"));
    return layout;
  }

  @Test
  void theNewFormsOwnManifestIsTakenWhenItsLayersAreCompressed() {
    byte[] gzip = Samples.gzip(LAYER);
    LayoutBuilder layout = newForm(MediaTypes.OCI_GZIP, gzip, Samples.config(LAYER));
    Path file = Samples.write(folder.resolve("new.tar"), layout.tar());
    try (SourceImage image = Samples.open("docker-archive:" + file)) {
      ImageManifest manifest = Samples.manifest(image);
      byte[] source = manifest.source().orElseThrow().bytes();
      assertArrayEquals(layout.files.get("blobs/sha256/" + Samples.hex(source)), source);
      assertEquals(Digests.of(gzip), ((Layer.AsIs) manifest.layers().get(0)).descriptor().digest());
    }
  }

  /** What Docker saves since version 25 from containerd's image store. */
  private static TarBuilder severalPlatforms(boolean complete) {
    LayoutBuilder layout = new LayoutBuilder();
    String one = layout.image(1, "amd64", LayoutBuilder.platform("linux", "amd64"));
    String two = layout.image(2, "arm64", LayoutBuilder.platform("linux", "arm64"));
    String three =
        LayoutBuilder.descriptor(
            MediaTypes.OCI_MANIFEST, new byte[] {1}, LayoutBuilder.platform("linux", "s390x"));
    byte[] index = complete ? LayoutBuilder.index(one, two) : LayoutBuilder.index(one, two, three);
    String name =
        ",'annotations':{'io.containerd.image.name':'docker.io/library/app:1',"
            + "'org.opencontainers.image.ref.name':'1'}";
    layout.indexJson(layout.blob(MediaTypes.OCI_INDEX, index, name));
    byte[] config = Samples.config("linux", "amd64", Samples.layer(1));
    byte[] other = Samples.config("linux", "arm64", Samples.layer(2));
    String entry = "{'Config':'blobs/sha256/%s','RepoTags':['app:1'],'Layers':['blobs/sha256/%s']}";
    String manifest =
        "["
            + entry.formatted(Samples.hex(config), Samples.hex(Samples.gzip(Samples.layer(1))))
            + ","
            + entry.formatted(Samples.hex(other), Samples.hex(Samples.gzip(Samples.layer(2))))
            + "]";
    TarBuilder tar = new TarBuilder();
    layout.files.forEach(tar::file);
    return tar.file("manifest.json", Samples.json(manifest));
  }

  @Test
  void severalPlatformsArePushedAsAnIndex() {
    String archive = archive(severalPlatforms(true));
    for (String reference : List.of("", ":app:1")) {
      try (SourceImage image = Samples.open(archive + reference)) {
        assertEquals(2, assertInstanceOf(ImageIndex.class, image.root()).manifests().size());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void oneOfSeveralPlatformsIsChosen(boolean complete) {
    String archive = archive(severalPlatforms(complete));
    try (SourceImage image = Samples.open(archive, "linux/arm64")) {
      byte[] config = Samples.config("linux", "arm64", Samples.layer(2));
      assertEquals(Digests.of(config), Samples.configDigest(image));
    }
    Samples.failure(ImageLocation.parse(archive), Optional.of(Platform.parse("linux/s390x")));
  }

  @Test
  void theNewFormWithUncompressedLayersIsReadAsTheClassicOne() {
    LayoutBuilder layout = newForm(MediaTypes.OCI_LAYER, LAYER, Samples.config(LAYER));
    Path file = Samples.write(folder.resolve("new.tar"), layout.tar());
    try (SourceImage image = Samples.open("docker-archive:" + file)) {
      assertEquals(Optional.empty(), Samples.manifest(image).source());
      assertEquals(List.of(Digests.of(LAYER)), diffIds(Samples.manifest(image)));
    }
  }
}
