package dev.berth.push.docker;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.exception.DockerException;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What docker-java throws, as a failure of the engine. */
final class EngineFailure {
  private static final ObjectMapper JSON = new ObjectMapper();

  private EngineFailure() {}

  static BerthException of(Throwable failure, EngineEndpoint endpoint) {
    if (failure instanceof DockerException e) {
      return new BerthException(
          ErrorCode.ENGINE,
          "the Docker engine at %s answers %d: %s"
              .formatted(
                  endpoint, e.getHttpStatus(), words(e).orElse("not in a Docker engine's words")),
          "check that " + endpoint.source() + " names a Docker engine, and what its log says");
    }
    IOException cause = ioException(failure);
    if (cause instanceof JacksonException) {
      return new BerthException(
          ErrorCode.ENGINE,
          "what answers at %s does not speak as a Docker engine does".formatted(endpoint),
          cause,
          "check that " + endpoint.source() + " names a Docker engine");
    }
    return cause != null
        ? endpoint.unreachable(cause)
        : new BerthException(ErrorCode.ENGINE, "asking the Docker engine failed", failure);
  }

  /** The message in the engine's answer; empty when it is not an engine's answer. */
  static Optional<String> words(DockerException e) {
    String body = String.valueOf(e.getMessage()).replaceFirst("^Status \\d+: ", "");
    try {
      return Optional.of(JSON.readTree(body).path("message").asText(""))
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
