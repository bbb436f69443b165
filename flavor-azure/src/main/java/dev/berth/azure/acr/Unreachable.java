package dev.berth.azure.acr;

import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** What kept a server from answering. */
final class Unreachable {
  private Unreachable() {}

  /** That it did not; anything else that was thrown stays what it is. */
  static BerthException of(String host, RuntimeException failure) {
    if (failure instanceof BerthException known) {
      return known;
    }
    return new BerthException(
        ErrorCode.TRANSIENT,
        host + " " + reason(failure).orElse("could not be asked: " + Refusal.plain("" + failure)),
        failure);
  }

  /** Why there was no answer; empty where there was one. */
  static Optional<String> reason(Throwable failure) {
    List<Throwable> causes =
        Stream.iterate(failure, it -> it != null, Throwable::getCause).toList();
    if (has(causes, UnknownHostException.class) || has(causes, UnresolvedAddressException.class)) {
      return Optional.of("does not exist, as far as its name can be looked up here");
    }
    if (has(causes, HttpTimeoutException.class) || has(causes, TimeoutException.class)) {
      return Optional.of("does not answer in time");
    }
    if (has(causes, ConnectException.class)) {
      return Optional.of("cannot be connected to");
    }
    for (Throwable cause : causes) {
      if (cause instanceof SSLException) {
        return Optional.of(
            "cannot be spoken to with TLS: " + Refusal.plain("" + cause.getMessage()));
      }
    }
    return has(causes, IOException.class) ? Optional.of("breaks the connection") : Optional.empty();
  }

  private static boolean has(List<Throwable> causes, Class<? extends Throwable> type) {
    return causes.stream().anyMatch(type::isInstance);
  }
}
