package dev.berth.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;

/** What a client is answered. */
final class Reply {
  private final ClassicHttpResponse http;

  private Reply(int status) {
    http = new BasicClassicHttpResponse(status);
    http.setHeader("Docker-Distribution-API-Version", "registry/2.0");
    http.setHeader("X-Content-Type-Options", "nosniff");
  }

  static Reply of(int status) {
    return new Reply(status);
  }

  Reply header(String name, Object value) {
    http.setHeader(name, value);
    return this;
  }

  Reply body(HttpEntity entity) {
    http.setEntity(entity);
    return this;
  }

  Reply json(JsonNode data) {
    return json(data, ContentType.APPLICATION_JSON);
  }

  Reply json(JsonNode data, ContentType type) {
    return body(new ByteArrayEntity(data.toString().getBytes(UTF_8), type));
  }

  ClassicHttpResponse http() {
    return http;
  }
}
