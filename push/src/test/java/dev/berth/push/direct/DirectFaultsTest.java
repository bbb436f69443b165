package dev.berth.push.direct;

import static dev.berth.testing.server.FakeServer.answer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.push.fake.SampleImage;
import dev.berth.reference.Digest;
import dev.berth.reference.Digests;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.testing.server.FakeServer.Handler;
import dev.berth.testing.server.MemoryRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DirectFaultsTest {
  private static final String UPLOADS = "/blobs/uploads/";
  private static final Handler RESET = exchange -> exchange.close();

  @TempDir private Path folder;
  private final MemoryRegistry registry = new MemoryRegistry();
  private DirectEngineKit kit;
  private SampleImage image;

  @BeforeEach
  void open() {
    kit = new DirectEngineKit(registry, folder);
    image = SampleImage.of(folder, 300_000, 20_000);
  }

  @AfterEach
  void close() {
    kit.close();
    registry.close();
  }

  @ParameterizedTest
  @CsvSource({
    "HEAD, /manifests/, 503",
    "HEAD, /blobs/, 500",
    "HEAD, /blobs/, 429",
    "POST, /blobs/uploads/, 502",
    "POST, /blobs/uploads/, 408",
    "PUT, /blobs/uploads/, 504",
    "PUT, /blobs/uploads/, 404",
    "PUT, /blobs/uploads/, 416",
    "PUT, /manifests/, 500",
    "PUT, /manifests/, 429",
  })
  void triesAgainWhatMaySucceedLater(String method, String path, int status) {
    registry.fail(2, method, path, answer(status, ""));
    kit.requirePushed(image);
  }

  @ParameterizedTest
  @CsvSource({
    "HEAD, /manifests/",
    "HEAD, /blobs/",
    "POST, /blobs/uploads/",
    "PUT, /blobs/uploads/",
    "PUT, /manifests/",
  })
  void triesAgainAfterABrokenConnection(String method, String path) {
    registry.fail(2, method, path, RESET);
    kit.requirePushed(image);
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /blobs/uploads/, 400, REFUSED",
    "POST, /blobs/uploads/, 403, CREDENTIALS",
    "POST, /blobs/uploads/, 404, REFUSED",
    "PUT, /blobs/uploads/, 400, REFUSED",
    "PUT, /blobs/uploads/, 403, CREDENTIALS",
    "PUT, /manifests/, 400, REFUSED",
    "PUT, /manifests/, 403, CREDENTIALS",
    "PUT, /manifests/, 409, REFUSED",
  })
  void doesNotRepeatWhatWasRefused(String method, String path, int status, ErrorCode code) {
    registry.fail(100, method, path, answer(status, ""));

    kit.failure(image, code);
    // Two layers and the configuration may have been on their way at once.
    assertTrue(kit.count(method + " /v2/team/app" + path) <= 3);
  }

  @Test
  void givesUpInTheEndAndSaysWhy() {
    registry.fail(1000, "POST", UPLOADS, answer(503, ""));

    BerthException e = kit.failure(image, ErrorCode.TRANSIENT);
    assertTrue(e.getMessage().contains("503"), e::getMessage);
    assertTrue(e.getMessage().contains(registry.host() + "/team/app"), e::getMessage);
  }

  @Test
  void pushesOnAfterARegistryThrottledIt() {
    registry.fail(1, "POST", UPLOADS, answer(429, "", "Retry-After", "0"));
    kit.requirePushed(image);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-5", "1e9", "soon", "", "Thu, 01 Jan 1970 00:00:00 GMT"})
  void ignoresAnInvalidRetryAfter(String retryAfter) {
    registry.fail(1, "POST", UPLOADS, answer(429, "", "Retry-After", retryAfter));
    kit.requirePushed(image);
  }

  @Test
  void doesNotWaitForever() {
    registry.fail(1, "POST", UPLOADS, answer(429, "", "Retry-After", "100000"));
    kit.failure(image, ErrorCode.TRANSIENT);
  }

  @Test
  void asksBeforeItSendsAgainWhatMayHaveArrived() {
    byte[] largest = image.compressedLayers().get(0);
    registry.fail(
        1,
        "PUT",
        UPLOADS,
        exchange -> {
          byte[] content = exchange.getRequestBody().readAllBytes();
          registry.put("team/app", Digests.of(content).toString(), content);
          exchange.close();
        });
    kit.with(new DirectEngine.Options(1));

    kit.requirePushed(image);
    assertEquals(3, kit.count("PUT /v2/team/app" + UPLOADS), "each blob once");
    assertTrue(registry.received() < largest.length);
  }

  @Test
  void sendsAManifestAgainOnceBlobsThatWereLostAreBack() {
    Digest lost = Digests.of(image.compressedLayers().get(0));
    registry.fail(
        1,
        "PUT",
        "/manifests/",
        exchange -> {
          registry.put("team/app", lost.toString(), null);
          answer(400, "{\"errors\":[{\"code\":\"MANIFEST_BLOB_UNKNOWN\",\"message\":\"\"}]}")
              .handle(exchange);
        });
    kit.requirePushed(image);
  }

  @Test
  void acceptsAManifestWhoseAnswerWasLost() {
    byte[] manifest = image.manifest();
    registry.fail(
        1,
        "PUT",
        "/manifests/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          registry.putManifest("team/app", "1", manifest);
          exchange.close();
        });
    kit.requirePushed(image);
    assertEquals(1, kit.count("PUT /v2/team/app/manifests/1"));
  }

  @Test
  void doesNotBelieveAnotherDigest() {
    registry.fail(
        1,
        "PUT",
        "/manifests/",
        answer(201, "", "Docker-Content-Digest", "sha256:" + "0".repeat(64)));
    kit.failure(image, ErrorCode.REFUSED);
  }

  @Test
  void asksWhereTheAnswerNamesNoDigest() {
    registry.fail(1, "PUT", "/manifests/", answer(201, ""));
    BerthException e = kit.failure(image, ErrorCode.REFUSED);
    assertTrue(e.getMessage().contains("nothing"), e::getMessage);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Fri, 31 Dec 9999 23:59:59 GMT", "999999999"})
  void givesUpWhereItWouldHaveToWaitForAges(String retryAfter) {
    registry.fail(1, "POST", UPLOADS, answer(429, "", "Retry-After", retryAfter));
    kit.failure(image, ErrorCode.TRANSIENT);
  }

  @Test
  void sendsNothingOfADamagedImage() throws IOException {
    var source = image.layout();
    Files.write(image.layoutLayer(0), new byte[10]);

    BerthException e = assertThrows(BerthException.class, () -> kit.push(source, "team/app:1"));

    assertEquals(ErrorCode.IMAGE, e.code());
    assertEquals(List.of(), registry.requests());
  }

  @Test
  void cancellingEndsAPushAndItsUploads() throws Exception {
    var arrived = new CountDownLatch(1);
    var released = new CountDownLatch(1);
    registry.fail(
        100,
        "PUT",
        UPLOADS,
        exchange -> {
          arrived.countDown();
          try {
            released.await();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        });
    var engine = kit.engine();
    var push = CompletableFuture.supplyAsync(() -> kit.push(image.layout(), "team/app:1"));
    arrived.await();

    engine.cancel();

    // The caller may end the process next.
    assertEquals(0, registry.openUploads());
    assertThrows(CompletionException.class, push::join);
    released.countDown();
    assertEquals(Optional.empty(), registry.manifest("team/app", "1"));
  }

  @Test
  void aTagThatNamesTheImageAlreadyIsSuccessEvenWhenItCannotBeChanged() {
    kit.push(image.layout(), "team/app:1");
    registry.fail(100, "PUT", "/manifests/", answer(409, ""));
    var again = kit.renewed().push(image.layout(), "team/app:1");
    assertEquals(Digests.of(image.manifest()), again.digest());
  }
}
