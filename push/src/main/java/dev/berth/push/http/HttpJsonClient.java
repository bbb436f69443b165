package dev.berth.push.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.berth.push.ConnectionSettings;
import dev.berth.push.json.BoundedJson;
import dev.berth.reference.Origin;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.JsonClient;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/** Calls web APIs that use JSON. Each origin has its own connections and its own trust. */
public final class HttpJsonClient implements JsonClient, AutoCloseable {
  private static final int MAX_BODY = 1024 * 1024;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final ConnectionSettings connection;
  private volatile boolean closed;
  private final Map<Origin, Transport> transports = new ConcurrentHashMap<>();

  public HttpJsonClient(ConnectionSettings connection) {
    this.connection = connection;
  }

  @Override
  public JsonClient.Response get(URI uri, Map<String, String> headers) {
    return answer(uri, send("GET", uri, headers, Optional.empty()));
  }

  @Override
  public JsonClient.Response head(URI uri, Map<String, String> headers) {
    dev.berth.push.http.Response response = send("HEAD", uri, headers, Optional.empty());
    return new JsonClient.Response(response.status(), firsts(response), Map.of());
  }

  @Override
  public JsonClient.Response post(URI uri, Map<String, String> headers, Map<String, String> body) {
    try {
      byte[] json = BoundedJson.mapper().writeValueAsBytes(body);
      var all = new LinkedHashMap<>(headers);
      all.put("Content-Type", "application/json");
      return answer(uri, send("POST", uri, all, Optional.of(Body.of(json))));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("strings can always be written", e);
    }
  }

  @Override
  public JsonClient.Response postForm(
      URI uri, Map<String, String> headers, Map<String, String> fields) {
    String form =
        fields.entrySet().stream()
            .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    var all = new LinkedHashMap<>(headers);
    all.put("Content-Type", "application/x-www-form-urlencoded");
    return answer(uri, send("POST", uri, all, Optional.of(Body.of(form.getBytes(UTF_8)))));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  private dev.berth.push.http.Response send(
      String method, URI uri, Map<String, String> headers, Optional<Body> body) {
    if (closed) {
      throw new BerthException(ErrorCode.TRANSIENT, "the registry is closed");
    }
    Origin origin = Origin.of(uri);
    if (!origin.isSecure() && !origin.isLocal() && !connection.insecure()) {
      throw new BerthException(
          ErrorCode.REFUSED, origin + " is plain HTTP, and the registry is not insecure");
    }
    Request request =
        Request.of(method, uri, "asking " + origin).maxBody(MAX_BODY).timeout(TIMEOUT);
    for (var header : headers.entrySet()) {
      request = request.with(header.getKey(), header.getValue());
    }
    request = body.isPresent() ? request.sending(body.get()) : request;
    return transports
        .computeIfAbsent(
            origin, it -> new Transport(it, connection, SystemDefaultDnsResolver.INSTANCE))
        .send(request, Optional.empty(), Cancellation.NONE);
  }

  private static JsonClient.Response answer(URI uri, dev.berth.push.http.Response response) {
    Optional<Object> json = json(response.body());
    boolean isSuccess = response.status() >= 200 && response.status() < 300;
    if (RetryPolicy.isTransient(response.status())) {
      throw new BerthException(
          ErrorCode.TRANSIENT,
          "asking %s: it answers %d".formatted(Origin.of(uri), response.status()));
    }
    if (isSuccess && json.isEmpty() && response.body().length > 0) {
      throw new BerthException(
          ErrorCode.TRANSIENT,
          "asking %s: its answer is not JSON".formatted(Origin.of(uri)),
          "a proxy, or a page for maintenance, may answer in its place");
    }
    return new JsonClient.Response(response.status(), firsts(response), json.orElse(Map.of()));
  }

  private static Map<String, String> firsts(dev.berth.push.http.Response response) {
    var firsts = new LinkedHashMap<String, String>();
    response
        .headers()
        .forEach(
            header ->
                firsts.putIfAbsent(header.getName().toLowerCase(Locale.ROOT), header.getValue()));
    return Map.copyOf(firsts);
  }

  private static Optional<Object> json(byte[] body) {
    try {
      Object value = BoundedJson.mapper().readValue(body, Object.class);
      return Optional.of(value == null ? Map.of() : value);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    closed = true;
    transports.values().forEach(Transport::close);
  }
}
