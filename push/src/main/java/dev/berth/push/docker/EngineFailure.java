package dev.berth.push.docker;

import com.fasterxml.jackson.core.JacksonException;
import com.github.dockerjava.api.exception.DockerException;
import dev.berth.push.json.BoundedJson;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns exceptions of docker-java into failures of the engine. */
final class EngineFailure {

  private EngineFailure() {}

  static BerthException of(Throwable failure, EngineEndpoint endpoint) {
    if (failure instanceof DockerException e) {
      return new BerthException(
          ErrorCode.ENGINE,
          "the Docker engine at %s answers %d: %s"
              .formatted(
                  endpoint,
                  e.getHttpStatus(),
                  words(e).orElse("without the message of a Docker engine")),
          "check that " + endpoint.source() + " names a Docker engine, and see its log");
    }
    IOException cause = ioException(failure);
    if (cause instanceof JacksonException) {
      return new BerthException(
          ErrorCode.ENGINE,
          "the server at %s does not answer like a Docker engine".formatted(endpoint),
          cause,
          "check that " + endpoint.source() + " names a Docker engine");
    }
    return cause != null
        ? endpoint.unreachable(cause)
        : new BerthException(ErrorCode.ENGINE, "a request to the Docker engine failed", failure);
  }

  /** The message in the engine's response; empty when it is not an engine's response. */
  static Optional<String> words(DockerException e) {
    String body = String.valueOf(e.getMessage()).replaceFirst("^Status \\d+: ", "");
    try {
      return Optional.of(BoundedJson.mapper().readTree(body).path("message").asText(""))
          .filter(text -> !text.isBlank());
    } catch (JacksonException notJson) {
      return Optional.empty();
    }
  }

  private static @Nullable IOException ioException(Throwable failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof IOException io) {
        return io;
      }
    }
    return null;
  }
}
