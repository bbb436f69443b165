package dev.berth.spi.support;

import dev.berth.reference.PlainText;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * Tells why a server did not respond, from what an HTTP client or an SDK threw.
 *
 * @since 0.1
 */
public final class NetworkFailure {
  // A chain of causes may be a circle.
  private static final int MAX_CAUSES = 20;

  private static final Class<?>[] TIMEOUTS = {
    SocketTimeoutException.class,
    HttpTimeoutException.class,
    TimeoutException.class,
    InterruptedIOException.class
  };

  private NetworkFailure() {}

  /**
   * {@return why a server did not respond; empty when the failure is not one of the network}
   *
   * @param failure what a client threw; its causes are looked at too
   */
  public static Optional<String> reason(Throwable failure) {
    List<Throwable> causes = causes(failure);
    if (find(causes, UnknownHostException.class, UnresolvedAddressException.class).isPresent()) {
      return Optional.of("unknown host");
    }
    return find(causes, SSLException.class)
        .map(it -> reason("TLS failed", it))
        .or(() -> find(causes, TIMEOUTS).map(it -> reason("timed out", it)))
        .or(
            () ->
                find(causes, ConnectException.class, NoRouteToHostException.class)
                    .map(it -> reason("cannot connect", it)))
        .or(
            () ->
                find(causes, SocketException.class).map(it -> reason("the connection broke", it)));
  }

  private static String reason(String kind, Throwable cause) {
    return cause.getMessage() == null ? kind : kind + ": " + PlainText.excerpt(cause.getMessage());
  }

  /** A failure and its causes. */
  static List<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, it -> it != null, Throwable::getCause)
        .limit(MAX_CAUSES)
        .toList();
  }

  private static Optional<Throwable> find(List<Throwable> causes, Class<?>... types) {
    return causes.stream()
        .filter(cause -> Stream.of(types).anyMatch(type -> type.isInstance(cause)))
        .findFirst();
  }
}
