package dev.berth.push.distribution;

import static dev.berth.push.fake.FakeServer.answer;
import static dev.berth.spi.CheckStatus.FAIL;
import static dev.berth.spi.CheckStatus.PASS;
import static dev.berth.spi.CheckStatus.UNKNOWN;
import static dev.berth.spi.CheckStatus.WARN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.push.ConnectionSettings;
import dev.berth.push.fake.FakeServer;
import dev.berth.reference.Digest;
import dev.berth.reference.ImageReference;
import dev.berth.spi.CheckResult;
import dev.berth.spi.CheckStatus;
import dev.berth.spi.Credentials;
import dev.berth.spi.RegistryProbe;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpProbeTest {
  private static final Credentials USER = Credentials.basic("user", "canary-password");
  private static final String UPLOADS = "/v2/team/app/blobs/uploads/";

  private final FakeServer server = new FakeServer();
  private final HttpRegistryAccess access =
      new HttpRegistryAccess(server.host(), ConnectionSettings.DEFAULTS);

  @AfterEach
  void close() {
    access.close();
    server.close();
  }

  private RegistryProbe probe(Credentials credentials) {
    return access.probe(() -> credentials);
  }

  private ImageReference image() {
    return ImageReference.parse(server.host() + "/team/app:1");
  }

  private static void expect(CheckStatus status, CheckResult actual) {
    assertEquals(status, actual.status(), actual::message);
    assertFalse(actual.toString().contains("canary"), actual::toString);
  }

  /** A registry that wants a token, which its own service gives. */
  private void wantsToken(String token) {
    String challenge = "Bearer realm=\"http://%s/token\",service=\"test\"".formatted(server.host());
    server.otherwise(
        exchange ->
            (("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"))
                    ? answer(200, "")
                    : answer(401, "", "WWW-Authenticate", challenge))
                .handle(exchange));
    server.on(
        "/token",
        exchange ->
            (exchange.getRequestHeaders().getFirst("Authorization") == null
                    ? answer(401, "")
                    : answer(200, "{\"token\":\"" + token + "\"}"))
                .handle(exchange));
  }

  private static String jwt(String access) {
    var encoder = Base64.getUrlEncoder().withoutPadding();
    String claims = "{\"access\":%s}".formatted(access);
    return "e30." + encoder.encodeToString(claims.getBytes(UTF_8)) + ".c2ln";
  }

  @ParameterizedTest
  @CsvSource({"200, PASS", "401, PASS", "404, FAIL", "403, FAIL", "503, UNKNOWN", "429, UNKNOWN"})
  void tellsARegistryFromWhatIsNone(int status, CheckStatus expected) {
    server.on("/v2/", answer(status, ""));
    expect(expected, probe(USER).answers());
  }

  @Test
  void aRegistryThatIsNotThereIsUnknown() {
    server.close();
    expect(UNKNOWN, probe(USER).answers());
  }

  @Test
  void aRegistryThatWantsNoLoginIsGood() {
    server.on("/v2/", answer(200, ""));
    expect(PASS, probe(Credentials.anonymous()).login());
  }

  @Test
  void theTokenServiceTakesTheCredentials() {
    wantsToken("t0ken");
    expect(PASS, probe(USER).login());
    expect(FAIL, probe(Credentials.anonymous()).login());
    assertTrue(
        server.requests("/token").stream().noneMatch(request -> request.query().contains("scope")),
        "no right is asked for to log in");
  }

  @Test
  void anyoneMayAskButThatIsNoLogin() {
    String challenge = "Bearer realm=\"http://%s/token\",service=\"test\"".formatted(server.host());
    server.on(
        "/v2/",
        exchange ->
            (exchange.getRequestHeaders().getFirst("Authorization") == null
                    ? answer(401, "", "WWW-Authenticate", challenge)
                    : answer(200, ""))
                .handle(exchange));
    server.on("/token", answer(200, "{\"token\":\"anonymous\"}"));
    expect(WARN, probe(Credentials.anonymous()).login());
  }

  @Test
  void opensAnUploadAndCancelsIt() {
    server.on(UPLOADS, answer(202, "", "Location", UPLOADS + "1"));
    server.on(UPLOADS + "1", answer(204, ""));

    expect(PASS, probe(USER).push(image()));

    assertEquals(
        List.of("POST", "DELETE"), server.requests().stream().map(it -> it.method()).toList());
  }

  @ParameterizedTest
  @CsvSource({"403, FAIL", "404, FAIL", "405, FAIL", "503, UNKNOWN"})
  void saysWhyThereIsNoUpload(int status, CheckStatus expected) {
    server.on(UPLOADS, answer(status, "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"no\"}]}"));
    CheckResult result = probe(USER).push(image());
    expect(expected, result);
    assertTrue(result.message().contains("DENIED"), result::message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "[{\"type\":\"repository\",\"name\":\"team/app\",\"actions\":[\"pull\",\"push\"]}]; PASS",
        "[{\"type\":\"repository\",\"name\":\"team/app\",\"actions\":[\"*\"]}]; PASS",
        "[{\"type\":\"repository\",\"name\":\"team/app\",\"actions\":[\"pull\"]}]; FAIL",
        "[{\"type\":\"repository\",\"name\":\"team/other\",\"actions\":[\"push\"]}]; FAIL",
        "[]; FAIL",
        "null; UNKNOWN"
      })
  void readsWhatATokenGrants(String granted, CheckStatus expected) {
    wantsToken(jwt(granted));
    expect(expected, probe(USER).granted(image()));
  }

  @Test
  void aTokenThatSaysNothingIsUnknown() {
    wantsToken("opaque");
    expect(UNKNOWN, probe(USER).granted(image()));
  }

  @Test
  void saysWhatTheTagIs() {
    String digest = "sha256:" + "a".repeat(64);
    server.on("/v2/team/app/manifests/1", answer(200, "", "Docker-Content-Digest", digest));
    assertEquals(Optional.of(Digest.parse(digest)), probe(USER).digest(image()));
    CheckResult result = probe(USER).tag(image());
    expect(PASS, result);
    assertTrue(result.message().contains(digest));
    server.on("/v2/team/app/manifests/1", answer(404, ""));
    expect(PASS, probe(USER).tag(image()));
    server.on("/v2/team/app/manifests/1", answer(403, ""));
    expect(UNKNOWN, probe(USER).tag(image()));
  }

  @Test
  void callsTheServicesApi() {
    server.on("/api", answer(200, "{\"a\":[{\"b\":true}],\"n\":1}", "X-Left", "9"));
    URI uri = URI.create("http://" + server.host() + "/api");

    var got = access.api().get(uri, Map.of("Authorization", "Bearer t"));
    access.api().post(uri, Map.of(), Map.of("username", "u"));

    assertEquals(Optional.of("true"), got.text("a", "0", "b"));
    assertEquals(Optional.of("9"), got.header("x-left"));
    assertEquals(Optional.empty(), got.text("a", "1", "b"));
    assertEquals(Optional.of("Bearer t"), server.requests().get(0).header("Authorization"));
    assertEquals("POST", server.requests().get(1).method());
  }
}
