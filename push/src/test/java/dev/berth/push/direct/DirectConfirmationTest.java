package dev.berth.push.direct;

import static dev.berth.testing.server.FakeServer.answer;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import dev.berth.push.PushResult;
import dev.berth.push.fake.SampleImage;
import dev.berth.reference.Digests;
import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import dev.berth.testing.server.FakeServer.Handler;
import dev.berth.testing.server.MemoryRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a push believes of a registry that tells little, or something wrong. */
class DirectConfirmationTest {
  @TempDir private Path folder;
  private final MemoryRegistry registry = new MemoryRegistry();
  private DirectEngineKit kit;
  private SampleImage image;

  @BeforeEach
  void open() {
    kit = new DirectEngineKit(registry, folder);
    image = SampleImage.of(folder, 30_000, 2000);
  }

  @AfterEach
  void close() {
    kit.close();
    registry.close();
  }

  private static Predicate<HttpExchange> requests(String method, String path) {
    return exchange ->
        exchange.getRequestMethod().equals(method)
            && exchange.getRequestURI().toString().contains(path);
  }

  /** Lets the registry accept manifests and answer with these headers only. */
  private void takesManifests(String... headers) {
    registry.refuse(
        requests("PUT", "/manifests/"),
        exchange -> {
          byte[] manifest = exchange.getRequestBody().readAllBytes();
          String path = exchange.getRequestURI().getPath();
          registry.putManifest("team/app", path.substring(path.lastIndexOf('/') + 1), manifest);
          answer(201, "", headers).handle(exchange);
        });
  }

  private BerthException failure() {
    return assertThrows(BerthException.class, () -> kit.push(image.layout(), "team/app:1"));
  }

  @Test
  void readsTheManifestWhereTheDigestIsNotReported() {
    takesManifests();
    kit.requirePushed(image);
    assertEquals(1, kit.count("GET /v2/team/app/manifests/1"));
    assertEquals(List.of(), kit.listener().warnings());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Location: /v2/team/app/manifests/%s", "Docker-Content-Digest: %s"})
  void oneHeaderIsEnough(String header) {
    String[] parts = header.formatted(Digests.of(image.manifest())).split(": ", -1);
    takesManifests(parts[0], parts[1]);
    kit.requirePushed(image);
    assertEquals(0, kit.count("GET /v2/team/app/manifests/"));
  }

  @Test
  void anotherAlgorithmsDigestOfTheSameManifestConfirmsIt() {
    takesManifests("Docker-Content-Digest", Digests.of("sha512", image.manifest()).toString());
    kit.requirePushed(image);
  }

  @ParameterizedTest
  @CsvSource({"401", "403", "405"})
  void aPushIsNotFailedByALoginThatMayNotRead(int status) {
    takesManifests();
    registry.refuse(requests("GET", "/manifests/"), answer(status, ""));
    kit.requirePushed(image);
    assertTrue(
        kit.listener().warnings().get(0).contains("was pushed, but its digest is not confirmed"),
        kit.listener().warnings()::toString);
    assertEquals(1, kit.count("PUT /v2/team/app/manifests/"));
  }

  @Test
  void aRegistryThatShouldHaveConfirmedMayDoSoLater() {
    takesManifests();
    registry.refuse(requests("GET", "/manifests/"), answer(503, ""));
    BerthException e = failure();
    assertEquals(ErrorCode.TRANSIENT, e.code());
    assertTrue(e.getMessage().contains("was pushed, but"), e::getMessage);
    assertEquals(1, kit.count("PUT /v2/team/app/manifests/"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sha256:", "sha512:"})
  void anotherManifestIsAFailure(String algorithm) {
    String hex = "0".repeat(algorithm.equals("sha256:") ? 64 : 128);
    takesManifests("Docker-Content-Digest", algorithm + hex);
    assertEquals(ErrorCode.REFUSED, failure().code());
  }

  @Test
  void anotherDigestOfABlobIsAFailure() {
    registry.refuse(
        exchange -> requests("PUT", "/blobs/uploads/").test(exchange),
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          answer(201, "", "Docker-Content-Digest", "sha256:" + "0".repeat(64)).handle(exchange);
        });
    BerthException e = failure();
    assertEquals(ErrorCode.REFUSED, e.code(), e::getMessage);
    assertEquals(Optional.empty(), registry.manifest("team/app", "1"));
  }

  /** A registry that stores whatever it receives. */
  private void verifiesNothing() {
    Handler store =
        exchange -> {
          byte[] content = exchange.getRequestBody().readAllBytes();
          String query = exchange.getRequestURI().getQuery();
          registry.put(
              "team/app", query.substring(query.indexOf("digest=") + "digest=".length()), content);
          answer(201, "").handle(exchange);
        };
    registry.refuse(requests("PUT", "/blobs/uploads/"), store);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 15_000, -1})
  void aDamagedBlobIsNotSentToARegistryThatDoesNotVerify(int at) throws IOException {
    verifiesNothing();
    var source = image.layout();
    byte[] layer = Files.readAllBytes(image.layoutLayer(0));
    layer[at < 0 ? layer.length - 1 : at] ^= 1;
    Files.write(image.layoutLayer(0), layer);

    BerthException e = assertThrows(BerthException.class, () -> kit.push(source, "team/app:1"));

    assertEquals(ErrorCode.IMAGE, e.code(), e::getMessage);
    String digest = Digests.of(image.compressedLayers().get(0)).toString();
    assertEquals(Optional.empty(), registry.blob("team/app", digest));
    assertEquals(Optional.empty(), registry.manifest("team/app", "1"));
  }

  @Test
  void aRegistryOfTheReferenceProtocolVerifiesByItself() throws IOException {
    registry.refuse(
        requests("POST", "/blobs/uploads/"),
        exchange -> {
          exchange.getResponseHeaders().add("Docker-Distribution-Api-Version", "registry/2.0");
          registry.respond(exchange);
        });
    var source = image.layout();
    byte[] layer = Files.readAllBytes(image.layoutLayer(0));
    layer[15_000] ^= 1;
    Files.write(image.layoutLayer(0), layer);

    BerthException e = assertThrows(BerthException.class, () -> kit.push(source, "team/app:1"));

    assertEquals(ErrorCode.IMAGE, e.code(), e::getMessage);
    assertTrue(registry.received() >= layer.length, "the registry found out");
  }

  @Test
  void aBlobWhoseSizeIsNotToldIsNotSentAgain() {
    kit.push(image.layout(), "team/app:1");
    long before = registry.received();
    registry.refuse(requests("HEAD", "/blobs/"), answer(200, ""));
    kit.renewed().push(image.layout(), "team/app:2");
    assertEquals(before, registry.received());
  }

  @Test
  void anImageWhoseDigestIsNotToldIsNotSentAgain() {
    PushResult first = kit.push(image.layout(), "team/app:1");
    registry.refuse(requests("HEAD", "/manifests/"), answer(200, ""));
    PushResult again = kit.renewed().push(image.layout(), "team/app:1");
    assertEquals(first.digest(), again.digest());
    assertEquals(1, kit.count("PUT /v2/team/app/manifests/"));
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void aLoginThatMayPushOnlyPushes(int status) {
    String challenge = "Bearer realm=\"http://%s/token\"".formatted(registry.host());
    registry.server().on("/token", answer(200, "{\"token\":\"t\"}"));
    registry.refuse(
        exchange -> exchange.getRequestMethod().matches("HEAD|GET"),
        answer(status, "", "WWW-Authenticate", challenge));
    kit.with(Credentials.basic("robot", "secret")).push(image.layout(), "team/app:1");
    assertArrayEquals(image.manifest(), registry.manifest("team/app", "1").orElseThrow());
  }

  @Test
  void aPushThatIsDeniedNamesTheMissingRightToRead() {
    registry.refuse(exchange -> true, answer(403, ""));
    kit.with(Credentials.basic("robot", "secret"));
    BerthException e = failure();
    assertEquals(ErrorCode.CREDENTIALS, e.code());
    assertTrue(e.hints().get(0).contains("pull"), e.hints()::toString);
  }
}
