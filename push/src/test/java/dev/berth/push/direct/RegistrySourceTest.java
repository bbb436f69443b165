package dev.berth.push.direct;

import static dev.berth.testing.server.FakeServer.answer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import dev.berth.push.ConnectionSettings;
import dev.berth.push.PushResult;
import dev.berth.push.PushResult.Outcome;
import dev.berth.push.SourceRegistry;
import dev.berth.push.compress.Compression;
import dev.berth.push.fake.SampleImage;
import dev.berth.push.image.ImageForm;
import dev.berth.push.image.ImageLocation;
import dev.berth.push.image.Platform;
import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import dev.berth.testing.server.MemoryRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pushes whose source is in a registry. */
class RegistrySourceTest {
  private final MemoryRegistry source = new MemoryRegistry();
  private final MemoryRegistry target = new MemoryRegistry();
  @TempDir private Path folder;
  private SampleImage image;
  private DirectEngineKit kit;

  @BeforeEach
  void fill() {
    image = SampleImage.of(folder, 300_000, 200_000);
    try (var pushing = new DirectEngineKit(source, folder.resolve("pushing"))) {
      pushing.push(image.layout(), "team/app:1");
    }
    var login = new SourceRegistry(() -> Credentials.anonymous(), ConnectionSettings.DEFAULTS);
    kit = new DirectEngineKit(target, folder.resolve("copying")).with(login);
  }

  @AfterEach
  void close() {
    kit.close();
    source.close();
    target.close();
  }

  private ImageLocation at(String image) {
    return ImageLocation.parse("registry:" + source.host() + "/" + image);
  }

  private byte[] manifest(MemoryRegistry registry, String repository, String tag) {
    return registry.manifest(repository, tag).orElseThrow();
  }

  private String layer() {
    return MemoryRegistry.digest(image.compressedLayers().get(0));
  }

  private long reads(MemoryRegistry registry) {
    return registry.requests().stream()
        .filter(it -> it.startsWith("GET") && it.contains("/blobs/"))
        .count();
  }

  @Test
  void theBytesAreThoseOfTheSource() {
    int before = source.requests().size();

    PushResult copied = kit.push(at("team/app:1"), "copies/app:2");

    assertArrayEquals(manifest(source, "team/app", "1"), manifest(target, "copies/app", "2"));
    assertEquals(
        MemoryRegistry.digest(manifest(source, "team/app", "1")), copied.digest().toString());
    assertEquals(
        List.of(Outcome.UPLOADED, Outcome.UPLOADED),
        copied.layers().stream().map(PushResult.Layer::outcome).toList());
    assertArrayEquals(
        image.compressedLayers().get(0), target.blob("copies/app", layer()).orElseThrow());
    // The manifest and three blobs, each once.
    assertEquals(before + 4, source.requests().size(), source.requests()::toString);
  }

  @Test
  void anExistingImageCostsTwoRequests() {
    kit.push(at("team/app:1"), "copies/app:2");
    int ofSource = source.requests().size();
    int ofTarget = target.requests().size();

    PushResult again = kit.renewed().push(at("team/app:1"), "copies/app:2");

    assertEquals(Outcome.EXISTS, again.layers().get(0).outcome());
    assertEquals(ofSource + 1, source.requests().size());
    assertEquals(ofTarget + 1, target.requests().size());
  }

  @Test
  void blobsThatTheTargetHasAreNotRead() {
    target.put("copies/app", layer(), image.compressedLayers().get(0));

    kit.push(at("team/app:1"), "copies/app:2");

    assertEquals(2, reads(source), source.requests()::toString);
  }

  @Test
  void withinARegistryBlobsAreMounted() {
    long received = source.received();

    PushResult copied = kit.named(source.host()).push(at("team/app:1"), "release/app:1");

    assertEquals(
        List.of(Outcome.MOUNTED, Outcome.MOUNTED),
        copied.layers().stream().map(PushResult.Layer::outcome).toList());
    assertEquals(received, source.received());
    assertEquals(0, reads(source));
    assertArrayEquals(manifest(source, "team/app", "1"), manifest(source, "release/app", "1"));
  }

  @Test
  void aDigestNamesTheSource() {
    String digest = MemoryRegistry.digest(manifest(source, "team/app", "1"));

    PushResult copied = kit.push(at("team/app@" + digest), "copies/app:2");

    assertEquals(digest, copied.digest().toString());
  }

  /** Sends the first bytes of a blob and breaks the connection. */
  private void breakOff(HttpExchange exchange, int bytes) throws IOException {
    String path = exchange.getRequestURI().getPath();
    byte[] content =
        source.blob("team/app", path.substring(path.lastIndexOf('/') + 1)).orElseThrow();
    exchange.sendResponseHeaders(200, content.length);
    exchange.getResponseBody().write(content, 0, bytes);
    exchange.getResponseBody().flush();
    throw new IOException("broken off by the test");
  }

  @Test
  void aBrokenReadIsContinued() {
    source.fail(1, "GET", "/blobs/" + layer(), it -> breakOff(it, 1000));

    kit.push(at("team/app:1"), "copies/app:2");

    assertTrue(
        source.server().requests().stream()
            .anyMatch(it -> "bytes=1000-".equals(it.headers().getFirst("Range"))));
    assertArrayEquals(
        image.compressedLayers().get(0), target.blob("copies/app", layer()).orElseThrow());
  }

  @Test
  void aRegistryMayIgnoreRanges() {
    source.fail(1, "GET", "/blobs/" + layer(), it -> breakOff(it, 1000));
    source.refuse(
        it -> it.getRequestHeaders().containsKey("Range"),
        it -> {
          it.sendResponseHeaders(200, image.compressedLayers().get(0).length);
          it.getResponseBody().write(image.compressedLayers().get(0));
        });

    kit.push(at("team/app:1"), "copies/app:2");

    assertArrayEquals(
        image.compressedLayers().get(0), target.blob("copies/app", layer()).orElseThrow());
  }

  @Test
  void anotherPartThanTheOneAskedForIsRefused() {
    source.fail(1, "GET", "/blobs/" + layer(), it -> breakOff(it, 1000));
    source.refuse(
        it -> it.getRequestHeaders().containsKey("Range"),
        answer(206, "x", "Content-Range", "bytes 0-0/300000"));

    BerthException e = kit.refused(at("team/app:1"), "copies/app:2");

    assertEquals(ErrorCode.IMAGE, e.code(), e::getMessage);
    assertTrue(e.getMessage().contains("sends another part"), e::getMessage);
  }

  @Test
  void aReadThatBreaksAgainAndAgainIsTransient() {
    source.fail(1000, "GET", "/blobs/" + layer(), it -> breakOff(it, 0));

    BerthException e = kit.refused(at("team/app:1"), "copies/app:2");

    assertEquals(ErrorCode.TRANSIENT, e.code(), e::getMessage);
    assertEquals(0, target.openUploads());
    assertTrue(target.manifest("copies/app", "2").isEmpty());
  }

  @Test
  void aDamagedBlobIsNotPushed() {
    byte[] content = image.compressedLayers().get(0).clone();
    content[10] ^= 1;
    source.put("team/app", layer(), content);

    BerthException e = kit.refused(at("team/app:1"), "copies/app:2");

    assertEquals(ErrorCode.IMAGE, e.code(), e::getMessage);
    assertTrue(e.getMessage().contains("has another digest"), e::getMessage);
    assertEquals(0, target.openUploads());
    assertTrue(target.manifest("copies/app", "2").isEmpty());
  }

  @Test
  void aBlobOfAnotherSizeIsNotPushed() {
    source.put("team/app", layer(), new byte[5]);

    BerthException e = kit.refused(at("team/app:1"), "copies/app:2");

    assertEquals(ErrorCode.IMAGE, e.code(), e::getMessage);
  }

  @Test
  void aManifestWithAnotherDigestIsNotPushed() {
    source.fail(1, "GET", "/manifests/1", answer(200, "{}", "Docker-Content-Digest", layer()));

    BerthException e = kit.refused(at("team/app:1"), "copies/app:2");

    assertEquals(ErrorCode.IMAGE, e.code(), e::getMessage);
  }

  @Test
  void aRefusedLoginIsThatOfTheSource() {
    var login =
        new SourceRegistry(
            Credentials::anonymous,
            ConnectionSettings.DEFAULTS,
            it -> new BerthException(it.code(), it.getMessage(), it, "of the source"));
    for (String path : List.of("/manifests/", "/blobs/")) {
      source.fail(1, "GET", path, answer(403, ""));

      BerthException e = kit.with(login).refused(at("team/app:1"), "copies/app:" + 2);

      assertEquals(ErrorCode.CREDENTIALS, e.code(), e::getMessage);
      assertEquals(List.of("of the source"), e.hints());
    }
  }

  @Test
  void aLayerMayHaveNoMediaType() {
    String manifest =
        new String(manifest(source, "team/app", "1"), UTF_8)
            .replaceAll("\"mediaType\"\\s*:\\s*\"[^\"]*layer[^\"]*\"\\s*,", "");
    source.putManifest("team/app", "untyped", manifest.getBytes(UTF_8));

    kit.push(at("team/app:untyped"), "copies/app:2");

    assertArrayEquals(manifest.getBytes(UTF_8), manifest(target, "copies/app", "2"));
    assertTrue(target.blob("copies/app", layer()).isPresent());
  }

  @Test
  void chunksAreReadFromOneResponse() {
    var large = SampleImage.of(folder.resolve("large"), 40 << 20);
    try (var pushing = new DirectEngineKit(source, folder.resolve("pushing"))) {
      pushing.push(large.layout(), "team/large:1");
    }
    target.takeChunksOnly();
    long before = reads(source);

    kit.push(at("team/large:1"), "copies/large:1");

    assertTrue(target.chunks() > 2, () -> target.chunks() + " chunks");
    // The other attempts to send it, which the target refused, read it too.
    assertTrue(reads(source) - before <= 5, () -> source.requests().toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"manifest", "blob"})
  void whatTheSourceDoesNotHaveIsTold(String missing) {
    if (missing.equals("blob")) {
      source.put("team/app", layer(), null);
    }
    String from = missing.equals("blob") ? "team/app:1" : "team/app:none";

    BerthException e = kit.refused(at(from), "copies/app:2");

    assertEquals(ErrorCode.IMAGE, e.code(), e::getMessage);
    assertTrue(
        e.getMessage().contains(missing.equals("blob") ? "has no blob" : "has no image none"),
        e::getMessage);
  }

  @Test
  void theDigestThatWasReadFirstIsPushed() {
    byte[] first = manifest(source, "team/app", "1");
    source.fail(
        1,
        "GET",
        "/blobs/",
        exchange -> {
          source.putManifest("team/app", "1", "{}".getBytes(UTF_8));
          source.respond(exchange);
        });

    kit.push(at("team/app:1"), "copies/app:2");

    assertArrayEquals(first, manifest(target, "copies/app", "2"));
  }

  private byte[] putIndex() {
    byte[] manifest = manifest(source, "team/app", "1");
    String entry =
        """
        {"mediaType": "application/vnd.oci.image.manifest.v1+json", "digest": "%s", "size": %d,
         "platform": {"os": "linux", "architecture": "%s"}}""";
    String digest = MemoryRegistry.digest(manifest);
    String other = "sha256:" + "0".repeat(64);
    String index =
        """
        {"schemaVersion": 2, "mediaType": "application/vnd.oci.image.index.v1+json",
         "manifests": [%s, %s]}"""
            .formatted(
                entry.formatted(digest, manifest.length, "amd64"),
                entry.formatted(other, 2, "arm64"));
    source.putManifest("team/app", "all", index.getBytes(UTF_8));
    return manifest;
  }

  @Test
  void onePlatformOfAnIndexIsCopied() {
    byte[] manifest = putIndex();

    kit.with(ImageForm.DEFAULTS.forPlatform(Platform.parse("linux/amd64")))
        .push(at("team/app:all"), "copies/app:2");

    assertArrayEquals(manifest, manifest(target, "copies/app", "2"));
  }

  @Test
  void anIndexWithAMissingManifestIsNotCopied() {
    putIndex();

    BerthException e = kit.refused(at("team/app:all"), "copies/app:2");

    assertEquals(ErrorCode.IMAGE, e.code(), e::getMessage);
    assertTrue(e.hints().toString().contains("--platform with linux/amd64"), e.hints()::toString);
  }

  private String putBlob(String content) {
    String digest = MemoryRegistry.digest(content.getBytes(UTF_8));
    source.put("team/app", digest, content.getBytes(UTF_8));
    return "\"digest\": \"%s\", \"size\": %d".formatted(digest, content.length());
  }

  private String putManifest(String content) {
    source.putManifest("team/app", "last", content.getBytes(UTF_8));
    String type = "\"mediaType\": \"application/vnd.oci.image.manifest.v1+json\"";
    String digest = MemoryRegistry.digest(content.getBytes(UTF_8));
    return "{%s, \"digest\": \"%s\", \"size\": %d}".formatted(type, digest, content.length());
  }

  @Test
  void aReferenceByDigestIsNotBrokenSilently() {
    String tar = putBlob("the tar");
    String diffId = MemoryRegistry.digest("the tar".getBytes(UTF_8));
    String config =
        putBlob("{\"rootfs\": {\"type\": \"layers\", \"diff_ids\": [\"%s\"]}}".formatted(diffId));
    String oci = "\"mediaType\": \"application/vnd.oci.image.";
    String one =
        putManifest(
            "{\"config\": {%sconfig.v1+json\", %s}, \"layers\": [{%slayer.v1.tar\", %s}]}"
                .formatted(oci, config, oci, tar));
    String signature =
        putManifest("{\"config\": {%s}, \"layers\": [], \"subject\": %s}".formatted(tar, one));
    source.putManifest(
        "team/app",
        "signed",
        "{\"manifests\": [%s, %s]}".formatted(one, signature).getBytes(UTF_8));

    BerthException e =
        kit.with(ImageForm.DEFAULTS.compressed(Compression.ZSTD))
            .refused(at("team/app:signed"), "copies/app:2");

    assertEquals(ErrorCode.INVALID, e.code(), e::getMessage);
    assertTrue(e.hints().toString().contains("--break-references"), e.hints()::toString);
  }

  @Test
  void aSourceWithoutALoginIsRefused() {
    try (var other = new DirectEngineKit(target, folder.resolve("other"))) {
      assertEquals(ErrorCode.INVALID, other.refused(at("team/app:1"), "copies/app:2").code());
    }
  }
}
