package dev.berth.gcp.gar;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
  private final HttpServer server;

  WebServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  String url(String path) {
    return "http://" + host() + path;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    requests.add(path + " " + URLDecoder.decode(body, StandardCharsets.UTF_8));
    String failure = failures.get(path);
    if (failure != null) {
      send(exchange, Integer.parseInt(failure.substring(0, 3)), failure.substring(4));
    } else if (path.startsWith("/v2/")) {
      registry(exchange, path);
    } else {
      google(exchange, path);
    }
  }

  private void google(HttpExchange exchange, String path) throws IOException {
    exchange.getResponseHeaders().add("Metadata-Flavor", "Google");
    switch (path) {
      case "/token", "/computeMetadata/v1/instance/service-accounts/default/token" ->
          send(
              exchange,
              200,
              "{\"access_token\":\"%s-%d\",\"expires_in\":%d,\"token_type\":\"Bearer\"}"
                  .formatted(TOKEN, tokens.incrementAndGet(), tokenSeconds));
      case "/iam" ->
          send(
              exchange,
              200,
              "{\"accessToken\":\"%s-impersonated\",\"expireTime\":\"%s\"}"
                  .formatted(
                      TOKEN,
                      Instant.now().plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS)));
      case "/" -> send(exchange, 200, "computeMetadata/");
      default -> send(exchange, 404, "{}");
    }
  }

  private void registry(HttpExchange exchange, String path) throws IOException {
    String authorization =
        String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))
            .replaceFirst("Basic ", "");
    if (!decoded(authorization).startsWith("oauth2accesstoken:" + TOKEN)) {
      exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"registry\"");
      send(exchange, 401, "{}");
      return;
    }
    String digest = tags.get(path.replaceFirst("/v2/", "").replace("/manifests/", "/"));
    if (digest != null) {
      exchange.getResponseHeaders().add("Docker-Content-Digest", digest);
    }
    send(exchange, digest == null && path.length() > "/v2/".length() ? 404 : 200, "{}");
  }

  private static String decoded(String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, head ? -1 : bytes.length);
    if (!head) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }
}
