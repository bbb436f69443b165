package dev.berth.push.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.push.archive.Content;
import dev.berth.push.compress.Compression;
import dev.berth.push.source.Samples;
import dev.berth.reference.Digest;
import dev.berth.reference.Digests;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestWriterTest {
  private static final byte[] OLD = Samples.random(1, 10);
  private static final byte[] NEW = Samples.random(2, 20);

  private static ManifestBytes source(String json) {
    byte[] bytes = Samples.json(json);
    return new ManifestBytes(Digests.of(bytes), bytes);
  }

  private static Descriptor descriptor(String mediaType, byte[] bytes) {
    return new Descriptor(mediaType, Digests.of(bytes), bytes.length);
  }

  private static Blob blob(String mediaType) {
    byte[] bytes = Samples.json("{}");
    Content content = new MemoryContent(new ManifestBytes(Digests.of(bytes), bytes));
    return new Blob(descriptor(mediaType, bytes), content);
  }

  private static Layer uncompressed() {
    return new Layer.Uncompressed(MediaTypes.OCI_LAYER, Digests.of(OLD), blob("").content());
  }

  private static String layers(String type, byte[] bytes) {
    return "'layers':[{'mediaType':'%s','size':%d,'digest':'%s','annotations':{'a':'é'}}]"
        .formatted(type, bytes.length, Digests.of(bytes));
  }

  private static ImageManifest image(String mediaType, String json) {
    return new ImageManifest(
        Optional.of(source(json)), mediaType, blob(MediaTypes.OCI_CONFIG), List.of(uncompressed()));
  }

  private static String text(SerializedManifest written) {
    byte[] bytes = written.bytes().bytes();
    assertEquals(Digests.of(bytes), written.bytes().digest());
    return new String(bytes, UTF_8).replace('"', '\'');
  }

  @Test
  void whatDidNotChangeStaysByteForByte() {
    String json = "{ 'schemaVersion' : 2,\n " + layers(MediaTypes.OCI_GZIP, OLD) + "}";
    var written =
        ManifestWriter.write(
            image(MediaTypes.OCI_MANIFEST, json),
            List.of(descriptor(MediaTypes.OCI_GZIP, OLD)),
            Optional.empty());
    assertArrayEquals(Samples.json(json), written.bytes().bytes());
    assertEquals(MediaTypes.OCI_MANIFEST, written.mediaType());
  }

  @Test
  void compressedLayersTakeThePlaceOfTheirSources() {
    String json =
        "{'x':1.50,'schemaVersion':2,%s,'subject':null}"
            .formatted(layers(MediaTypes.OCI_LAYER, OLD));
    var written =
        ManifestWriter.write(
            image(MediaTypes.OCI_MANIFEST, json),
            List.of(descriptor(MediaTypes.OCI_ZSTD, NEW)),
            Optional.empty());
    assertEquals(
        "{'x':1.50,'schemaVersion':2,%s,'subject':null}"
            .formatted(layers(MediaTypes.OCI_ZSTD, NEW)),
        text(written));
  }

  @Test
  void dockersManifestBecomesOciForZstd() {
    String json =
        "{'schemaVersion':2,'mediaType':'%s','config':{'mediaType':'%s'},%s}"
            .formatted(
                MediaTypes.DOCKER_MANIFEST,
                MediaTypes.DOCKER_CONFIG,
                layers(MediaTypes.DOCKER_LAYER, OLD));
    var written =
        ManifestWriter.write(
            image(MediaTypes.DOCKER_MANIFEST, json),
            List.of(descriptor(MediaTypes.OCI_ZSTD, NEW)),
            Optional.empty());
    assertEquals(MediaTypes.OCI_MANIFEST, written.mediaType());
    assertEquals(
        "{'schemaVersion':2,'mediaType':'%s','config':{'mediaType':'%s'},%s}"
            .formatted(
                MediaTypes.OCI_MANIFEST, MediaTypes.OCI_CONFIG, layers(MediaTypes.OCI_ZSTD, NEW)),
        text(written));
  }

  @Test
  void anArchivesManifestIsWrittenAnew() {
    var image =
        new ImageManifest(
            Optional.empty(),
            MediaTypes.DOCKER_MANIFEST,
            blob(MediaTypes.DOCKER_CONFIG),
            List.of(uncompressed()));
    Digest config = image.config().descriptor().digest();
    var written =
        ManifestWriter.write(
            image, List.of(descriptor(MediaTypes.DOCKER_GZIP, NEW)), Optional.empty());
    assertEquals(
        ("{'schemaVersion':2,'mediaType':'%s','config':{'mediaType':'%s','digest':'%s','size':2},"
                + "'layers':[{'mediaType':'%s','digest':'%s','size':20}]}")
            .formatted(
                MediaTypes.DOCKER_MANIFEST,
                MediaTypes.DOCKER_CONFIG,
                config,
                MediaTypes.DOCKER_GZIP,
                Digests.of(NEW)),
        text(written));
  }

  private static SerializedManifest index(String mediaType, Descriptor pushed) {
    String json =
        "{'mediaType':'%s', 'manifests':[{'digest':'%s','size':10,'mediaType':'%s','platform':{}}]}"
            .formatted(mediaType, Digests.of(OLD), MediaTypes.DOCKER_MANIFEST);
    return ManifestWriter.write(
        new ImageIndex(source(json), mediaType, List.of()), List.of(pushed), Optional.empty());
  }

  @Test
  void anIndexNamesWhatWasPushed() {
    var same = index(MediaTypes.DOCKER_INDEX, descriptor(MediaTypes.DOCKER_MANIFEST, OLD));
    assertEquals(MediaTypes.DOCKER_INDEX, same.mediaType());
    assertEquals(true, text(same).contains(", 'manifests'"));
    var changed = index(MediaTypes.DOCKER_INDEX, descriptor(MediaTypes.OCI_MANIFEST, NEW));
    assertEquals(MediaTypes.OCI_INDEX, changed.mediaType());
    assertEquals(
        "{'mediaType':'%s','manifests':[{'digest':'%s','size':20,'mediaType':'%s','platform':{}}]}"
            .formatted(MediaTypes.OCI_INDEX, Digests.of(NEW), MediaTypes.OCI_MANIFEST),
        text(changed));
  }

  @ParameterizedTest
  @CsvSource({
    "application/vnd.docker.distribution.manifest.v2+json, GZIP,"
        + " application/vnd.docker.image.rootfs.diff.tar.gzip",
    "application/vnd.docker.distribution.manifest.v2+json, ZSTD,"
        + " application/vnd.oci.image.layer.v1.tar+zstd",
    "application/vnd.oci.image.manifest.v1+json, GZIP,"
        + " application/vnd.oci.image.layer.v1.tar+gzip",
    "application/vnd.oci.image.manifest.v1+json, ZSTD,"
        + " application/vnd.oci.image.layer.v1.tar+zstd",
  })
  void aLayersTypeIsOfItsManifestsFamily(String manifest, Compression compression, String layer) {
    assertEquals(layer, ManifestWriter.layerType(manifest, compression, Optional.empty()));
  }
}
