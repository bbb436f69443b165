package dev.berth.azure.acr;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.Context;
import com.azure.json.JsonProviders;
import com.azure.json.JsonReader;
import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.Lazy;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The token service of one registry (https://github.com/Azure/acr/blob/main/docs/AAD-OAuth.md).
 * Nothing is sent to any other host, whatever the registry says.
 */
final class AcrTokens {
  private static final Pattern SERVICE = Pattern.compile("service=\"([A-Za-z0-9.:-]+)\"");

  private final URI endpoint;
  private final String host;
  private final HttpPipeline http;
  private final Remedies remedies;
  private final Supplier<String> service = new Lazy<>(this::askForService);

  AcrTokens(URI endpoint, String host, HttpPipeline http, Remedies remedies) {
    this.endpoint = endpoint;
    this.host = host;
    this.http = http;
    this.remedies = remedies;
  }

  private record Answer(int status, String body, Optional<String> challenge) {}

  /**
   * What the registry calls itself to those who log in; asked once.
   *
   * @throws BerthException {@link ErrorCode#PREREQUISITE} when its firewall lets us not in, {@link
   *     ErrorCode#TRANSIENT} when it does not answer
   */
  String service() {
    return service.get();
  }

  private String askForService() {
    Answer answer = send(new HttpRequest(HttpMethod.GET, url("/v2/")), host);
    if (answer.status() != 200 && answer.status() != 401) {
      throw refused("asking for " + host, Refusal.of(answer.status(), answer.body()));
    }
    return answer
        .challenge()
        .map(SERVICE::matcher)
        .filter(Matcher::find)
        .map(found -> found.group(1))
        .orElse(host);
  }

  /** Exchanges a token of Microsoft Entra's for one of the registry's, which lasts for hours. */
  RefreshToken exchange(String entraToken, Optional<String> tenant) {
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
    String token = token(request, step, "refresh_token", entraToken);
    return RefreshToken.of(token);
  }

  /** A token to do with what the scope says. */
  String access(Credentials credentials, String scope) {
    String password = credentials.password().orElse("");
    String query = "service=" + encoded(service()) + "&scope=" + encoded(scope);
    HttpRequest request =
        credentials.isIdentityToken() ? refreshed(query, password) : basic(query, credentials);
    return token(request, "asking " + host + " for an access token", "access_token", password);
  }

  private HttpRequest basic(String query, Credentials credentials) {
    String pair = credentials.username().orElse("") + ":" + credentials.password().orElse("");
    return new HttpRequest(HttpMethod.GET, url("/oauth2/token?" + query))
        .setHeader(
            HttpHeaderName.AUTHORIZATION,
            "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
  }

  /** As {@code az acr login} leaves a login in Docker's configuration. */
  private HttpRequest refreshed(String query, String token) {
    return new HttpRequest(HttpMethod.POST, url("/oauth2/token"))
        .setHeader(HttpHeaderName.CONTENT_TYPE, "application/x-www-form-urlencoded")
        .setBody("grant_type=refresh_token&" + query + "&refresh_token=" + encoded(token));
  }

  private String token(HttpRequest request, String step, String field, String secret) {
    Answer answer = send(request, host);
    if (answer.status() != 200) {
      String body = secret.isEmpty() ? answer.body() : answer.body().replace(secret, "***");
      throw refused(step, Refusal.of(answer.status(), body));
    }
    return text(answer.body(), field)
        .orElseThrow(
            () -> new BerthException(ErrorCode.REFUSED, step + ": the answer has no " + field));
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

  private Answer send(HttpRequest request, String who) {
    try (HttpResponse response = http.sendSync(request, Context.NONE)) {
      String body = Bodies.text(response);
      return new Answer(
          response.getStatusCode(),
          body,
          Optional.ofNullable(response.getHeaderValue(HttpHeaderName.WWW_AUTHENTICATE)));
    } catch (RuntimeException e) {
      throw Unreachable.of(who, e);
    }
  }

  private BerthException refused(String step, Refusal refusal) {
    Optional<String> blocked = refusal.blockedAddress();
    if (blocked.isPresent()) {
      return new BerthException(
          ErrorCode.PREREQUISITE,
          "the firewall of %s does not let %s in".formatted(host, blocked.get()),
          remedies.allow(blocked.get()));
    }
    String message = "%s: it answers %s".formatted(step, refusal);
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
