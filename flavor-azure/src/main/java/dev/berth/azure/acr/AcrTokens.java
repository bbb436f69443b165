package dev.berth.azure.acr;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.Context;
import com.azure.json.JsonProviders;
import com.azure.json.JsonReader;
import dev.berth.reference.PlainText;
import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.support.Lazy;
import dev.berth.spi.support.NetworkFailure;
import dev.berth.spi.support.SdkProxy;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The token service of one registry (https://github.com/Azure/acr/blob/main/docs/AAD-OAuth.md).
 * Requests are sent to this registry only.
 */
final class AcrTokens {
  private static final Pattern SERVICE = Pattern.compile("service=\"([A-Za-z0-9.:-]+)\"");

  private final URI endpoint;
  private final String host;
  private final HttpPipeline http;
  private final Remedies remedies;
  private final Supplier<String> service = new Lazy<>(this::fetchService);

  AcrTokens(URI endpoint, String host, HttpPipeline http, Remedies remedies) {
    this.endpoint = endpoint;
    this.host = host;
    this.http = http;
    this.remedies = remedies;
  }

  private record Response(int status, String body, Optional<String> challenge) {}

  /**
   * The registry's service name for logins; fetched once.
   *
   * @throws BerthException {@link ErrorCode#PREREQUISITE} when its firewall blocks this address,
   *     {@link ErrorCode#TRANSIENT} when it does not respond
   */
  String service() {
    return service.get();
  }

  private String fetchService() {
    Response response = send(new HttpRequest(HttpMethod.GET, url("/v2/")), host);
    if (response.status() != 200 && response.status() != 401) {
      throw refused("calling " + host, Refusal.of(response.status(), response.body()));
    }
    return response
        .challenge()
        .map(SERVICE::matcher)
        .filter(Matcher::find)
        .map(found -> found.group(1))
        .orElse(host);
  }

  /** Exchanges a token of Microsoft Entra for a refresh token of the registry. */
  String exchange(String entraToken, Optional<String> tenant) {
    String form =
        "grant_type=access_token&service="
            + encoded(service())
            + tenant.map(it -> "&tenant=" + encoded(it)).orElse("")
            + "&access_token="
            + encoded(entraToken);
    var request =
        new HttpRequest(HttpMethod.POST, url("/oauth2/exchange"))
            .setHeader(HttpHeaderName.CONTENT_TYPE, "application/x-www-form-urlencoded")
            .setBody(form);
    String step = "exchanging the token of Microsoft Entra at " + host;
    return token(request, step, "refresh_token", entraToken);
  }

  /** An access token for a scope. */
  String access(Credentials credentials, String scope) {
    String password = credentials.password().orElse("");
    String query = "service=" + encoded(service()) + "&scope=" + encoded(scope);
    HttpRequest request =
        credentials.isIdentityToken() ? refreshed(query, password) : basic(query, credentials);
    return token(request, "getting an access token from " + host, "access_token", password);
  }

  private HttpRequest basic(String query, Credentials credentials) {
    return new HttpRequest(HttpMethod.GET, url("/oauth2/token?" + query))
        .setHeader(HttpHeaderName.AUTHORIZATION, credentials.basicAuthorization().orElse(""));
  }

  /** For credentials that {@code az acr login} left in Docker's configuration. */
  private HttpRequest refreshed(String query, String token) {
    return new HttpRequest(HttpMethod.POST, url("/oauth2/token"))
        .setHeader(HttpHeaderName.CONTENT_TYPE, "application/x-www-form-urlencoded")
        .setBody("grant_type=refresh_token&" + query + "&refresh_token=" + encoded(token));
  }

  private String token(HttpRequest request, String step, String field, String secret) {
    Response response = send(request, host);
    if (response.status() != 200) {
      String body = secret.isEmpty() ? response.body() : response.body().replace(secret, "***");
      throw refused(step, Refusal.of(response.status(), body));
    }
    return text(response.body(), field)
        .orElseThrow(
            () ->
                response.body().stripLeading().startsWith("{")
                    ? new BerthException(ErrorCode.REFUSED, step + ": the response has no " + field)
                    : new BerthException(
                        ErrorCode.TRANSIENT, step + ": the response is not the registry's"));
  }

  private static Optional<String> text(String json, String field) {
    try (JsonReader reader = JsonProviders.createReader(json)) {
      return reader.readUntyped() instanceof Map<?, ?> fields
              && fields.get(field) instanceof String text
              && !text.isEmpty()
          ? Optional.of(text)
          : Optional.empty();
    } catch (IOException | IllegalStateException e) {
      return Optional.empty();
    }
  }

  private Response send(HttpRequest request, String who) {
    try (HttpResponse received = http.sendSync(request, Context.NONE)) {
      String body = Bodies.text(received);
      return new Response(
          received.getStatusCode(),
          body,
          Optional.ofNullable(received.getHeaderValue(HttpHeaderName.WWW_AUTHENTICATE)));
    } catch (RuntimeException e) {
      throw unreachable(who, e);
    }
  }

  /** The failure of a request without a response. */
  static BerthException unreachable(String host, RuntimeException failure) {
    Optional<BerthException> known = SdkProxy.refusal("calling " + host, failure);
    if (known.isPresent()) {
      return known.get();
    }
    String reason =
        NetworkFailure.reason(failure).orElseGet(() -> PlainText.excerpt(failure.toString()));
    return new BerthException(
        ErrorCode.TRANSIENT, "no response from %s: %s".formatted(host, reason), failure);
  }

  private BerthException refused(String step, Refusal refusal) {
    Optional<String> blocked = refusal.blockedAddress();
    if (blocked.isPresent()) {
      return new BerthException(
          ErrorCode.PREREQUISITE,
          "the firewall of %s blocks %s".formatted(host, blocked.get()),
          remedies.allow(blocked.get()));
    }
    String message = "%s: it responds %s".formatted(step, refusal);
    if (refusal.isTransient()) {
      return new BerthException(ErrorCode.TRANSIENT, message);
    }
    return new BerthException(
        refusal.status() == 401 || refusal.status() == 403
            ? ErrorCode.CREDENTIALS
            : ErrorCode.REFUSED,
        message);
  }

  private String url(String path) {
    return endpoint.resolve(path).toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
