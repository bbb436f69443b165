package dev.berth.gcp.gar;

import static dev.berth.testing.server.FakeServer.answer;

import com.sun.net.httpserver.HttpExchange;
import dev.berth.testing.server.FakeServer;
import dev.berth.testing.server.FakeServer.Handler;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The HTTP side of Google: a token service, IAM's, a metadata server, and the registry itself. */
final class WebServer implements AutoCloseable {
  static final String TOKEN = "ya29.CANARY-access-token";

  /** How long the next tokens live. */
  volatile int tokenSeconds = 3600;

  /** What paths answer instead, as {@code 429 {"error":...}}. */
  final Map<String, String> failures = new ConcurrentHashMap<>();

  /** Digests by {@code repository/tag}. */
  final Map<String, String> tags = new ConcurrentHashMap<>();

  final List<String> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger tokens = new AtomicInteger();
  private final FakeServer server = new FakeServer();

  WebServer() {
    server.otherwise(this::handle);
  }

  String host() {
    return server.host();
  }

  String url(String path) {
    return "http://" + host() + path;
  }

  @Override
  public void close() {
    server.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    requests.add(path + " " + URLDecoder.decode(body, StandardCharsets.UTF_8));
    exchange.getResponseHeaders().add("Metadata-Flavor", "Google");
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    String failure = failures.get(path);
    if (failure != null) {
      answer(Integer.parseInt(failure.substring(0, 3)), failure.substring(4)).handle(exchange);
    } else {
      (path.startsWith("/v2/") ? registry(exchange, path) : google(path)).handle(exchange);
    }
  }

  private Handler google(String path) {
    return switch (path) {
      case "/token", "/computeMetadata/v1/instance/service-accounts/default/token" ->
          answer(
              200,
              "{\"access_token\":\"%s-%d\",\"expires_in\":%d,\"token_type\":\"Bearer\"}"
                  .formatted(TOKEN, tokens.incrementAndGet(), tokenSeconds));
      case "/iam" ->
          answer(
              200,
              "{\"accessToken\":\"%s-impersonated\",\"expireTime\":\"%s\"}"
                  .formatted(
                      TOKEN,
                      Instant.now().plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS)));
      case "/" -> answer(200, "computeMetadata/");
      default -> answer(404, "{}");
    };
  }

  private Handler registry(HttpExchange exchange, String path) {
    String authorization =
        String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))
            .replaceFirst("Basic ", "");
    if (!decoded(authorization).startsWith("oauth2accesstoken:" + TOKEN)) {
      return answer(401, "{}", "WWW-Authenticate", "Basic realm=\"registry\"");
    }
    String digest = tags.get(path.replaceFirst("/v2/", "").replace("/manifests/", "/"));
    if (digest != null) {
      return answer(200, "{}", "Docker-Content-Digest", digest);
    }
    return answer(path.length() > "/v2/".length() ? 404 : 200, "{}");
  }

  private static String decoded(String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
