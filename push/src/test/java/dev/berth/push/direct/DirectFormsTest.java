package dev.berth.push.direct;

import static dev.berth.testing.server.FakeServer.answer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import dev.berth.push.PushResult;
import dev.berth.push.PushResult.Outcome;
import dev.berth.push.compress.Compression;
import dev.berth.push.fake.SampleImage;
import dev.berth.push.fake.SampleLayout;
import dev.berth.push.image.ImageForm;
import dev.berth.push.image.ImageLocation;
import dev.berth.push.image.ManifestFormat;
import dev.berth.reference.Digests;
import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import dev.berth.testing.server.MemoryRegistry;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In which form an image arrives: byte for byte, compressed, or in another format. */
class DirectFormsTest {
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
  private static final String TAR = "application/vnd.oci.image.layer.v1.tar";

  @TempDir private Path folder;
  private final MemoryRegistry registry = new MemoryRegistry();
  private DirectEngineKit kit;
  private SampleLayout layout;
  private SampleImage image;

  @BeforeEach
  void open() {
    kit = new DirectEngineKit(registry, folder);
    layout = new SampleLayout(folder.resolve("oci"));
    image = SampleImage.of(folder, 30_000, 2000);
  }

  @AfterEach
  void close() {
    kit.close();
    registry.close();
  }

  private static ImageForm form(Compression compression, boolean breakReferences) {
    return new ImageForm(
        Optional.empty(), Optional.of(compression), Optional.empty(), false, breakReferences);
  }

  private static ImageForm form(ManifestFormat format) {
    return new ImageForm(Optional.empty(), Optional.empty(), Optional.of(format), false, false);
  }

  private String manifest(String reference) {
    return new String(registry.manifest("team/app", reference).orElseThrow(), UTF_8);
  }

  private void requireByteForByte(String root, ImageLocation source) {
    PushResult result = kit.push(source, "team/app:1");
    assertEquals(SampleLayout.digest(root), result.digest().toString());
    assertArrayEquals(layout.content(root), registry.manifest("team/app", "1").orElseThrow());
    for (byte[] blob : layout.blobs()) {
      String digest = Digests.of(blob).toString();
      assertTrue(
          registry.blob("team/app", digest).isPresent()
              || registry.manifest("team/app", digest).isPresent(),
          digest);
    }
  }

  @Test
  void aRefusalAfterThatOfAFormatIsToldAsItself() {
    registry.refuse(
        exchange -> exchange.getRequestMethod().equals("PUT") && isManifest(exchange),
        exchange -> {
          String type = exchange.getRequestHeaders().getFirst("Content-Type");
          answer(type.contains("docker") ? 415 : 403, "").handle(exchange);
        });
    kit.with(Credentials.basic("user", "canary"));
    BerthException failure =
        assertThrows(BerthException.class, () -> kit.push(image.archive(), "team/app:1"));
    assertEquals(ErrorCode.CREDENTIALS, failure.code(), failure::getMessage);
  }

  private static boolean isManifest(HttpExchange exchange) {
    return exchange.getRequestURI().getPath().contains("/manifests/");
  }

  @Test
  void anArtifactArrivesByteForByte() {
    String file = layout.blob(TAR, image.archiveBytes());
    String root =
        layout.manifest(
            layout.blob("application/vnd.oci.empty.v1+json", "{}".getBytes(UTF_8)), file);
    requireByteForByte(root, layout.location(root));
  }

  @Test
  void anIndexOfBlobsArrivesByteForByte() {
    String root =
        layout.index(
            layout.blob(TAR + "+gzip", new byte[] {1}),
            layout.blob("application/vnd.buildkit.cacheconfig.v0", new byte[] {2}));
    requireByteForByte(root, layout.location(root));
  }

  @Test
  @Timeout(60)
  void anIndexThatIsNamedVeryOftenArrivesOnce() {
    String root =
        layout.manifest(
            layout.blob("application/vnd.oci.empty.v1+json", "{}".getBytes(UTF_8)),
            layout.blob("x", new byte[] {1}));
    for (int depth = 0; depth < 7; depth++) {
      root = layout.index(Collections.nCopies(50, root).toArray(String[]::new));
    }
    requireByteForByte(root, layout.location(root));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "\"\""})
  void missingMediaTypesAreNotAdded(String mediaType) {
    String empty = layout.blob("application/vnd.oci.empty.v1+json", "{}".getBytes(UTF_8));
    String file = layout.blob("x", new byte[] {1}).replace("\"x\"", mediaType);
    String manifest = layout.manifest(empty, file);
    requireByteForByte(manifest, layout.location(manifest));

    String untyped = manifest.replaceFirst("\"mediaType\":\"[^\"]*\",", "");
    String root = layout.index(untyped);
    kit.push(layout.location(root), "team/app:index");
    assertArrayEquals(layout.content(root), registry.manifest("team/app", "index").orElseThrow());
  }

  @Test
  void anIndexMayBeEmpty() {
    String root = layout.index();
    requireByteForByte(root, layout.location(root));
  }

  @Test
  void aTagOfAnotherAlgorithmsManifestIsNamedBySha256() {
    String root = layout.manifest(layout.blob(CONFIG, "{}".getBytes(UTF_8)));
    byte[] content = layout.content(root);
    String sha512 = Digests.of("sha512", content).toString();
    ImageLocation location = layout.location(root.replaceFirst("sha256:[0-9a-f]+", sha512));
    layout.store(sha512, content);
    PushResult result = kit.push(location, "team/app:1");
    assertEquals(Digests.of(content), result.digest());
  }

  @Test
  void oneBlobMayHaveSeveralMediaTypes() {
    byte[] same = "{}".getBytes(UTF_8);
    String artifact =
        layout.manifest(
            layout.blob("application/vnd.oci.empty.v1+json", same),
            layout.blob("text/plain", same),
            layout.blob("application/json", same));
    requireByteForByte(artifact, layout.location(artifact));
  }

  private String uncompressedImage() {
    byte[] tar = image.archiveBytes();
    String config =
        "{\"os\":\"linux\",\"architecture\":\"amd64\",\"rootfs\":{\"diff_ids\":[\"%s\"]}}"
            .formatted(Digests.of(tar));
    return layout.manifest(layout.blob(CONFIG, config.getBytes(UTF_8)), layout.blob(TAR, tar));
  }

  @Test
  void oneBlobMayBeAFileSystemAndAnArtifactsFile() {
    String artifact =
        layout.manifest(
            layout.blob("application/vnd.oci.empty.v1+json", "{}".getBytes(UTF_8)),
            layout.blob(TAR, image.archiveBytes()));
    String root = layout.index(uncompressedImage(), artifact);

    kit.push(layout.location(root), "team/app:1");

    String digest = Digests.of(image.archiveBytes()).toString();
    assertTrue(registry.blob("team/app", digest).isPresent());
    assertArrayEquals(
        layout.content(artifact),
        registry.manifest("team/app", SampleLayout.digest(artifact)).orElseThrow());
    assertTrue(manifest("1").contains(SampleLayout.digest(artifact)));
  }

  /** Things that refer to an image by its digest. */
  private String referrer(String kind, String image) {
    String digest = SampleLayout.digest(image);
    String empty = layout.blob("application/vnd.oci.empty.v1+json", "{}".getBytes(UTF_8));
    return switch (kind) {
      case "subject" -> layout.manifestWith(",\"subject\":" + image, empty);
      case "annotation" ->
          SampleLayout.with(
              layout.manifest(empty),
              "\"annotations\":{\"vnd.docker.reference.digest\":\"%s\"}".formatted(digest));
      case "tag" ->
          SampleLayout.with(
              layout.manifest(empty),
              "\"annotations\":{\"org.opencontainers.image.ref.name\":\"%s.sig\"}"
                  .formatted(digest.replace(':', '-')));
      case "envelope" ->
          layout.manifest(
              empty,
              layout.blob(
                  "application/vnd.dev.sigstore.bundle.v0.3+json",
                  "{\"dsseEnvelope\":{\"payload\":\"%s\"}}"
                      .formatted(
                          Base64.getEncoder()
                              .encodeToString(
                                  "{\"subject\":[{\"digest\":{\"sha256\":\"%s\"}}]}"
                                      .formatted(digest.substring(7))
                                      .getBytes(UTF_8)))
                      .getBytes(UTF_8)));
      default ->
          layout.manifest(
              empty,
              layout.blob(
                  "application/vnd.in-toto+json",
                  "{\"subject\":[{\"digest\":{\"sha256\":\"%s\"}}]}"
                      .formatted(digest.substring(7))
                      .getBytes(UTF_8)));
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"subject", "annotation", "tag", "statement", "envelope"})
  void anImageThatSomethingRefersToKeepsItsDigest(String kind) {
    String inner = uncompressedImage();
    String root = layout.index(inner, referrer(kind, inner));
    requireByteForByte(root, layout.location(root));
    assertEquals(1, kit.listener().infos().size());

    String before = manifest("1");
    BerthException e =
        assertThrows(
            BerthException.class,
            () ->
                kit.with(form(Compression.GZIP, false)).push(layout.location(root), "team/app:2"));
    assertEquals(ErrorCode.INVALID, e.code());
    assertTrue(e.getMessage().contains("refers to " + SampleLayout.digest(inner)), e::getMessage);

    kit.with(form(Compression.GZIP, true)).push(layout.location(root), "team/app:3");
    assertEquals(1, kit.listener().warnings().size());
    assertTrue(!manifest("3").equals(before));
  }

  @Test
  void theReferenceMayBeInAnotherEntryOfTheLayout() {
    String inner = uncompressedImage();
    String tagged =
        SampleLayout.with(inner, "\"annotations\":{\"org.opencontainers.image.ref.name\":\"1\"}");
    layout.location(tagged, referrer("subject", inner));
    PushResult result =
        kit.push(ImageLocation.parse("oci:" + folder.resolve("oci") + ":1"), "team/app:1");
    assertEquals(SampleLayout.digest(inner), result.digest().toString());
  }

  @Test
  void anImageThatIsNamedByItsDigestKeepsIt() {
    String root = uncompressedImage();
    layout.location(root);
    String source = "oci:" + folder.resolve("oci") + "@" + SampleLayout.digest(root);
    PushResult result = kit.push(ImageLocation.parse(source), "team/app:1");
    assertEquals(SampleLayout.digest(root), result.digest().toString());

    kit.with(form(Compression.GZIP, false)).push(ImageLocation.parse(source), "team/app:2");
    assertEquals(1, kit.listener().warnings().size());
  }

  @Test
  void withoutAReferenceLayersAreCompressed() {
    String root = uncompressedImage();
    kit.push(layout.location(root), "team/app:1");
    assertTrue(manifest("1").contains(TAR + "+gzip"));
    assertEquals(List.of(), kit.listener().infos());
  }

  @Test
  void withoutCompressionAnArchivesLayersArriveAsTheyAre() {
    kit.with(form(Compression.NONE, false)).push(image.archive(), "team/app:1");
    assertTrue(manifest("1").contains("application/vnd.docker.image.rootfs.diff.tar\""));
    for (var diffId : image.diffIds()) {
      assertTrue(registry.blob("team/app", diffId.toString()).isPresent());
    }
  }

  private void takesOciOnly(int status) {
    registry.refuse(
        exchange ->
            String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"))
                .startsWith("application/vnd.docker."),
        answer(status, "{\"errors\":[{\"code\":\"MANIFEST_INVALID\",\"message\":\"no\"}]}"));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 406, 415, 422})
  void aRegistryThatTakesOciOnlyGetsOci(int status) {
    takesOciOnly(status);
    PushResult result = kit.push(image.archive(), "team/app:1");
    assertEquals(result.digest(), Digests.of(manifest("1").getBytes(UTF_8)));
    assertTrue(manifest("1").contains(MANIFEST));
    assertTrue(manifest("1").contains(TAR + "+gzip"));

    PushResult again = kit.renewed().push(image.archive(), "team/app:1");
    assertEquals(result.digest(), again.digest());
    assertEquals(2, kit.count("PUT /v2/team/app/manifests/"), "the format is remembered");
  }

  @Test
  void aManifestOfTheSourceIsNotChangedInSilence() {
    var docker = kit.with(form(ManifestFormat.DOCKER));
    docker.push(image.layout(), "team/app:1");
    String converted = manifest("1");
    assertTrue(converted.contains("application/vnd.docker.distribution.manifest.v2+json"));
    assertTrue(!converted.contains("vnd.oci"), converted);

    SampleLayout own = new SampleLayout(folder.resolve("docker"));
    String root = own.document("application/vnd.docker.distribution.manifest.v2+json", converted);
    for (byte[] layer : image.compressedLayers()) {
      own.blob("", layer);
    }
    own.blob("", image.config());
    takesOciOnly(415);
    BerthException e =
        assertThrows(
            BerthException.class,
            () -> kit.with(ImageForm.DEFAULTS).push(own.location(root), "team/app:2"));
    assertEquals(ErrorCode.REFUSED, e.code());
    assertTrue(e.hints().get(0).contains("--format oci"), e.hints()::toString);

    kit.with(form(ManifestFormat.OCI)).push(own.location(root), "team/app:2");
    assertArrayEquals(
        image.manifest(), registry.manifest("team/app", "2").orElseThrow(), manifest("2"));
  }

  @Test
  void dockersFormatCannotExpressEverything() {
    String root =
        layout.manifest(
            layout.blob("application/vnd.oci.empty.v1+json", "{}".getBytes(UTF_8)),
            layout.blob("text/plain", new byte[] {1}));
    BerthException e =
        assertThrows(
            BerthException.class,
            () -> kit.with(form(ManifestFormat.DOCKER)).push(layout.location(root), "team/app:1"));
    assertEquals(ErrorCode.INVALID, e.code());
    assertEquals(Optional.empty(), registry.manifest("team/app", "1"));
  }

  @ParameterizedTest
  @CsvSource({"false, REFERENCED", "true, UPLOADED"})
  void layersThatAreNotToBeDistributedAreNamed(boolean push, Outcome outcome) {
    String foreign = "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip";
    byte[] layer = image.compressedLayers().get(0);
    String root =
        layout.manifest(
            layout.blob(CONFIG, "{}".getBytes(UTF_8)),
            SampleLayout.with(layout.blob(foreign, layer), "\"urls\":[\"https://a.example/x\"]"));
    var form = new ImageForm(Optional.empty(), Optional.empty(), Optional.empty(), push, false);

    PushResult result = kit.with(form).push(layout.location(root), "team/app:1");

    assertEquals(List.of(outcome), result.layers().stream().map(it -> it.outcome()).toList());
    assertEquals(push, registry.blob("team/app", Digests.of(layer).toString()).isPresent());
    assertArrayEquals(layout.content(root), registry.manifest("team/app", "1").orElseThrow());
    assertEquals(push ? 0 : 1, kit.listener().infos().size());
  }
}
