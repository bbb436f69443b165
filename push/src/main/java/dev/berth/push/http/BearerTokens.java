package dev.berth.push.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.reference.Origin;
import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hc.core5.net.URIBuilder;

/**
 * Gets bearer tokens from the service that a registry names (Docker's token specification; with an
 * identity token its OAuth 2 form).
 */
final class BearerTokens {
  private static final int LIMIT = 1024 * 1024;
  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");
  // What the specification says where the service does not.
  private static final int STANDARD_LIFE = 60;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Supplier<Credentials> login;
  private final Transport transport;

  /** A token, and how long it is good for. */
  record Token(String value, Duration life) {
    @Override
    public String toString() {
      return "***";
    }
  }

  BearerTokens(Supplier<Credentials> login, Transport transport) {
    this.login = login;
    this.transport = transport;
  }

  Token get(Origin registry, Challenge challenge, String scope, String step) {
    String loggingIn = step + ": logging in";
    URI realm = realm(registry, challenge, loggingIn);
    Credentials credentials = login.get();
    Response answer =
        credentials.isIdentityToken()
            ? transport.send(
                exchange(realm, challenge, scope, credentials, loggingIn),
                Optional.empty(),
                new Cancellation())
            : transport.send(
                query(realm, challenge, scope, loggingIn),
                Authenticator.basic(credentials),
                new Cancellation());
    if (answer.status() != 200) {
      throw RegistryFailure.of(answer, loggingIn, credentials);
    }
    Token token = token(answer.body());
    if (!TOKEN.matcher(token.value()).matches()) {
      throw new BerthException(
          ErrorCode.REFUSED, "%s: %s answers with no token".formatted(loggingIn, Origin.of(realm)));
    }
    return token;
  }

  private static Request query(URI realm, Challenge challenge, String scope, String step) {
    try {
      URIBuilder uri = new URIBuilder(realm);
      String service = challenge.parameters().get("service");
      if (service != null) {
        uri.addParameter("service", service);
      }
      if (!scope.isEmpty()) {
        List.of(scope.split(" ", -1)).forEach(one -> uri.addParameter("scope", one));
      }
      return Request.of("GET", uri.build(), step).limitedTo(LIMIT);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the realm was a URI", e);
    }
  }

  private static Request exchange(
      URI realm, Challenge challenge, String scope, Credentials credentials, String step) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "refresh_token");
    form.put("client_id", "berth");
    form.put("service", challenge.parameters().getOrDefault("service", ""));
    form.put("scope", scope);
    form.put("refresh_token", credentials.password().orElse(""));
    String body =
        form.entrySet().stream()
            .map(field -> field.getKey() + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    return Request.of("POST", realm, step)
        .limitedTo(LIMIT)
        .with("Content-Type", "application/x-www-form-urlencoded")
        .sending(Body.of(body.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static URI realm(Origin registry, Challenge challenge, String step) {
    String realm = challenge.parameters().getOrDefault("realm", "");
    try {
      URI uri = new URIBuilder(realm).setFragment(null).build();
      requireSafe(registry, Origin.of(uri));
      return uri;
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new BerthException(
          ErrorCode.REFUSED,
          "%s: %s names no usable token service: %s".formatted(step, registry, e.getMessage()),
          e);
    }
  }

  /**
   * Credentials are sent there, so it must be TLS, unless nothing leaves this machine or the
   * registry itself is spoken to without TLS.
   */
  private static void requireSafe(Origin registry, Origin realm) {
    if (!realm.isSecure() && !realm.equals(registry) && !(registry.isLocal() && realm.isLocal())) {
      throw new IllegalArgumentException(realm + " is plain HTTP");
    }
  }

  private static Token token(byte[] body) {
    try {
      JsonNode answer = JSON.readTree(body);
      String value = answer.path("token").asText(answer.path("access_token").asText(""));
      int life = answer.path("expires_in").asInt(STANDARD_LIFE);
      return new Token(value, Duration.ofSeconds(Math.max(life, 1)));
    } catch (IOException e) {
      return new Token("", Duration.ZERO);
    }
  }
}
