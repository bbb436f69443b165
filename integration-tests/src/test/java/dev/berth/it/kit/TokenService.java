package dev.berth.it.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A service that gives the {@link Canary} tokens for a registry (the reference registry's
 * documentation, "Token Authentication Specification" and "Token Authentication Implementation").
 */
public final class TokenService implements AutoCloseable {
  private static final String SERVICE = "berth-it";
  // The registry takes a token for as much longer than it says.
  private static final Duration LEEWAY = Duration.ofSeconds(60);
  private static final Duration LONG = Duration.ofMinutes(5);

  /** A token's life: what the registry is told, and what the client is told. */
  private record Life(Duration real, Duration told) {}

  private final HttpServer server;
  private final Certificates certificates;
  private final List<String> scopes = new CopyOnWriteArrayList<>();
  private volatile Life first = new Life(LONG, LONG);
  private volatile Instant end = Instant.MAX;

  /** Starts the service, which signs with the authority's key. */
  public TokenService(Certificates certificates) {
    this.certificates = certificates;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/token", this::handle);
    server.start();
  }

  /** What a registry has to be told to trust the tokens. */
  RegistrySettings settings() {
    return new RegistrySettings()
        .with("AUTH", "token")
        .with("AUTH_TOKEN_REALM", "http://localhost:" + server.getAddress().getPort() + "/token")
        .with("AUTH_TOKEN_SERVICE", SERVICE)
        .with("AUTH_TOKEN_ISSUER", SERVICE)
        .with("AUTH_TOKEN_ROOTCERTBUNDLE", certificates.certificate("ca"));
  }

  /** From now on the requests are counted anew, and tokens live long. */
  public TokenService reset() {
    scopes.clear();
    first = new Life(LONG, LONG);
    return this;
  }

  /**
   * The next token ends soon, and the ones after it live long.
   *
   * @param told how long the client is told that it lives
   */
  public void endFirstSoon(Duration told) {
    // A loaded machine may take seconds from a token to its first use.
    first = new Life(Duration.ofSeconds(6), told);
  }

  /** Waits until the first token has ended. */
  public void awaitEnd() {
    long left = Math.max(0, Duration.between(Instant.now(), end).toMillis());
    CompletableFuture.runAsync(
            () -> {}, CompletableFuture.delayedExecutor(left, TimeUnit.MILLISECONDS))
        .join();
  }

  /** The scopes that tokens were wanted for, one entry for each request. */
  public List<String> scopes() {
    return List.copyOf(scopes);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String login = exchange.getRequestHeaders().getFirst("Authorization");
      List<String> wanted = parameters(exchange, "scope");
      scopes.add(String.join(" ", wanted));
      boolean known = ("Basic " + Canary.basic(Canary.PASSWORD)).equals(login);
      boolean mine = parameters(exchange, "service").equals(List.of(SERVICE));
      byte[] answer = (known && mine ? token(wanted).toString() : "{}").getBytes(UTF_8);
      exchange.sendResponseHeaders(known && mine ? 200 : 401, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private static List<String> parameters(HttpExchange exchange, String name) {
    return Stream.of(exchange.getRequestURI().getRawQuery().split("&", -1))
        .filter(parameter -> parameter.startsWith(name + "="))
        .map(parameter -> URLDecoder.decode(parameter.substring(name.length() + 1), UTF_8))
        .toList();
  }

  private synchronized ObjectNode token(List<String> wanted) {
    Life life = first;
    first = new Life(LONG, LONG);
    Instant now = Instant.now();
    if (life.real().compareTo(LONG) < 0) {
      // The claim is in whole seconds, and the first one after it is too late.
      end = now.plus(life.real()).plusSeconds(1);
    }
    ObjectNode claims =
        JsonNodeFactory.instance
            .objectNode()
            .put("iss", SERVICE)
            .put("sub", Canary.USERNAME)
            .put("aud", SERVICE)
            .put("jti", UUID.randomUUID().toString())
            .put("nbf", now.minus(LONG).getEpochSecond())
            .put("iat", now.minus(LONG).getEpochSecond())
            .put("exp", now.plus(life.real()).minus(LEEWAY).getEpochSecond());
    var access = claims.putArray("access");
    for (String scope : wanted) {
      String[] parts = scope.split(":", -1);
      var actions =
          access.addObject().put("type", parts[0]).put("name", parts[1]).putArray("actions");
      Stream.of(parts[2].split(",", -1)).forEach(actions::add);
    }
    return JsonNodeFactory.instance
        .objectNode()
        .put("token", signed(claims))
        .put("expires_in", life.told().toSeconds());
  }

  private String signed(ObjectNode claims) {
    ObjectNode header = JsonNodeFactory.instance.objectNode();
    header.put("typ", "JWT").put("alg", "RS256");
    header.putArray("x5c").add(Base64.getEncoder().encodeToString(certificates.encoded("ca")));
    String content = base64(bytes(header)) + "." + base64(bytes(claims));
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(certificates.key("ca"));
      signature.update(content.getBytes(UTF_8));
      return content + "." + base64(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a token cannot be signed", e);
    }
  }

  private static byte[] bytes(ObjectNode json) {
    return json.toString().getBytes(UTF_8);
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
