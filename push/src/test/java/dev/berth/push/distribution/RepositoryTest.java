package dev.berth.push.distribution;

import static dev.berth.testing.server.FakeServer.answer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.push.ConnectionSettings;
import dev.berth.push.fake.FakeRegistry;
import dev.berth.push.http.RegistryClient;
import dev.berth.push.http.RetryPolicy;
import dev.berth.push.image.Descriptor;
import dev.berth.reference.Digest;
import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import dev.berth.testing.server.FakeServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryTest {
  private static final String PATH = "/v2/team/app/manifests/1";
  private static final Digest LAYER = FakeRegistry.digest("layer");
  private static final String MANIFEST = FakeRegistry.manifest(LAYER);
  private static final int LIMIT = 4 * 1024 * 1024;

  private final FakeRegistry registry = new FakeRegistry();

  @AfterEach
  void closeRegistry() {
    registry.close();
  }

  private Optional<Manifest> find(Credentials credentials, String identifier) {
    try (var client =
        new RegistryClient(
            registry.host(), () -> credentials, ConnectionSettings.DEFAULTS, RetryPolicy.NONE)) {
      return Repository.forPull(client, "team/app").findManifest(identifier);
    }
  }

  private Optional<Manifest> find() {
    return find(Credentials.anonymous(), "1");
  }

  private BerthException failure(ErrorCode code) {
    BerthException e = assertThrows(BerthException.class, this::find);
    assertEquals(code, e.code(), e::getMessage);
    assertTrue(
        String.valueOf(e.getMessage())
            .startsWith("reading the manifest of " + registry.host() + "/team/app:1: "),
        e::getMessage);
    return e;
  }

  @Test
  void readsTheManifestOfATag() {
    Digest digest = registry.put("team/app", "1", MANIFEST);

    Manifest manifest = find().orElseThrow();

    assertEquals(digest, manifest.digest());
    assertEquals(List.of(new Descriptor("", LAYER, 100)), manifest.layers());
    assertEquals(List.of(), manifest.manifests());
    var request = registry.server().requests().get(0);
    assertEquals(
        "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json, "
            + "application/vnd.docker.distribution.manifest.list.v2+json, "
            + "application/vnd.docker.distribution.manifest.v2+json",
        request.header("Accept").orElseThrow());
    assertEquals(Optional.empty(), request.header("Authorization"));
  }

  @Test
  void readsTheManifestOfADigest() {
    Digest digest = registry.put("team/app", "1", MANIFEST);

    assertEquals(digest, find(Credentials.anonymous(), digest.toString()).orElseThrow().digest());
  }

  @Test
  void computesTheDigestWhenTheRegistryTellsNone() {
    registry.server().on(PATH, answer(200, MANIFEST));

    assertEquals(FakeRegistry.digest(MANIFEST), find().orElseThrow().digest());
  }

  @Test
  void findsNothingWhereThereIsNothing() {
    assertEquals(Optional.empty(), find());
  }

  @ParameterizedTest
  @CsvSource({
    "401, CREDENTIALS",
    "403, CREDENTIALS",
    "429, TRANSIENT",
    "503, TRANSIENT",
    "500, TRANSIENT",
    "400, REFUSED",
    "405, REFUSED",
  })
  void tellsWhatAStatusMeans(int status, ErrorCode code) {
    registry.server().on(PATH, answer(status, ""));

    failure(code);
  }

  @Test
  void tellsTheRegistrysErrors() {
    registry
        .server()
        .on(PATH, answer(400, "{\"errors\":[{\"code\":\"NAME_INVALID\",\"message\":\"no\"}]}"));

    assertTrue(
        String.valueOf(failure(ErrorCode.REFUSED).getMessage())
            .endsWith(" answers 400: NAME_INVALID: no"));
  }

  @Test
  void tellsThatNobodyAnswers() {
    registry.close();

    failure(ErrorCode.TRANSIENT);
  }

  @Test
  void refusesAManifestThatDoesNotHaveTheClaimedDigest() {
    String claimed = FakeRegistry.digest("something else").toString();
    registry.server().on(PATH, answer(200, MANIFEST, "Docker-Content-Digest", claimed));

    assertTrue(String.valueOf(failure(ErrorCode.REFUSED).getMessage()).endsWith("not " + claimed));
  }

  @Test
  void refusesAManifestThatDoesNotHaveTheDigestThatWasAskedFor() {
    Digest other = FakeRegistry.digest("something else");
    registry.server().on("/v2/team/app/manifests/" + other, answer(200, MANIFEST));

    BerthException e =
        assertThrows(BerthException.class, () -> find(Credentials.anonymous(), other.toString()));

    assertEquals(ErrorCode.REFUSED, e.code());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"<html>", "[]", "", "{\"layers\":[{\"digest\":\"../../etc/passwd\"}]}", "{\"a\""})
  void refusesWhatIsNoManifest(String body) {
    registry.server().on(PATH, answer(200, body));

    failure(ErrorCode.REFUSED);
  }

  @Test
  void givesUpABodyThatDoesNotEnd() {
    registry
        .server()
        .on(
            PATH,
            exchange -> {
              exchange.sendResponseHeaders(200, 0);
              byte[] block = new byte[64 * 1024];
              // Until the client goes away.
              while (true) {
                exchange.getResponseBody().write(block);
              }
            });

    assertTrue(
        String.valueOf(failure(ErrorCode.REFUSED).getMessage())
            .endsWith("more than 4194304 bytes"));
  }

  @Test
  void decodesNothingThatItDidNotAskToBeEncoded() throws IOException {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
      gzip.write(new byte[LIMIT + 1]);
    }
    registry
        .server()
        .on(
            PATH,
            exchange -> {
              exchange.getResponseHeaders().add("Content-Encoding", "gzip");
              exchange.sendResponseHeaders(200, bomb.size());
              exchange.getResponseBody().write(bomb.toByteArray());
            });

    assertTrue(
        String.valueOf(failure(ErrorCode.REFUSED).getMessage())
            .contains("an encoding that was not asked for"));
  }

  @Test
  void followsARedirect() {
    registry.put("team/app", "elsewhere", MANIFEST);
    registry.server().on(PATH, answer(307, "", "Location", "elsewhere"));

    assertEquals(FakeRegistry.digest(MANIFEST), find().orElseThrow().digest());
  }

  @Test
  void followsNoMoreThanFiveRedirects() {
    registry.server().on(PATH, answer(307, "", "Location", PATH));

    failure(ErrorCode.REFUSED);
    assertEquals(6, registry.server().requests().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://r.example/v2/", "ftp://r.example/", "//", "http://u:p@127.0.0.1/", ""})
  void followsNoRedirectThatLeadsOutOfTlsOrNowhere(String location) {
    registry.server().on(PATH, answer(302, "", "Location", location));

    assertTrue(
        String.valueOf(failure(ErrorCode.REFUSED).getMessage())
            .contains("names no usable location"));
  }

  @Test
  void asksForNoEncodingAndKeepsNoCookies() {
    registry.server().on(PATH, answer(503, "", "Set-Cookie", "session=1"));
    try (var client =
        new RegistryClient(
            registry.host(),
            Credentials::anonymous,
            ConnectionSettings.DEFAULTS,
            RetryPolicy.NONE)) {
      var repository = Repository.forPull(client, "team/app");
      assertThrows(BerthException.class, () -> repository.findManifest("1"));
      assertThrows(BerthException.class, () -> repository.findManifest("1"));
    }

    List<FakeServer.Request> requests = registry.server().requests(PATH);
    assertEquals(2, requests.size());
    assertEquals("identity", requests.get(1).header("Accept-Encoding").orElseThrow());
    assertFalse(requests.get(1).headers().containsKey("Cookie"));
  }
}
