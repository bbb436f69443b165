package dev.berth.azure;

import com.sun.net.httpserver.HttpExchange;
import dev.berth.testing.server.FakeServer;
import dev.berth.testing.server.TlsFiles;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
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

  private final FakeServer server;
  private final String scheme;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private volatile List<String> granted = List.of("pull", "push");
  private volatile long refreshLife = 10_800;

  private FakeAzure(FakeServer server, String scheme) {
    this.server = server.otherwise(this::handle);
    this.scheme = scheme;
  }

  static FakeAzure overTls() throws IOException, GeneralSecurityException {
    return new FakeAzure(new FakeServer(TlsFiles.serverContext(TlsFiles.once())), "https");
  }

  static FakeAzure plain() {
    return new FakeAzure(new FakeServer(), "http");
  }

  /** The file with the certificate of the one over TLS. */
  Path certificate() {
    return TlsFiles.once().resolve("ca.pem");
  }

  String host() {
    return server.host();
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
    return encoded("{\"alg\":\"none\"}") + "." + encoded(claims) + ".signature-canary";
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getRawPath();
    String query = String.valueOf(exchange.getRequestURI().getRawQuery());
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    requests.add(exchange.getRequestMethod() + " " + path + "?" + query + " " + body);
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (authorization != null) {
      authorizations.add(path + " " + authorization);
    }
    boolean authorized = authorization != null || body.contains("grant_type=refresh_token");
    Answer usual = usual(path, query + "&" + body, authorized);
    send(exchange, answers.getOrDefault(path, usual));
  }

  private void send(HttpExchange exchange, Answer answer) throws IOException {
    var headers = exchange.getResponseHeaders();
    headers.set("Content-Type", "application/json; charset=utf-8");
    if (answer.status() == 401) {
      headers.set(
          "WWW-Authenticate",
          "Bearer realm=\"%s/oauth2/token\",service=\"%s\"".formatted(url(), SERVICE));
    }
    if (answer.status() == 429) {
      headers.set("Retry-After", "600");
    }
    FakeServer.answer(answer.status(), answer.body()).handle(exchange);
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
    server.close();
  }
}
