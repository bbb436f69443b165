package dev.berth.push.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.push.json.BoundedJson;
import dev.berth.reference.KnownSecrets;
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
 * Fetches bearer tokens from the token service that a registry names (Docker's token specification;
 * its OAuth 2 form for an identity token).
 */
final class BearerTokens {
  private static final int MAX_BODY = 1024 * 1024;
  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");
  // The specification's default, in seconds.
  private static final int DEFAULT_LIFE = 60;

  private final Supplier<Credentials> login;
  private final Transport transport;
  private final Optional<String> pinned;
  private volatile Optional<Origin> used = Optional.empty();

  /** A token and its lifetime. */
  record Token(String value, Duration life) {
    @Override
    public String toString() {
      return "***";
    }
  }

  /**
   * @param pinned the only token service that may get the login, {@code host[:port]}
   */
  BearerTokens(Supplier<Credentials> login, Transport transport, Optional<String> pinned) {
    this.login = login;
    this.transport = transport;
    this.pinned = pinned;
  }

  /** The token service that the login was sent to last. */
  Optional<Origin> used() {
    return used;
  }

  Token get(Origin registry, Challenge challenge, String scope, String step) {
    String loggingIn = step + ": logging in";
    URI realm = realm(registry, challenge, loggingIn);
    Credentials credentials = login.get();
    requirePinned(Origin.of(realm), registry, loggingIn);
    used = Optional.of(Origin.of(realm)).filter(any -> !credentials.isAnonymous());
    Response response =
        credentials.isIdentityToken()
            ? transport.send(
                exchange(realm, challenge, scope, credentials, loggingIn),
                Optional.empty(),
                Cancellation.NONE)
            : transport.send(
                query(realm, challenge, scope, loggingIn),
                credentials.basicAuthorization(),
                Cancellation.NONE);
    if (response.status() != 200) {
      throw RegistryFailure.of(response, loggingIn, credentials);
    }
    Token token = token(response.body());
    if (!TOKEN.matcher(token.value()).matches()) {
      throw new BerthException(
          ErrorCode.REFUSED,
          "%s: %s answers without a valid token".formatted(loggingIn, Origin.of(realm)));
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
      return Request.of("GET", uri.build(), step).maxBody(MAX_BODY);
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
        .maxBody(MAX_BODY)
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

  private void requirePinned(Origin realm, Origin registry, String step) {
    Optional<Origin> only =
        pinned.map(host -> Origin.of(URI.create(realm.scheme() + "://" + host)));
    if (only.filter(origin -> !origin.equals(realm)).isPresent()) {
      throw new BerthException(
          ErrorCode.REFUSED,
          "%s: %s names the token service %s, not %s"
              .formatted(step, registry, realm, pinned.get()),
          "if it moved: berth container-registry update NAME --token-service " + realm.authority());
    }
  }

  /**
   * The token service receives the credentials, so it must use TLS, unless nothing leaves this
   * machine, or the registry at the same origin does not use TLS either.
   */
  private static void requireSafe(Origin registry, Origin realm) {
    if (!realm.isSecure() && !realm.equals(registry) && !(registry.isLocal() && realm.isLocal())) {
      throw new IllegalArgumentException(realm + " is plain HTTP");
    }
  }

  private static Token token(byte[] body) {
    try {
      JsonNode token = BoundedJson.read(body);
      String value = token.path("token").asText(token.path("access_token").asText(""));
      KnownSecrets.add(value);
      int life = token.path("expires_in").asInt(DEFAULT_LIFE);
      return new Token(value, Duration.ofSeconds(Math.max(life, 1)));
    } catch (IOException e) {
      return new Token("", Duration.ZERO);
    }
  }
}
