package dev.berth.push.docker;

import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Image;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient;
import dev.berth.push.PushRequest;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.support.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * The requests of one push to a Docker engine. Closing it cancels requests that still wait for the
 * engine; the transport itself would wait without limit.
 */
final class EngineSession implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final int NOT_FOUND = 404;

  private final EngineEndpoint endpoint;
  private final Duration timeout;
  private final EngineClient client;

  EngineSession(EngineEndpoint endpoint, Duration timeout) {
    this(endpoint, timeout, http(endpoint));
  }

  EngineSession(EngineEndpoint endpoint, Duration timeout, DockerHttpClient http) {
    this.endpoint = endpoint;
    this.timeout = timeout;
    this.client = new EngineClient(http);
  }

  private static DockerHttpClient http(EngineEndpoint endpoint) {
    var builder =
        new ApacheDockerHttpClient.Builder()
            .dockerHost(endpoint.address())
            .connectionTimeout(CONNECT_TIMEOUT);
    endpoint.tls().ifPresent(tls -> builder.sslConfig(() -> tls));
    return builder.build();
  }

  /** The engine's description of the image; empty when it has no image of that name. */
  Optional<InspectImageResponse> findImage(String name) {
    return request(
        () -> {
          try {
            return Optional.of(client.image(name, InspectImageResponse.class));
          } catch (DockerException e) {
            // Any web server answers 404; only an engine adds its message.
            if (e.getHttpStatus() != NOT_FOUND || EngineFailure.words(e).isEmpty()) {
              throw e;
            }
            return Optional.empty();
          }
        });
  }

  /** The names and tags of all images that the engine has. */
  List<String> imageNames() {
    return request(
        () ->
            Arrays.stream(client.images(Image[].class))
                .map(Image::getRepoTags)
                .filter(Objects::nonNull)
                .flatMap(Arrays::stream)
                .toList());
  }

  /** Starts a push; the caller closes the stream. */
  PushStream push(PushRequest request, String tag) {
    var image = request.image();
    var auth = RegistryAuth.of(image, request.credentials());
    var stream = new PushStream();
    var reader =
        new Thread(() -> client.push(image.name(), tag, auth, stream), "berth-docker-push");
    reader.setDaemon(true);
    reader.start();
    return stream;
  }

  /** Starts an export, as {@code docker save} does; closing this session ends it. */
  InputStream export(String name) {
    try {
      return client.export(name);
    } catch (IOException | RuntimeException e) {
      throw EngineFailure.of(e, endpoint);
    }
  }

  private <T> T request(Callable<T> request) {
    try {
      return Deadline.call(timeout, "berth-docker", request);
    } catch (TimeoutException e) {
      throw endpoint.unreachable(new IOException("no answer in " + timeout.toSeconds() + " s"));
    } catch (ExecutionException e) {
      throw EngineFailure.of(e.getCause() == null ? e : e.getCause(), endpoint);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BerthException(ErrorCode.ENGINE, "interrupted while asking the Docker engine", e);
    }
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException e) {
      // All requests have been answered or cancelled by now.
    }
  }
}
