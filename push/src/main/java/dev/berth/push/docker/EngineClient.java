package dev.berth.push.docker;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.PushResponseItem;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Request.Method;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Collectors;

/**
 * The engine's four requests that a push needs, on docker-java's transport and with its values.
 *
 * @see "docs/decisions/0011-no-engine-api-version.md"
 * @see "docs/decisions/0029-smaller-distribution.md"
 */
final class EngineClient implements Closeable {
  private static final int MAX_STRING = 1024 * 1024;
  private static final int MAX_ERROR = 1024 * 1024;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(MAX_STRING).build())
                  .build())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .build();

  private final DockerHttpClient http;

  EngineClient(DockerHttpClient http) {
    this.http = http;
  }

  /** The description of the image, as a value of that class. */
  <T> T image(String name, Class<T> type) throws IOException {
    return read("/images/" + escaped(name) + "/json", type);
  }

  /** The descriptions of all images, as a value of that class. */
  <T> T images(Class<T> type) throws IOException {
    return read("/images/json", type);
  }

  private <T> T read(String path, Class<T> type) throws IOException {
    try (Response response = execute(request(Method.GET, path))) {
      return JSON.readValue(response.getBody(), type);
    }
  }

  /** What {@code docker save} writes; closing this client ends it. */
  InputStream export(String name) throws IOException {
    return execute(request(Method.GET, "/images/" + escaped(name) + "/get")).getBody();
  }

  /** Pushes an image, and hands the stream everything that the engine reports of it. */
  void push(String repository, String tag, AuthConfig auth, PushStream stream) {
    Thread reader = Thread.currentThread();
    try (Response response = execute(pushRequest(repository, tag, auth))) {
      // Before the first report is read, for which the engine may take its time.
      stream.onStart(
          () -> {
            reader.interrupt();
            response.close();
          });
      try (MappingIterator<PushResponseItem> items =
          JSON.readerFor(PushResponseItem.class).readValues(response.getBody())) {
        while (!reader.isInterrupted() && items.hasNextValue()) {
          stream.onNext(items.nextValue());
        }
      }
      stream.onComplete();
    } catch (IOException | RuntimeException e) {
      stream.onError(e);
    }
  }

  private static Request.Builder pushRequest(String repository, String tag, AuthConfig auth)
      throws IOException {
    String login = Base64.getUrlEncoder().encodeToString(JSON.writeValueAsBytes(auth));
    return request(Method.POST, "/images/" + escaped(repository) + "/push?tag=" + escaped(tag))
        .putHeader("X-Registry-Auth", login);
  }

  private static Request.Builder request(Method method, String path) {
    return Request.builder().method(method).path(path);
  }

  /** Slashes remain, as the docker command sends them. */
  private static String escaped(String name) {
    return Arrays.stream(name.split("/", -1))
        .map(it -> URLEncoder.encode(it, StandardCharsets.UTF_8).replace("+", "%20"))
        .map(it -> it.replace("%3A", ":").replace("%40", "@"))
        .collect(Collectors.joining("/"));
  }

  private Response execute(Request.Builder request) throws IOException {
    Response response = http.execute(request.build());
    int status = response.getStatusCode();
    if (status / 100 == 2) {
      return response;
    }
    try (response) {
      byte[] body = response.getBody().readNBytes(MAX_ERROR);
      throw new DockerException(new String(body, StandardCharsets.UTF_8), status);
    }
  }

  @Override
  public void close() throws IOException {
    http.close();
  }
}
