package dev.berth.push.http;

import dev.berth.push.ProxySettings.Choice;
import dev.berth.reference.Origin;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;

/** Turns what a proxy answers into a failure that names the proxy, without its login. */
final class ProxyFailure {
  private ProxyFailure() {}

  /** The failure that a proxy's own response stands for. */
  static BerthException of(Request request, Choice proxy, int status) {
    Origin server = Origin.of(request.target());
    if (status == 407) {
      boolean given = !proxy.server().login().isAnonymous();
      return new BerthException(
          ErrorCode.CREDENTIALS,
          "%s: the proxy %s %s"
              .formatted(
                  request.step(),
                  proxy,
                  given ? "refuses its login: 407" : "requires a login: 407"),
          "set the proxy as http://USER:PASSWORD@HOST:PORT, with special characters"
              + " percent-encoded; only Basic authentication is supported");
    }
    return new BerthException(
        RetryPolicy.isTransient(status) ? ErrorCode.TRANSIENT : ErrorCode.REFUSED,
        "%s: the proxy %s does not connect to %s: %d"
            .formatted(request.step(), proxy, server.authority(), status),
        hint(proxy));
  }

  /** How a registry gets another proxy. */
  static String hint(Choice proxy) {
    return "if this proxy is not for this registry, run berth container-registry update NAME --proxy"
        + " URL, or --proxy none; %s sets it now".formatted(proxy.source());
  }
}
