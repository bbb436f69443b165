package dev.berth.push.source;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.push.image.ImageIndex;
import dev.berth.push.image.ImageLocation;
import dev.berth.push.image.ImageManifest;
import dev.berth.push.image.Layer;
import dev.berth.push.image.MediaTypes;
import dev.berth.push.image.Platform;
import dev.berth.reference.Digest;
import dev.berth.reference.Digests;
import dev.berth.spi.BerthException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OciLayoutTest {
  private final LayoutBuilder layout = new LayoutBuilder();

  @TempDir Path folder;

  private static String attestation(LayoutBuilder layout) {
    return layout.image(77, "unknown", LayoutBuilder.platform("unknown", "unknown"));
  }

  private String folder() {
    return layout.folder(folder);
  }

  @Test
  void readsAFolder() {
    layout.indexJson(layout.image(1, "amd64", ""));
    try (SourceImage image = Samples.open(folder())) {
      ImageManifest manifest = Samples.manifest(image);
      byte[] source = manifest.source().orElseThrow().bytes();
      assertArrayEquals(layout.files.get("blobs/sha256/" + Samples.hex(source)), source);
      assertEquals(MediaTypes.OCI_MANIFEST, manifest.mediaType());
      Layer.AsIs layer = (Layer.AsIs) manifest.layers().get(0);
      assertArrayEquals(Samples.gzip(Samples.layer(1)), Samples.bytes(layer.content()));
    }
  }

  @Test
  void noLinkLeadsOutOfTheFolder() throws IOException {
    layout.indexJson(layout.image(1, "amd64", ""));
    String location = folder();
    Path blob = folder.resolve("blobs/sha256/" + Samples.hex(Samples.gzip(Samples.layer(1))));
    Path inside = Files.move(blob, folder.resolve("layer"));
    Files.createSymbolicLink(blob, inside);
    Samples.open(location).close();

    Path outside = Files.move(inside, Files.createTempFile("berth", ""), REPLACE_EXISTING);
    try {
      Files.delete(blob);
      Files.createSymbolicLink(blob, outside);
      BerthException failure = Samples.failure(location);
      assertTrue(failure.getMessage().contains("is a link out of the folder"), failure::getMessage);
    } finally {
      Files.delete(outside);
    }
  }

  @Test
  void readsAnArchive() {
    layout.indexJson(layout.image(1, "amd64", ""));
    Path file = Samples.write(folder.resolve("image.tar"), layout.tar());
    try (SourceImage image = Samples.open("oci-archive:" + file)) {
      assertArrayEquals(Samples.gzip(Samples.layer(1)), Samples.bytes(Samples.content(image, 0)));
    }
  }

  @Test
  void uncompressedLayersAreStillToBeCompressed() {
    byte[] layer = Samples.layer(1);
    String config = layout.blob(MediaTypes.OCI_CONFIG, Samples.config(layer));
    String blob = layout.blob("application/vnd.oci.image.layer.v1.tar", layer);
    layout.indexJson(layout.blob(MediaTypes.OCI_MANIFEST, LayoutBuilder.manifest(config, blob)));
    try (SourceImage image = Samples.open(folder())) {
      Layer read = Samples.manifest(image).layers().get(0);
      assertEquals(Digests.of(layer), assertInstanceOf(Layer.Uncompressed.class, read).diffId());
    }
  }

  @Test
  void aTagChoosesOneOfSeveralImages() {
    String containerd = ",'annotations':{'io.containerd.image.name':'docker.io/library/app:3'}";
    layout.indexJson(
        layout.image(1, "amd64", LayoutBuilder.tag("1.0")),
        layout.image(2, "amd64", LayoutBuilder.tag("2.0")),
        layout.image(3, "amd64", containerd));
    String location = folder();
    try (SourceImage image = Samples.open(location + ":2.0");
        SourceImage named = Samples.open(location + ":app:3")) {
      assertEquals(Digests.of(Samples.config(Samples.layer(2))), Samples.configDigest(image));
      assertEquals(Digests.of(Samples.config(Samples.layer(3))), Samples.configDigest(named));
    }
    for (String other : List.of(location, location + ":3.0")) {
      BerthException failure = Samples.failure(other);
      assertTrue(failure.getMessage().contains(folder.toString()), failure.getMessage());
      assertEquals(
          "Choose one of %s:1.0, %s:2.0, %s:docker.io/library/app:3."
              .formatted(location, location, location),
          failure.hints().get(0));
    }
  }

  @Test
  void severalPlatformsWithoutTagsAreOneImage() {
    layout.indexJson(
        layout.image(1, "amd64", LayoutBuilder.platform("linux", "amd64")),
        layout.image(2, "arm64", LayoutBuilder.platform("linux", "arm64")),
        attestation(layout));
    String location = folder();
    try (SourceImage image = Samples.open(location)) {
      ImageIndex index = assertInstanceOf(ImageIndex.class, image.root());
      assertArrayEquals(layout.files.get("index.json"), index.source().bytes());
      assertEquals(MediaTypes.OCI_INDEX, index.mediaType());
      assertEquals(3, index.manifests().size());
    }
    try (SourceImage image = Samples.open(location, "linux/arm64/v8")) {
      assertEquals(armConfig(), Samples.configDigest(image));
    }
  }

  private static Digest armConfig() {
    return Digests.of(Samples.config("linux", "arm64", Samples.layer(2)));
  }

  private void nested() {
    byte[] inner =
        LayoutBuilder.index(
            layout.image(1, "amd64", LayoutBuilder.platform("linux", "amd64")),
            layout.image(2, "arm64", LayoutBuilder.platform("linux", "arm64")),
            attestation(layout));
    byte[] outer = LayoutBuilder.index(layout.blob(MediaTypes.OCI_INDEX, inner));
    layout.indexJson(layout.blob(MediaTypes.OCI_INDEX, outer, LayoutBuilder.tag("1")));
  }

  @Test
  void withoutAPlatformAnIndexIsTakenWhole() {
    nested();
    try (SourceImage image = Samples.open(folder())) {
      ImageIndex outer = assertInstanceOf(ImageIndex.class, image.root());
      ImageIndex inner = assertInstanceOf(ImageIndex.class, outer.manifests().get(0));
      assertEquals(3, inner.manifests().size());
    }
  }

  @Test
  void aPlatformChoosesOneManifestOfNestedIndexes() {
    nested();
    String location = folder();
    try (SourceImage image = Samples.open(location, "linux/arm64")) {
      assertEquals(armConfig(), Samples.configDigest(image));
    }
    for (String platform : List.of("linux/s390x", "unknown/unknown")) {
      BerthException failure =
          Samples.failure(ImageLocation.parse(location), Optional.of(Platform.parse(platform)));
      assertEquals(List.of("It has linux/amd64, linux/arm64."), failure.hints());
    }
  }

  @Test
  void aChosenPlatformDoesNotNeedTheOthersBlobs() {
    byte[] absent = Samples.json("{}");
    layout.indexJson(
        layout.image(1, "amd64", LayoutBuilder.platform("linux", "amd64")),
        LayoutBuilder.descriptor(
            MediaTypes.OCI_MANIFEST, absent, LayoutBuilder.platform("linux", "arm64")));
    String location = folder();
    Samples.open(location, "linux/amd64").close();
    Samples.failure(location);
  }

  @Test
  void theOnlyImageMustBeForThePlatform() {
    layout.indexJson(layout.image(1, "amd64", ""));
    String location = folder();
    Samples.open(location, "linux/amd64").close();
    BerthException failure =
        Samples.failure(ImageLocation.parse(location), Optional.of(Platform.parse("linux/arm64")));
    assertEquals(List.of("It has linux/amd64."), failure.hints());
  }

  @Test
  void artifactsNeedNoImageConfiguration() {
    String config = layout.blob("application/vnd.oci.empty.v1+json", Samples.json("{}"));
    String layer = layout.blob("text/plain", Samples.json("hello"));
    layout.indexJson(layout.blob(MediaTypes.OCI_MANIFEST, LayoutBuilder.manifest(config, layer)));
    try (SourceImage image = Samples.open(folder())) {
      assertInstanceOf(Layer.AsIs.class, Samples.manifest(image).layers().get(0));
    }
  }
}
