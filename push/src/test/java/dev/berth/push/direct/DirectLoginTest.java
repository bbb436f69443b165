package dev.berth.push.direct;

import static dev.berth.testing.server.FakeServer.answer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import dev.berth.push.PushRequest;
import dev.berth.push.fake.SampleImage;
import dev.berth.reference.Digests;
import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import dev.berth.testing.server.FakeServer;
import dev.berth.testing.server.MemoryRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectLoginTest {
  private static final Credentials USER = Credentials.basic("user", "pass");
  private static final String BASIC = "Basic dXNlcjpwYXNz";

  @TempDir private Path folder;
  private final MemoryRegistry registry = new MemoryRegistry();
  private final FakeServer tokens = new FakeServer();
  private final AtomicInteger issued = new AtomicInteger();
  private final AtomicReference<String> valid = new AtomicReference<>("");
  private DirectEngineKit kit;
  private SampleImage image;

  @BeforeEach
  void open() {
    kit = new DirectEngineKit(registry, folder).with(USER);
    image = SampleImage.of(folder, 300_000, 20_000, 1000);
  }

  @AfterEach
  void close() {
    kit.close();
    registry.close();
    tokens.close();
  }

  private static Optional<String> authorization(HttpExchange exchange) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"));
  }

  private void protectWithBasic() {
    registry.refuse(
        exchange -> !authorization(exchange).equals(Optional.of(BASIC)),
        drained(401, "WWW-Authenticate", "Basic realm=\"r\""));
  }

  /** A registry that takes the token which was issued last. */
  private void protectWithTokens(int secondsOfLife) {
    registry.refuse(
        exchange -> !authorization(exchange).equals(Optional.of("Bearer " + valid.get())),
        drained(
            401,
            "WWW-Authenticate",
            "Bearer realm=\"http://%s/token\",service=\"s&t\"".formatted(tokens.host())));
    tokens.on(
        "/token",
        exchange -> {
          valid.set("token-" + issued.incrementAndGet());
          answer(200, "{\"token\":\"%s\",\"expires_in\":%d}".formatted(valid.get(), secondsOfLife))
              .handle(exchange);
        });
  }

  private static FakeServer.Handler drained(int status, String... headers) {
    return exchange -> {
      exchange.getRequestBody().readAllBytes();
      answer(status, "", headers).handle(exchange);
    };
  }

  private void requirePushed() {
    kit.push(image.layout(), "team/app:1");
    assertTrue(registry.manifest("team/app", "1").isPresent());
  }

  @Test
  void logsInWithBasic() {
    protectWithBasic();
    requirePushed();
  }

  @Test
  void fetchesOneTokenForAllThatAPushSends() {
    protectWithTokens(300);
    requirePushed();

    assertEquals(1, tokens.requests("/token").size());
    var request = tokens.requests("/token").get(0);
    assertEquals("service=s%26t&scope=repository%3Ateam%2Fapp%3Apull%2Cpush", request.query());
    assertEquals(Optional.of(BASIC), request.header("Authorization"));
  }

  @Test
  void usesTheLoginOfThePushThatRuns() {
    protectWithTokens(300);
    var firstEnded = new AtomicBoolean();
    push(
        "first",
        () -> {
          assertFalse(firstEnded.get(), "the login of a push that ended");
          return USER;
        });
    firstEnded.set(true);
    valid.set("none");
    push("second", () -> USER);

    assertTrue(registry.manifest("team/app", "second").isPresent());
    assertEquals(2, issued.get());
  }

  private void push(String tag, Supplier<Credentials> login) {
    PushRequest request = kit.request(image.layout(), "team/app:" + tag);
    kit.engine()
        .push(
            new PushRequest(
                request.image(),
                request.source(),
                request.sourceRegistry(),
                request.form(),
                login,
                request.connection(),
                false),
            kit.listener());
  }

  @Test
  void fetchesAnotherTokenWhenOneEndsInTheMiddleOfAnUpload() {
    protectWithTokens(300);
    registry.fail(
        1,
        "PUT",
        "/blobs/uploads/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          valid.set("none");
          answer(
                  401,
                  "",
                  "WWW-Authenticate",
                  "Bearer realm=\"http://%s/token\"".formatted(tokens.host()))
              .handle(exchange);
        });
    requirePushed();
    assertEquals(2, tokens.requests("/token").size());
  }

  @Test
  void exchangesAnIdentityToken() {
    protectWithTokens(300);
    var form = new AtomicReference<>("");
    tokens.on(
        "/token",
        exchange -> {
          form.set(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          valid.set("exchanged");
          answer(200, "{\"access_token\":\"exchanged\"}").handle(exchange);
        });
    kit.with(Credentials.basic("<token>", "identity/1"));
    requirePushed();

    assertEquals("POST", tokens.requests("/token").get(0).method());
    assertTrue(form.get().contains("grant_type=refresh_token"), form::get);
    assertTrue(form.get().contains("refresh_token=identity%2F1"), form::get);
    assertEquals(Optional.empty(), tokens.requests("/token").get(0).header("Authorization"));
  }

  @Test
  void uploadsWhereTheTokenServiceRefusesTheScopeOfAMount() {
    protectWithTokens(300);
    kit.push(image.layout(), "team/app:1");
    tokens.on(
        "/token",
        exchange -> {
          boolean mount = exchange.getRequestURI().getQuery().contains("repository:team/app:");
          valid.set("other");
          answer(mount ? 403 : 200, "{\"token\":\"other\"}").handle(exchange);
        });

    kit.renewed().push(image.layout(), "team/other:1");

    assertTrue(registry.manifest("team/other", "1").isPresent());
  }

  @Test
  void showsCredentialsToNoOtherOrigin() throws IOException {
    protectWithBasic();
    try (var other = new MemoryRegistry()) {
      registry.refuse(
          exchange -> exchange.getRequestMethod().equals("POST"),
          answer(
              202,
              "",
              "Location",
              "http://%s/v2/team/app/blobs/uploads/elsewhere".formatted(other.host())));
      other.server().otherwise(drained(201));
      registry.put("team/app", Digests.of(image.config()).toString(), image.config());
      for (byte[] layer : image.compressedLayers()) {
        assertFalse(registry.blob("team/app", Digests.of(layer).toString()).isPresent());
      }

      kit.push(image.layout(), "team/app:1");

      assertFalse(other.server().requests().isEmpty());
      for (var request : other.server().requests()) {
        assertEquals(Optional.empty(), request.header("Authorization"));
      }
    }
  }

  @Test
  void triesWrongCredentialsOnce() {
    protectWithBasic();
    kit.with(Credentials.basic("user", "wrong-canary"));

    BerthException e =
        assertThrows(BerthException.class, () -> kit.push(image.layout(), "team/app:1"));

    assertEquals(ErrorCode.CREDENTIALS, e.code());
    assertFalse(e.getMessage().contains("canary"), e::getMessage);
    assertEquals(2, registry.requests().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://169.254.169.254/upload",
        "https://[::ffff:169.254.169.254]/upload",
        "https://2852039166/upload",
        "https://0.0.0.0/upload",
        "http://example.com/upload",
        "ftp://127.0.0.1/upload",
        ""
      })
  void sendsNothingToPlacesThatARegistryHasNoBusinessToName(String location) {
    registry.refuse(
        exchange -> exchange.getRequestMethod().equals("POST"),
        answer(202, "", "Location", location));

    BerthException e =
        assertThrows(BerthException.class, () -> kit.push(image.layout(), "team/app:1"));

    assertEquals(ErrorCode.REFUSED, e.code(), e::getMessage);
    assertEquals(
        List.of(), registry.requests().stream().filter(it -> it.startsWith("PUT")).toList());
  }
}
