package dev.berth.azure;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Microsoft Entra and one registry of Azure's in one server, over TLS or without, by the wire
 * formats of their documentation.
 */
final class FakeAzure implements AutoCloseable {
  static final String ENTRA = "/11111111-1111-1111-1111-111111111111/oauth2/v2.0/token";
  static final String EXCHANGE = "/oauth2/exchange";
  static final String REPOSITORY = "/acr/v1/team%2Fapp";
  static final String TAG = "/acr/v1/team%2Fapp/_tags/1";
  static final String SERVICE = "berth.azurecr.io";
  static final String TENANT = "11111111-1111-1111-1111-111111111111";
  static final String PRINCIPAL = "22222222-2222-2222-2222-222222222222";
  static final String BLOCKED =
      error(
          "DENIED",
          "client with IP '1.2.3.4' is not allowed access. Refer https://aka.ms/acr/firewall to"
              + " grant access.");
  private static final Pattern SCOPE = Pattern.compile("repository:([^:]+):(.*)");

  /** What is answered instead of the usual. */
  record Answer(int status, String body) {}

  private final HttpServer server;
  private final String scheme;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private volatile List<String> granted = List.of("pull", "push");
  private volatile long refreshLife = 10_800;

  private FakeAzure(HttpServer server, String scheme) {
    this.server = server;
    this.scheme = scheme;
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  static FakeAzure overTls() throws IOException {
    HttpsServer server = HttpsServer.create(loopback(), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(TestCertificate.get().server()));
    return new FakeAzure(server, "https");
  }

  static FakeAzure plain() throws IOException {
    return new FakeAzure(HttpServer.create(loopback(), 0), "http");
  }

  private static InetSocketAddress loopback() throws IOException {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  String url() {
    return scheme + "://" + host();
  }

  /** Answers so from now on to requests for the path. */
  FakeAzure at(String path, int status, String body) {
    answers.put(path, new Answer(status, body));
    return this;
  }

  FakeAzure granting(String... actions) {
    granted = List.of(actions);
    return this;
  }

  FakeAzure withRefreshLife(long seconds) {
    refreshLife = seconds;
    return this;
  }

  /** All requests so far that contain the text, as METHOD PATH BODY. */
  List<String> requests(String text) {
    return requests.stream().filter(request -> request.contains(text)).toList();
  }

  List<String> authorizations() {
    return authorizations;
  }

  static String error(String code, String message) {
    return "{\"errors\":[{\"code\":\"%s\",\"message\":\"%s\",\"detail\":null}]}"
        .formatted(code, message);
  }

  static String entraError(String code, String message) {
    return ("{\"error\":\"invalid_client\",\"error_description\":\"AADSTS%s: %s Trace ID: x\\r\\n"
            + "Timestamp: 2026-01-01\",\"error_codes\":[%s]}")
        .formatted(code, message, code);
  }

  static String repository(boolean writable) {
    return ("{\"registry\":\"berth.azurecr.io\",\"imageName\":\"team/app\","
            + "\"createdTime\":\"2026-01-01T00:00:00Z\",\"lastUpdateTime\":\"2026-01-01T00:00:00Z\","
            + "\"manifestCount\":1,\"tagCount\":1,\"changeableAttributes\":{\"deleteEnabled\":true,"
            + "\"writeEnabled\":%s,\"readEnabled\":true,\"listEnabled\":true}}")
        .formatted(writable);
  }

  static String tag(boolean writable, String digest) {
    return ("{\"registry\":\"berth.azurecr.io\",\"imageName\":\"team/app\",\"tag\":{\"name\":\"1\","
            + "\"digest\":\"%s\",\"createdTime\":\"2026-01-01T00:00:00Z\","
            + "\"lastUpdateTime\":\"2026-01-01T00:00:00Z\",\"signed\":false,"
            + "\"changeableAttributes\":{\"deleteEnabled\":true,\"writeEnabled\":%s,"
            + "\"readEnabled\":true,\"listEnabled\":true}}}")
        .formatted(digest, writable);
  }

  static String token(String claims) {
    return encoded("{\"alg\":\"none\"}") + "." + encoded(claims) + ".signature-is-secret";
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getRawPath();
      String query = String.valueOf(exchange.getRequestURI().getRawQuery());
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      requests.add(exchange.getRequestMethod() + " " + path + "?" + query + " " + body);
      String authorization = exchange.getRequestHeaders().getFirst("Authorization");
      if (authorization != null) {
        authorizations.add(path + " " + authorization);
      }
      Answer answer =
          answers.getOrDefault(
              path,
              usual(
                  path,
                  query + "&" + body,
                  authorization != null || body.contains("grant_type=refresh_token")));
      send(exchange, answer);
    }
  }

  private void send(HttpExchange exchange, Answer answer) throws IOException {
    byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
    if (answer.status() == 401) {
      exchange
          .getResponseHeaders()
          .set(
              "WWW-Authenticate",
              "Bearer realm=\"%s/oauth2/token\",service=\"%s\"".formatted(url(), SERVICE));
    }
    if (answer.status() == 429) {
      exchange.getResponseHeaders().set("Retry-After", "600");
    }
    exchange.sendResponseHeaders(answer.status(), bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private Answer usual(String path, String query, boolean authorized) {
    if (path.endsWith("/oauth2/v2.0/token")) {
      return new Answer(
          200,
          "{\"token_type\":\"Bearer\",\"expires_in\":3600,\"access_token\":\"%s\"}"
              .formatted(token("{\"tid\":\"%s\",\"oid\":\"%s\"}".formatted(TENANT, PRINCIPAL))));
    }
    if (path.equals("/oauth2/exchange")) {
      long end = System.currentTimeMillis() / 1000 + refreshLife;
      return ok("refresh_token", token("{\"exp\":%d}".formatted(end)));
    }
    if (path.equals("/oauth2/token")) {
      return authorized ? ok("access_token", access(query)) : unauthorized();
    }
    if (path.equals("/v2/")) {
      return authorized ? new Answer(200, "{}") : unauthorized();
    }
    return authorized
        ? new Answer(404, error("NAME_UNKNOWN", "repository name not known to registry"))
        : unauthorized();
  }

  private static Answer ok(String field, String value) {
    return new Answer(200, "{\"%s\":\"%s\"}".formatted(field, value));
  }

  private static Answer unauthorized() {
    return new Answer(401, error("UNAUTHORIZED", "authentication required"));
  }

  private String access(String query) {
    Matcher scope = SCOPE.matcher(URLDecoder.decode(query, StandardCharsets.UTF_8));
    if (!scope.find()) {
      return token("{\"access\":[]}");
    }
    String actions =
        granted.stream().map(it -> "\"" + it + "\"").reduce((a, b) -> a + "," + b).orElse("");
    return token(
        "{\"access\":[{\"type\":\"repository\",\"name\":\"%s\",\"actions\":[%s]}]}"
            .formatted(scope.group(1), actions));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
