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
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * The requests of one push. Closing it ends whatever still waits for the engine, which docker-java
 * itself would wait for without limit.
 */
final class EngineSession implements AutoCloseable {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
  private static final int MAX_STRING = 1024 * 1024;

  private final EngineEndpoint endpoint;
  private final Duration answerLimit;
  private final DockerClient client;

  EngineSession(EngineEndpoint endpoint, Duration answerLimit) {
    this.endpoint = endpoint;
    this.answerLimit = answerLimit;
    var builder =
        new ApacheDockerHttpClient.Builder()
            .dockerHost(endpoint.address())
            .connectionTimeout(CONNECT_LIMIT);
    endpoint.tls().ifPresent(tls -> builder.sslConfig(() -> tls));
    this.client = DockerClientImpl.getInstance(configuration(endpoint), builder.build());
  }

  /** No version, so the engine's own is spoken; nothing from files or system properties. */
  private static DockerClientConfig configuration(EngineEndpoint endpoint) {
    var plain =
        new DefaultDockerClientConfig.Builder()
            .withDockerHost(endpoint.address().toString())
            .build();
    ObjectMapper json = DockerClientConfig.getDefaultObjectMapper();
    json.setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);
    // docker-java encodes what this writes in the JVM's own character set.
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

  /** What the engine knows of the image; empty when it has no image of that name. */
  Optional<InspectImageResponse> findImage(String name) {
    return call(
        () -> {
          try {
            return Optional.of(client.inspectImageCmd(name).exec());
          } catch (NotFoundException e) {
            // Any web server answers 404, but not in the engine's words.
            if (EngineFailure.words(e).isEmpty()) {
              throw e;
            }
            return Optional.empty();
          }
        });
  }

  /** The names and tags of all images that the engine has. */
  List<String> imageNames() {
    return call(
        () ->
            client.listImagesCmd().exec().stream()
                .map(Image::getRepoTags)
                .filter(Objects::nonNull)
                .flatMap(Arrays::stream)
                .toList());
  }

  /** Begins to push; the stream is to be closed. */
  PushStream push(PushRequest request, String tag) {
    var image = request.image();
    return client
        .pushImageCmd(image.name())
        .withTag(tag)
        .withAuthConfig(RegistryAuth.of(image, request.credentials()))
        .exec(new PushStream());
  }

  /** Begins to export an image, as {@code docker save} does; ended by closing this. */
  InputStream export(String name) {
    try {
      return client.saveImageCmd(name).exec();
    } catch (RuntimeException e) {
      throw EngineFailure.of(e, endpoint);
    }
  }

  private <T> T call(Supplier<T> call) {
    var answer = CompletableFuture.supplyAsync(call, EngineSession::startDaemon);
    try {
      return answer.get(answerLimit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw endpoint.unreachable(new IOException("no answer in " + answerLimit.toSeconds() + " s"));
    } catch (ExecutionException e) {
      throw EngineFailure.of(e.getCause() == null ? e : e.getCause(), endpoint);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BerthException(ErrorCode.ENGINE, "interrupted while asking the Docker engine", e);
    }
  }

  private static void startDaemon(Runnable command) {
    Thread thread = new Thread(command, "berth-docker");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException e) {
      // All that was asked has been answered or given up by now.
    }
  }
}
