package dev.berth.push.direct;

import static dev.berth.testing.server.FakeServer.answer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpExchange;
import dev.berth.push.fake.SampleImage;
import dev.berth.reference.KnownSecrets;
import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.testing.server.FakeServer.Handler;
import dev.berth.testing.server.MemoryRegistry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A registry that repeats what it was sent, where a failure quotes it. */
class EchoedSecretsTest {
  private static final String PASSWORD = "canary 5Yq8/Zt2LwV";
  private static final Credentials LOGIN = Credentials.basic("bob", PASSWORD);
  private static final String TOKEN = "canary-token-4Kd92hs1";

  @TempDir private Path folder;

  /** Every door through which a text of a registry gets into a message. */
  private static List<Handler> echoes() {
    return List.of(
        exchange ->
            answer(
                    403,
                    "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"%s\"}]}"
                        .formatted(sent(exchange)))
                .handle(exchange),
        exchange -> answer(400, sent(exchange)).handle(exchange),
        exchange ->
            answer(201, "", "Docker-Content-Digest", sent(exchange), "Location", "/" + TOKEN)
                .handle(exchange),
        exchange -> answer(307, "", "Location", "ftp://x/" + sent(exchange)).handle(exchange),
        exchange ->
            answer(
                    307,
                    "",
                    "Location",
                    "http://bob:%s@127.0.0.1:1/".formatted(URLEncoder.encode(PASSWORD, UTF_8)))
                .handle(exchange));
  }

  /** What was sent as the login, and the password as a URL has it. */
  private static String sent(HttpExchange exchange) {
    String header = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    return header.replaceFirst("^(Basic|Bearer) ", "") + " " + URLEncoder.encode(PASSWORD, UTF_8);
  }

  private void requireMasked(boolean bearer, Handler echo, String method, String path) {
    try (var registry = new MemoryRegistry();
        var kit = new DirectEngineKit(registry, folder)) {
      String challenge =
          bearer
              ? "Bearer realm=\"http://%s/v2/token\"".formatted(registry.host())
              : "Basic realm=\"r\"";
      registry.refuse(
          exchange -> exchange.getRequestURI().getPath().endsWith("/token"),
          answer(200, "{\"token\":\"%s\"}".formatted(TOKEN)));
      registry.refuse(
          exchange -> !exchange.getRequestHeaders().containsKey("Authorization"),
          answer(401, "", "WWW-Authenticate", challenge));
      registry.fail(Integer.MAX_VALUE, method, path, echo);
      kit.with(LOGIN);
      SampleImage image = SampleImage.of(folder, 2000);
      BerthException failure =
          assertThrows(BerthException.class, () -> kit.push(image.layout(), "team/app:1"));
      var trace = new StringWriter();
      failure.printStackTrace(new PrintWriter(trace));
      // The command prints the causes' messages through the same filter.
      String text = failure.getMessage() + failure.hints() + KnownSecrets.line(trace.toString());
      assertFalse(text.contains("canary"), text);
      assertFalse(text.contains(URLEncoder.encode(PASSWORD, UTF_8)), text);
      String pair = LOGIN.basicAuthorization().orElseThrow().substring("Basic ".length());
      assertFalse(text.contains(pair.substring(0, pair.length() - 2)), text);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void areMaskedWherever(boolean bearer) {
    for (Handler echo : echoes()) {
      requireMasked(bearer, echo, "PUT", "/manifests/");
      requireMasked(bearer, echo, "POST", "/blobs/uploads/");
    }
  }
}
