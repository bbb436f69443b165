package dev.berth.push.direct;

import static dev.berth.testing.server.FakeServer.answer;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpExchange;
import dev.berth.push.fake.SampleImage;
import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.testing.server.FakeServer.Handler;
import dev.berth.testing.server.MemoryRegistry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry that repeats what it was sent, where a failure quotes it. */
class EchoedSecretsTest {
  private static final String PASSWORD = "canary-5Yq8Zt2LwV";
  private static final String TOKEN = "canary-token-4Kd92hs1";

  @TempDir private Path folder;
  private final MemoryRegistry registry = new MemoryRegistry();

  @AfterEach
  void close() {
    registry.close();
  }

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
            answer(307, "", "Location", "http://bob:%s@127.0.0.1:1/".formatted(PASSWORD))
                .handle(exchange));
  }

  private static String sent(HttpExchange exchange) {
    String header = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    return header.replaceFirst("^(Basic|Bearer) ", "") + " " + PASSWORD;
  }

  private void requireMasked(Handler echo, String method, String path) {
    registry.fail(Integer.MAX_VALUE, method, path, echo);
    try (var kit = new DirectEngineKit(registry, folder)) {
      kit.with(Credentials.basic("bob", PASSWORD));
      SampleImage image = SampleImage.of(folder, 2000);
      BerthException failure =
          assertThrows(BerthException.class, () -> kit.push(image.layout(), "team/app:1"));
      String text = failure.getMessage() + failure.hints();
      assertFalse(text.contains("canary"), text);
      String pair = Credentials.basic("bob", PASSWORD).basicAuthorization().orElseThrow();
      assertFalse(text.contains(pair.substring("Basic ".length())), text);
      var trace = new StringWriter();
      failure.printStackTrace(new PrintWriter(trace));
      assertFalse(trace.toString().contains("canary"), trace::toString);
    }
  }

  @Test
  void ofABasicLoginAreMasked() {
    for (Handler echo : echoes()) {
      requireMasked(echo, "PUT", "/manifests/");
      requireMasked(echo, "POST", "/blobs/uploads/");
    }
  }
}
