package dev.berth.localregistry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;

/** A response. */
final class Response {
  private final ClassicHttpResponse http;

  private Response(int status) {
    http = new BasicClassicHttpResponse(status);
    http.setHeader("Docker-Distribution-API-Version", "registry/2.0");
    http.setHeader("X-Content-Type-Options", "nosniff");
  }

  static Response of(int status) {
    return new Response(status);
  }

  static Response error(RegistryErrorCode fault, String message) {
    var body = JsonNodeFactory.instance.objectNode();
    body.putArray("errors").addObject().put("code", fault.code()).put("message", message);
    return of(fault.status()).json(body);
  }

  public Response header(String name, Object value) {
    http.setHeader(name, value);
    return this;
  }

  public Response body(HttpEntity entity) {
    http.setEntity(entity);
    return this;
  }

  Response json(JsonNode data) {
    return json(data, ContentType.APPLICATION_JSON);
  }

  Response json(JsonNode data, ContentType type) {
    return body(new ByteArrayEntity(data.toString().getBytes(UTF_8), type));
  }

  ClassicHttpResponse http() {
    return http;
  }
}
