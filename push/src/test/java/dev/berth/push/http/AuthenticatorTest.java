package dev.berth.push.http;

import static dev.berth.testing.server.FakeServer.answer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.push.ConnectionSettings;
import dev.berth.push.distribution.Repository;
import dev.berth.push.fake.FakeRegistry;
import dev.berth.reference.Digest;
import dev.berth.reference.Origin;
import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import dev.berth.testing.server.FakeServer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticatorTest {
  private static final String PATH = "/v2/team/app/manifests/1";
  private static final String MANIFEST = FakeRegistry.manifest();
  private static final Digest DIGEST = FakeRegistry.digest(MANIFEST);
  private static final Credentials USER = Credentials.basic("user", "pass:wörd");
  private static final String BASIC = "Basic dXNlcjpwYXNzOnfDtnJk";

  private final FakeRegistry registry = new FakeRegistry();
  private final FakeServer other = new FakeServer();

  @AfterEach
  void closeServers() {
    registry.close();
    other.close();
  }

  /** Lets the registry want this authorization, and answer these challenges until it comes. */
  private void protect(String authorization, String... challenges) {
    registry
        .server()
        .on(
            PATH,
            exchange -> {
              if (authorization.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                answer(200, MANIFEST).handle(exchange);
                return;
              }
              for (String challenge : challenges) {
                exchange.getResponseHeaders().add("WWW-Authenticate", challenge);
              }
              answer(401, "").handle(exchange);
            });
  }

  private Digest find(Credentials credentials) {
    try (var client =
        new RegistryClient(
            registry.host(), () -> credentials, ConnectionSettings.DEFAULTS, RetryPolicy.NONE)) {
      return find(client);
    }
  }

  private static Digest find(RegistryClient client) {
    return Repository.forPull(client, "team/app").findManifest("1").orElseThrow().digest();
  }

  private BerthException failure(ErrorCode code, Credentials credentials) {
    BerthException e = assertThrows(BerthException.class, () -> find(credentials));
    assertEquals(code, e.code(), e::getMessage);
    return e;
  }

  private String bearer(String service) {
    return "Bearer realm=\"http://%s/token\",service=\"%s\"".formatted(other.host(), service);
  }

  @Test
  void logsInWithBasicOnlyWhenAsked() {
    protect(BASIC, "Basic realm=\"r\"");

    assertEquals(DIGEST, find(USER));
    assertEquals(
        List.of(Optional.empty(), Optional.of(BASIC)),
        registry.server().requests().stream().map(r -> r.header("Authorization")).toList());
  }

  @Test
  void saysThatALoginIsWanted() {
    protect(BASIC, "Basic realm=\"r\"");

    failure(ErrorCode.CREDENTIALS, Credentials.anonymous());
  }

  @Test
  void triesWrongCredentialsOnce() {
    protect("Basic other", "Basic realm=\"r\"");

    failure(ErrorCode.CREDENTIALS, USER);
    assertEquals(2, registry.server().requests().size());
  }

  @Test
  void onlyThePinnedTokenServiceGetsTheLogin() {
    protect("Bearer t0ken", bearer("s"));
    other.on("/token", answer(200, "{\"token\":\"t0ken\"}"));

    BerthException refused =
        assertThrows(BerthException.class, () -> findPinned("tokens.example:443"));
    assertEquals(ErrorCode.REFUSED, refused.code());
    assertTrue(refused.getMessage().contains("not tokens.example:443"), refused::getMessage);
    assertEquals(List.of(), other.requests());
    assertEquals(DIGEST, findPinned(other.host().toUpperCase(java.util.Locale.ROOT)));
  }

  private Digest findPinned(String tokenService) {
    var pinned = ConnectionSettings.DEFAULTS.withTokenService(Optional.of(tokenService));
    try (var client = new RegistryClient(registry.host(), () -> USER, pinned, RetryPolicy.NONE)) {
      Digest digest = find(client);
      assertEquals(Optional.of(other.host()), client.tokenService().map(Origin::authority));
      return digest;
    }
  }

  @Test
  void getsATokenWithTheCredentialsAndSendsOnlyThatToTheRegistry() {
    protect("Bearer t0ken", "Basic realm=\"r\"", bearer("a&b=c#d"));
    other.on("/token", answer(200, "{\"token\":\"t0ken\"}"));

    assertEquals(DIGEST, find(USER));
    var request = other.requests().get(0);
    assertEquals("service=a%26b%3Dc%23d&scope=repository%3Ateam%2Fapp%3Apull", request.query());
    assertEquals(Optional.of(BASIC), request.header("Authorization"));
    assertEquals(
        List.of(Optional.empty(), Optional.of("Bearer t0ken")),
        registry.server().requests().stream().map(r -> r.header("Authorization")).toList());
  }

  @Test
  void getsATokenWithoutCredentialsToo() {
    protect("Bearer t0ken", bearer("s"));
    other.on("/token", answer(200, "{\"access_token\":\"t0ken\"}"));

    assertEquals(DIGEST, find(Credentials.anonymous()));
    assertEquals(Optional.empty(), other.requests().get(0).header("Authorization"));
  }

  @Test
  void aRegistrysTokenIsSentAsItIsToTheRegistryAlone() {
    protect("Bearer canary", bearer("s"));

    assertEquals(DIGEST, find(Credentials.registryToken("canary")));
    assertEquals(List.of(), other.requests());
  }

  @Test
  void aLoginThatHasEndedIsAskedForAgain() {
    var login = new AtomicReference<>(USER);
    protect(BASIC, "Basic realm=\"r\"");
    try (var client =
        new RegistryClient(
            registry.host(), login::get, ConnectionSettings.DEFAULTS, RetryPolicy.NONE)) {
      assertEquals(DIGEST, find(client));

      login.set(Credentials.basic("new", "p"));
      protect("Basic bmV3OnA=", "Basic realm=\"r\"");

      assertEquals(DIGEST, find(client));
    }
  }

  @Test
  void usesATokenAgainForTheSameRepository() {
    protect("Bearer t0ken", bearer("s"));
    other.on("/token", answer(200, "{\"token\":\"t0ken\"}"));
    try (var client =
        new RegistryClient(
            registry.host(), () -> USER, ConnectionSettings.DEFAULTS, RetryPolicy.NONE)) {
      find(client);
      find(client);
    }

    assertEquals(1, other.requests().size());
    assertEquals(3, registry.server().requests().size());
  }

  @Test
  void tellsThatTheTokenServiceRefuses() {
    protect("Bearer t0ken", bearer("s"));
    other.on(
        "/token", answer(401, "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"pass:wörd?\"}]}"));

    String message = String.valueOf(failure(ErrorCode.CREDENTIALS, USER).getMessage());

    assertTrue(message.contains(other.host() + " answers 401: DENIED: ***?"), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "<html>", "{\"token\":\"\"}", "{\"token\":\"a\\r\\nX-Evil: b\"}"})
  void refusesWhatIsNoToken(String body) {
    protect("Bearer t0ken", bearer("s"));
    other.on("/token", answer(200, body));

    failure(ErrorCode.REFUSED, USER);
  }

  @Test
  void givesUpATokenThatDoesNotEnd() {
    protect("Bearer t0ken", bearer("s"));
    other.on("/token", answer(200, "{\"token\":\"" + "x".repeat(1024 * 1024) + "\"}"));

    failure(ErrorCode.REFUSED, USER);
  }

  @Test
  void followsNoRedirectOfTheTokenService() {
    protect("Bearer t0ken", bearer("s"));
    other.on("/token", answer(307, "", "Location", "/elsewhere"));

    failure(ErrorCode.REFUSED, USER);
    assertEquals(1, other.requests().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://auth.example/token",
        "http://localhost.evil.example/token",
        "http://user:pass@127.0.0.1/token",
        "/token",
        "file:///etc/passwd",
        "http://",
        "",
      })
  void sendsNothingToATokenServiceThatIsNotSafe(String realm) {
    protect("Bearer t0ken", "Bearer realm=\"" + realm + "\",service=\"s\"");

    String message = String.valueOf(failure(ErrorCode.REFUSED, USER).getMessage());

    assertTrue(message.contains("names no usable token service"), message);
  }

  @Test
  void sendsNoAuthorizationToWhereTheRegistryRedirects() {
    registry
        .server()
        .on(
            PATH,
            exchange ->
                (exchange.getRequestHeaders().containsKey("Authorization")
                        ? answer(307, "", "Location", "http://" + other.host() + "/blob")
                        : answer(401, "", "WWW-Authenticate", "Basic realm=\"r\""))
                    .handle(exchange));
    other.on("/blob", answer(200, MANIFEST));

    assertEquals(DIGEST, find(USER));
    assertFalse(other.requests().get(0).headers().containsKey("Authorization"));
  }

  @Test
  void meetsNoChallengeOfAnotherOrigin() {
    registry.server().on(PATH, answer(307, "", "Location", "http://" + other.host() + "/blob"));
    other.on("/blob", answer(401, "", "WWW-Authenticate", "Basic realm=\"r\""));

    failure(ErrorCode.CREDENTIALS, USER);
    assertFalse(other.requests().get(0).headers().containsKey("Authorization"));
    assertEquals(1, other.requests().size());
  }
}
