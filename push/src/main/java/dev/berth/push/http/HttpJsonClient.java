package dev.berth.push.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.push.ConnectionSettings;
import dev.berth.reference.Origin;
import dev.berth.spi.ApiAnswer;
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

/**
 * Web APIs of JSON. Each origin has connections of its own, so that what is trusted stays apart.
 */
public final class HttpJsonClient implements JsonClient, AutoCloseable {
  private static final int LIMIT = 1024 * 1024;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ConnectionSettings connection;
  private final Map<Origin, Transport> transports = new ConcurrentHashMap<>();

  public HttpJsonClient(ConnectionSettings connection) {
    this.connection = connection;
  }

  @Override
  public ApiAnswer get(URI uri, Map<String, String> headers) {
    return send("GET", uri, headers, Optional.empty());
  }

  @Override
  public ApiAnswer head(URI uri, Map<String, String> headers) {
    return send("HEAD", uri, headers, Optional.empty());
  }

  @Override
  public ApiAnswer post(URI uri, Map<String, String> headers, Map<String, String> body) {
    try {
      byte[] json = JSON.writeValueAsBytes(body);
      var all = new LinkedHashMap<>(headers);
      all.put("Content-Type", "application/json");
      return send("POST", uri, all, Optional.of(Body.of(json)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts can always be written", e);
    }
  }

  private ApiAnswer send(String method, URI uri, Map<String, String> headers, Optional<Body> body) {
    Origin origin = Origin.of(uri);
    if (!origin.isSecure() && !origin.isLocal() && !connection.insecure()) {
      throw new BerthException(
          ErrorCode.REFUSED, origin + " is plain HTTP, and the registry is not insecure");
    }
    Request call = Request.of(method, uri, "asking " + origin).limitedTo(LIMIT).waiting(PATIENCE);
    for (var header : headers.entrySet()) {
      call = call.with(header.getKey(), header.getValue());
    }
    call = body.isPresent() ? call.sending(body.get()) : call;
    Response answer =
        transports
            .computeIfAbsent(origin, it -> new Transport(it, connection))
            .send(call, Optional.empty(), new Cancellation());
    return new ApiAnswer(answer.status(), firsts(answer), json(answer.body()));
  }

  private static Map<String, String> firsts(Response answer) {
    var firsts = new LinkedHashMap<String, String>();
    answer
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
    transports.values().forEach(Transport::close);
  }
}
