package dev.berth.push.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.push.ConnectionSettings;
import dev.berth.push.json.BoundedJson;
import dev.berth.reference.Origin;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.JsonClient;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/** Calls web APIs that use JSON. Each origin has its own connections and its own trust. */
public final class HttpJsonClient implements JsonClient, AutoCloseable {
  private static final int MAX_BODY = 1024 * 1024;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = BoundedJson.MAPPER;

  private final ConnectionSettings connection;
  private volatile boolean closed;
  private final Map<Origin, Transport> transports = new ConcurrentHashMap<>();

  public HttpJsonClient(ConnectionSettings connection) {
    this.connection = connection;
  }

  @Override
  public JsonClient.Response get(URI uri, Map<String, String> headers) {
    return send("GET", uri, headers, Optional.empty());
  }

  @Override
  public JsonClient.Response head(URI uri, Map<String, String> headers) {
    return send("HEAD", uri, headers, Optional.empty());
  }

  @Override
  public JsonClient.Response post(URI uri, Map<String, String> headers, Map<String, String> body) {
    try {
      byte[] json = JSON.writeValueAsBytes(body);
      var all = new LinkedHashMap<>(headers);
      all.put("Content-Type", "application/json");
      return send("POST", uri, all, Optional.of(Body.of(json)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("strings can always be written", e);
    }
  }

  private JsonClient.Response send(
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
    var response =
        transports
            .computeIfAbsent(
                origin, it -> new Transport(it, connection, SystemDefaultDnsResolver.INSTANCE))
            .send(request, Optional.empty(), Cancellation.NONE);
    return new JsonClient.Response(response.status(), firsts(response), json(response.body()));
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

  private static Object json(byte[] body) {
    try {
      Object value = JSON.readValue(body, Object.class);
      return value == null ? Map.of() : value;
    } catch (IOException e) {
      return Map.of();
    }
  }

  @Override
  public void close() {
    closed = true;
    transports.values().forEach(Transport::close);
  }
}
