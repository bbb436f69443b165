package dev.berth.localregistry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.localregistry.storage.Checksum;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;

/** A client of a registry, which checks each answer's status. */
final class Client {
  static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  static final String INDEX = "application/vnd.oci.image.index.v1+json";

  private final HttpClient http = HttpClient.newHttpClient();
  private final String root;

  Client(LocalRegistry registry) {
    this("http://" + registry.host());
  }

  Client(String root) {
    this.root = root;
  }

  /**
   * An answer.
   *
   * @param text its body as text
   */
  record Answer(int status, Map<String, String> headers, String text) {
    String header(String name) {
      return headers.getOrDefault(name.toLowerCase(java.util.Locale.ROOT), "");
    }

    JsonNode json() {
      try {
        return new ObjectMapper().readTree(text);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    String code() {
      return json().at("/errors/0/code").asText();
    }
  }

  /** Sends a request whose status may be any. */
  Answer any(String method, String path, byte[] body, String... headers) {
    return send(0, method, path, BodyPublishers.ofByteArray(body), headers);
  }

  Answer get(int status, String path, String... headers) {
    return send(status, "GET", path, BodyPublishers.noBody(), headers);
  }

  Answer send(int status, String method, String path, String... headers) {
    return send(status, method, path, BodyPublishers.noBody(), headers);
  }

  Answer send(int status, String method, String path, byte[] body, String... headers) {
    return send(status, method, path, BodyPublishers.ofByteArray(body), headers);
  }

  /** Sends a body in the chunked transfer coding. */
  Answer chunked(int status, String method, String path, byte[] body, String... headers) {
    var publisher = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
    return send(status, method, path, publisher, headers);
  }

  private Answer send(
      int status, String method, String path, BodyPublisher body, String... headers) {
    var request = HttpRequest.newBuilder(URI.create(root + path)).method(method, body);
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    try {
      var answer = http.send(request.build(), BodyHandlers.ofString(UTF_8));
      var received = new java.util.TreeMap<String, String>();
      answer.headers().map().forEach((name, values) -> received.put(name, values.get(0)));
      assertEquals(
          status == 0 ? answer.statusCode() : status,
          answer.statusCode(),
          () -> method + " " + path + ": " + answer.body());
      return new Answer(answer.statusCode(), received, answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Begins an upload, and gives the path that it goes on at. */
  String begin(String repository) {
    return send(202, "POST", "/v2/" + repository + "/blobs/uploads/").header("Location");
  }

  /** Uploads a blob, and gives its digest. */
  String blob(String repository, String content) {
    String digest = sha256(content);
    send(201, "PUT", begin(repository) + "?digest=" + digest, content.getBytes(UTF_8));
    return digest;
  }

  Answer putManifest(int status, String repository, String reference, String content) {
    return send(
        status,
        "PUT",
        "/v2/" + repository + "/manifests/" + reference,
        content.getBytes(UTF_8),
        "Content-Type",
        content.contains("\"manifests\"") ? INDEX : MANIFEST);
  }

  /** Pushes an image whose layer is a text, and gives its manifest. */
  String image(String repository, String tag, String layer) {
    String manifest = manifest(blob(repository, "{}"), blob(repository, layer), "");
    putManifest(201, repository, tag, manifest);
    return manifest;
  }

  static String manifest(String config, String layer, String more) {
    return """
        {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"text/config","digest":"%s","size":2},
        "layers":[{"mediaType":"text/plain","digest":"%s","size":1}]%s}"""
        .formatted(MANIFEST, config, layer, more);
  }

  static String sha256(String content) {
    return Checksum.of("sha256", content.getBytes(UTF_8)).toString();
  }
}
