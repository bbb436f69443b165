package dev.berth.push.docker;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Image;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientConfigDelegate;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
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
 * engine; docker-java itself would wait without limit.
 *
 * @see "docs/decisions/0011-no-engine-api-version.md"
 */
final class EngineSession implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final int MAX_STRING = 1024 * 1024;

  private final EngineEndpoint endpoint;
  private final Duration timeout;
  private final DockerClient client;

  EngineSession(EngineEndpoint endpoint, Duration timeout) {
    this(endpoint, timeout, client(endpoint));
  }

  EngineSession(EngineEndpoint endpoint, Duration timeout, DockerClient client) {
    this.endpoint = endpoint;
    this.timeout = timeout;
    this.client = client;
  }

  private static DockerClient client(EngineEndpoint endpoint) {
    var builder =
        new ApacheDockerHttpClient.Builder()
            .dockerHost(endpoint.address())
            .connectionTimeout(CONNECT_TIMEOUT);
    endpoint.tls().ifPresent(tls -> builder.sslConfig(() -> tls));
    return DockerClientImpl.getInstance(configuration(endpoint), builder.build());
  }

  /**
   * Without an API version, so that the engine uses its own; ignores files and system properties.
   */
  private static DockerClientConfig configuration(EngineEndpoint endpoint) {
    var plain =
        new DefaultDockerClientConfig.Builder()
            .withDockerHost(endpoint.address().toString())
            .build();
    ObjectMapper json = DockerClientConfig.getDefaultObjectMapper();
    json.setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);
    // docker-java encodes the JSON in the default character set of the JVM.
    json.getFactory().configure(JsonWriteFeature.ESCAPE_NON_ASCII.mappedFeature(), true);
    json.getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxStringLength(MAX_STRING).build());
    return new DockerClientConfigDelegate(plain) {
      @Override
      public ObjectMapper getObjectMapper() {
        return json;
      }
    };
  }

  /** The engine's description of the image; empty when it has no image of that name. */
  Optional<InspectImageResponse> findImage(String name) {
    return request(
        () -> {
          try {
            return Optional.of(client.inspectImageCmd(name).exec());
          } catch (NotFoundException e) {
            // Any web server answers 404; only an engine adds its message.
            if (EngineFailure.words(e).isEmpty()) {
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
            client.listImagesCmd().exec().stream()
                .map(Image::getRepoTags)
                .filter(Objects::nonNull)
                .flatMap(Arrays::stream)
                .toList());
  }

  /** Starts a push; the caller closes the stream. */
  PushStream push(PushRequest request, String tag) {
    var image = request.image();
    return client
        .pushImageCmd(image.name())
        .withTag(tag)
        .withAuthConfig(RegistryAuth.of(image, request.credentials()))
        .exec(new PushStream());
  }

  /** Starts an export, as {@code docker save} does; closing this session ends it. */
  InputStream export(String name) {
    try {
      return client.saveImageCmd(name).exec();
    } catch (RuntimeException e) {
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
