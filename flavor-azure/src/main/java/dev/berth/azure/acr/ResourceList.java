package dev.berth.azure.acr;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.Context;
import com.azure.json.JsonProviders;
import com.azure.json.JsonReader;
import dev.berth.reference.Origin;
import dev.berth.reference.PlainText;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lists resources with the Azure Resource Manager
 * (https://learn.microsoft.com/rest/api/resources/subscriptions/list). A login is sent to its
 * origin only.
 */
final class ResourceList {
  private static final int MAX_BODY = 4 << 20;
  private static final int MAX_PAGES = 100;
  private static final String BROKEN = "the answer is not the one that Azure documents";

  private final URI endpoint;
  private final HttpPipeline http;

  ResourceList(URI endpoint, HttpPipeline http) {
    this.endpoint = endpoint;
    this.http = http;
  }

  /**
   * All pages of a list.
   *
   * @param path with the query
   * @throws BerthException {@link ErrorCode#CREDENTIALS} when the login may not list it, {@link
   *     ErrorCode#TRANSIENT} when there is no answer now, or not the documented one
   */
  List<Map<?, ?>> list(String path, EntraToken token) {
    List<Map<?, ?>> items = new ArrayList<>();
    Optional<URI> next = Optional.of(endpoint.resolve(path));
    for (int page = 0; next.isPresent(); page++) {
      if (page == MAX_PAGES || !isOwn(next.get())) {
        throw failed(ErrorCode.REFUSED, BROKEN + ": its next page is not followed");
      }
      Map<?, ?> body = get(next.get(), token);
      if (!(body.get("value") instanceof List<?> value)) {
        throw failed(ErrorCode.TRANSIENT, BROKEN);
      }
      for (Object item : value) {
        items.add(item instanceof Map<?, ?> map ? map : Map.of());
      }
      next = link(body);
    }
    return items;
  }

  private Optional<URI> link(Map<?, ?> body) {
    String link = text(body, "nextLink");
    try {
      return link.isEmpty() ? Optional.empty() : Optional.of(endpoint.resolve(link));
    } catch (IllegalArgumentException e) {
      throw failed(ErrorCode.TRANSIENT, BROKEN);
    }
  }

  private boolean isOwn(URI uri) {
    try {
      return Origin.of(uri).equals(Origin.of(endpoint));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private Map<?, ?> get(URI uri, EntraToken token) {
    var request =
        new HttpRequest(HttpMethod.GET, uri.toString())
            .setHeader(HttpHeaderName.AUTHORIZATION, "Bearer " + token.value());
    int status;
    String body;
    try (HttpResponse response = http.sendSync(request, Context.NONE)) {
      status = response.getStatusCode();
      body = Bodies.text(response, MAX_BODY);
    } catch (RuntimeException e) {
      throw AcrTokens.unreachable(uri.getHost(), e);
    }
    Optional<Map<?, ?>> parsed = parsed(body);
    if (status == 200) {
      return parsed.orElseThrow(() -> failed(ErrorCode.TRANSIENT, BROKEN));
    }
    // https://github.com/microsoft/api-guidelines, "Error condition responses".
    String words = parsed.map(it -> text(it, "error", "message")).orElse("");
    var refusal = new Refusal(status, PlainText.excerpt(words.replace(token.value(), "***")));
    throw refused(refusal);
  }

  private BerthException refused(Refusal refusal) {
    String message = "it responds " + refusal;
    if (refusal.isTransient()) {
      return failed(ErrorCode.TRANSIENT, message);
    }
    return refusal.status() == 401 || refusal.status() == 403
        ? failed(
            ErrorCode.CREDENTIALS,
            message,
            "az role assignment create --assignee PRINCIPAL --role Reader --scope /subscriptions/ID")
        : failed(ErrorCode.REFUSED, message);
  }

  private BerthException failed(ErrorCode code, String what, String... hints) {
    return new BerthException(code, endpoint.getHost() + ": " + what, hints);
  }

  private static Optional<Map<?, ?>> parsed(String json) {
    try (JsonReader reader = JsonProviders.createReader(json)) {
      return reader.readUntyped() instanceof Map<?, ?> fields
          ? Optional.of(fields)
          : Optional.empty();
    } catch (IOException | IllegalStateException e) {
      return Optional.empty();
    }
  }

  /** The text at a path of fields; empty when it is missing. */
  static String text(Map<?, ?> fields, String... path) {
    Object value = fields;
    for (String name : path) {
      value = value instanceof Map<?, ?> map && map.get(name) != null ? map.get(name) : "";
    }
    return value instanceof String text ? text : "";
  }

  /** A text as a segment of a path. */
  static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
