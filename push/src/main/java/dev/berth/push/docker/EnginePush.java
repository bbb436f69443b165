package dev.berth.push.docker;

import com.github.dockerjava.api.exception.DockerException;
import dev.berth.push.PushRequest;
import dev.berth.reference.Digest;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the engine's reports of one push until the end or the first error. */
final class EnginePush {
  private final PushRequest request;
  private final EngineEndpoint endpoint;
  private final Duration idleLimit;
  private final PushProgress progress;

  EnginePush(
      PushRequest request, EngineEndpoint endpoint, Duration idleLimit, PushProgress progress) {
    this.request = request;
    this.endpoint = endpoint;
    this.idleLimit = idleLimit;
    this.progress = progress;
  }

  /** Reads the stream to its end. Closing it then, or at the first error, ends the push. */
  Digest follow(PushStream stream) {
    try (stream) {
      PushStream.Event event = next(stream);
      while (event.item() != null) {
        Optional<String> error = progress.accept(event.item());
        if (error.isPresent()) {
          throw PushFault.failure(request, progress.step(), error.get());
        }
        event = next(stream);
      }
      if (event.failure() != null) {
        throw failure(stream, event.failure());
      }
    }
    return progress
        .digest()
        .orElseThrow(() -> failed("its response ends without the image's digest", null));
  }

  private PushStream.Event next(PushStream stream) {
    try {
      return stream
          .next(idleLimit)
          .orElseThrow(() -> failed("no report for %d s".formatted(idleLimit.toSeconds()), null));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed("interrupted; layers may have been uploaded already", e);
    }
  }

  private BerthException failure(PushStream stream, Throwable cause) {
    if (cause instanceof DockerException e) {
      return EngineFailure.words(e)
          .flatMap(words -> PushFault.known(request, progress.step(), words))
          .orElseGet(() -> EngineFailure.of(e, endpoint));
    }
    return stream.isStarted()
        ? failed("its response broke off: " + cause.getMessage(), cause)
        : EngineFailure.of(cause, endpoint);
  }

  private BerthException failed(String reason, @Nullable Throwable cause) {
    return new BerthException(
        ErrorCode.ENGINE,
        "%s was not pushed to %s; the Docker engine at %s failed %s: %s"
            .formatted(request.image(), request.image().host(), endpoint, progress.step(), reason),
        cause,
        "see the engine's log; pushing again sends only what is missing");
  }
}
