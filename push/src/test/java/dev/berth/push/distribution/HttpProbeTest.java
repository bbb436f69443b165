package dev.berth.push.distribution;

import static dev.berth.spi.Check.Status.FAIL;
import static dev.berth.spi.Check.Status.PASS;
import static dev.berth.spi.Check.Status.UNKNOWN;
import static dev.berth.spi.Check.Status.WARN;
import static dev.berth.testing.server.FakeServer.answer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.push.ConnectionSettings;
import dev.berth.reference.Digest;
import dev.berth.reference.ImageReference;
import dev.berth.spi.BerthException;
import dev.berth.spi.Check;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.RegistryProbe;
import dev.berth.testing.server.FakeServer;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpProbeTest {
  private static final Credentials USER = Credentials.basic("user", "canary-password");
  private static final String UPLOADS = "/v2/team/app/blobs/uploads/";

  private final FakeServer server = new FakeServer();
  private final List<HttpRegistryAccess> opened = new ArrayList<>();

  @AfterEach
  void close() {
    opened.forEach(HttpRegistryAccess::close);
    server.close();
  }

  private HttpRegistryAccess access(Credentials credentials) {
    var access =
        new HttpRegistryAccess(server.host(), ConnectionSettings.DEFAULTS, () -> credentials);
    opened.add(access);
    return access;
  }

  private RegistryProbe probe(Credentials credentials) {
    return access(credentials).probe();
  }

  private ImageReference image() {
    return ImageReference.parse(server.host() + "/team/app:1");
  }

  @Test
  void isAskedAboutImagesOfItsRegistryOnly() {
    ImageReference other = ImageReference.parse("other.example/team/app:1");
    for (Consumer<ImageReference> question :
        List.<Consumer<ImageReference>>of(
            probe(USER)::push, probe(USER)::granted, probe(USER)::digest)) {
      BerthException e = assertThrows(BerthException.class, () -> question.accept(other));
      assertEquals(ErrorCode.INVALID, e.code());
    }
    assertEquals(List.of(), server.requests());
  }

  private static void expect(Check.Status status, Check.Result actual) {
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
  void tellsARegistryFromWhatIsNone(int status, Check.Status expected) {
    server.on("/v2/", answer(status, ""));
    expect(expected, access(USER).answers());
  }

  @Test
  void aRegistryThatIsNotThereIsUnknown() {
    server.close();
    expect(UNKNOWN, access(USER).answers());
  }

  @Test
  void aRegistryThatWantsNoLoginIsGood() {
    server.on("/v2/", answer(200, ""));
    expect(PASS, access(Credentials.anonymous()).login());
  }

  @Test
  void theTokenServiceTakesTheCredentials() {
    wantsToken("t0ken");
    expect(PASS, access(USER).login());
    expect(FAIL, access(Credentials.anonymous()).login());
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
    expect(WARN, access(Credentials.anonymous()).login());
  }

  @Test
  void opensAnUploadAndCancelsIt() {
    server.on(UPLOADS, answer(202, "", "Location", UPLOADS + "1"));
    server.on(UPLOADS + "1", answer(204, ""));

    expect(PASS, probe(USER).push(image()));

    assertEquals(
        List.of("HEAD", "POST", "DELETE"),
        server.requests().stream().map(it -> it.method()).toList());
  }

  @ParameterizedTest
  @CsvSource({"403, FAIL", "404, FAIL", "405, FAIL", "503, UNKNOWN"})
  void saysWhyThereIsNoUpload(int status, Check.Status expected) {
    server.on(UPLOADS, answer(status, "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"no\"}]}"));
    Check.Result result = probe(USER).push(image());
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
  void readsWhatATokenGrants(String granted, Check.Status expected) {
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
    server.on("/v2/team/app/manifests/1", answer(404, ""));
    assertEquals(Optional.empty(), probe(USER).digest(image()));
    server.on("/v2/team/app/manifests/1", answer(403, ""));
    RegistryProbe refused = probe(USER);
    assertThrows(BerthException.class, () -> refused.digest(image()));
  }

  @Test
  void callsTheServicesApi() {
    server.on("/api", answer(200, "{\"a\":[{\"b\":true}],\"n\":1}", "X-Left", "9"));
    URI uri = URI.create("http://" + server.host() + "/api");

    var http = access(USER).http();
    var got = http.get(uri, Map.of("Authorization", "Bearer t"));
    http.post(uri, Map.of(), Map.of("username", "u"));

    assertEquals(Optional.of("true"), got.text("a", "0", "b"));
    assertEquals(Optional.of("9"), got.header("x-left"));
    assertEquals(Optional.empty(), got.text("a", "1", "b"));
    assertEquals(Optional.of("Bearer t"), server.requests().get(0).header("Authorization"));
    assertEquals("POST", server.requests().get(1).method());
  }
}
