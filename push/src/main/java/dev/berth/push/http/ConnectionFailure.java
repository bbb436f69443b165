package dev.berth.push.http;

import dev.berth.push.ProxySettings.Choice;
import dev.berth.reference.Origin;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.support.NetworkFailure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.ConnectTimeoutException;

/** Turns an exchange without a response into a failure. */
final class ConnectionFailure {
  private ConnectionFailure() {}

  /**
   * The failure of an exchange.
   *
   * @param proxy the proxy that the request was sent to
   */
  static BerthException of(Request request, Optional<Choice> proxy, IOException e) {
    Origin origin = Origin.of(request.target());
    if (e instanceof RegistryTls.ProxyRefused refused && proxy.isPresent()) {
      return untrusted(request, proxy.get(), refused);
    }
    if (e instanceof SSLException tls && !(e.getCause() instanceof IOException)) {
      return of(request, TlsFailure.of(origin, tls), e);
    }
    boolean refused = e instanceof ClientProtocolException || e instanceof SsrfGuard.Refused;
    String reason = String.valueOf(e.getMessage());
    if (!refused) {
      reason = NetworkFailure.reason(e).orElse(reason);
    }
    if (proxy.isPresent() && isUnreachable(e)) {
      // Only the proxy is connected to.
      return new BerthException(
          ErrorCode.TRANSIENT,
          "%s: cannot reach the proxy %s for %s: %s"
              .formatted(request.step(), proxy.get(), origin.authority(), reason),
          e,
          ProxyFailure.hint(proxy.get()));
    }
    String way = proxy.map(it -> " through the proxy " + it).orElse("");
    return new BerthException(
        refused ? ErrorCode.REFUSED : ErrorCode.TRANSIENT,
        "%s: no response from %s%s: %s".formatted(request.step(), origin, way, reason),
        e);
  }

  static BerthException of(Request request, TlsFailure failure, IOException e) {
    return new BerthException(
        ErrorCode.REFUSED, request.step() + ": " + failure.reason(), e, failure.hint());
  }

  /** Whether no connection could be made at all. */
  static boolean isUnreachable(IOException e) {
    // The client reports a silent TLS handshake as a failed connect too.
    boolean handshake = String.valueOf(e.getMessage()).contains("Read timed out");
    return e instanceof ConnectException
        || (e instanceof ConnectTimeoutException && !handshake)
        || e instanceof NoRouteToHostException
        || (e instanceof UnknownHostException && !(e instanceof SsrfGuard.Refused));
  }

  private static BerthException untrusted(Request request, Choice proxy, SSLException e) {
    TlsFailure failure = TlsFailure.of(proxy.server().origin(), e);
    return new BerthException(
        ErrorCode.REFUSED,
        "%s: cannot use the proxy %s: %s".formatted(request.step(), proxy, failure.reason()),
        e,
        "the issuer of its certificate must be trusted by Java or be in the registry's caCertificate;"
            + " a proxy without TLS is http://HOST:PORT");
  }
}
