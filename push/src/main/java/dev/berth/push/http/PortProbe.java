package dev.berth.push.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.berth.reference.Origin;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/** Finds out what a server speaks at its port after it did not answer as expected. */
final class PortProbe {
  private static final int TIMEOUT_MILLIS = 1000;
  private static final int STATUS_LINE = "HTTP/1.1 200".length();

  private final SsrfGuard guard;
  private final AtomicBoolean used = new AtomicBoolean();

  /** A server that was asked over plain HTTP speaks TLS at its port. */
  private static final class SpeaksTls extends IOException {
    private static final long serialVersionUID = 1L;

    SpeaksTls(String message) {
      super(message);
    }
  }

  PortProbe(SsrfGuard guard) {
    this.guard = guard;
  }

  /** The failure of a plain request to a server that speaks TLS. */
  static BerthException requiresTls(Request request, Origin server) {
    String what = server.authority() + " speaks HTTPS";
    return new BerthException(
        ErrorCode.REFUSED,
        "%s: %s, and it is registered as insecure".formatted(request.step(), what),
        new SpeaksTls(what),
        "berth container-registry remove-attribute NAME insecure");
  }

  static boolean requiresTls(BerthException failure) {
    return failure.getCause() instanceof SpeaksTls;
  }

  /**
   * Throws if the server speaks TLS where plain HTTP was spoken to it, or the other way round. Only
   * the first call asks it.
   */
  void requireExpectedProtocol(Request request, IOException e) {
    Origin server = Origin.of(request.target());
    if (!used.compareAndSet(false, true)) {
      return;
    }
    if (!server.isSecure() && speaksTls(server)) {
      throw requiresTls(request, server);
    }
    boolean ofTrust = e instanceof SSLException && !(e.getCause() instanceof IOException);
    if (server.isSecure() && !ofTrust && speaksPlainHttp(server)) {
      throw ConnectionFailure.of(request, TlsFailure.plainHttp(server), e);
    }
  }

  /** Whether a server begins a TLS handshake. Nothing is sent to it over TLS. */
  private boolean speaksTls(Origin server) {
    try (Socket socket = connected(server)) {
      var sockets = TlsContext.create(Optional.empty(), Optional.empty()).getSocketFactory();
      try (var tls =
          (SSLSocket)
              sockets.createSocket(socket, SsrfGuard.bare(server.host()), server.port(), false)) {
        tls.startHandshake();
      }
      return true;
    } catch (SSLException e) {
      String message = String.valueOf(e.getMessage());
      return e.getCause() instanceof UntrustedServer || message.startsWith("Received fatal alert");
    } catch (IOException | GeneralSecurityException e) {
      return false;
    }
  }

  /** Whether a server answers a plain request, which has neither a login nor a name in it. */
  private boolean speaksPlainHttp(Origin server) {
    try (Socket socket = connected(server)) {
      String request = "GET /v2/ HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.formatted(server.authority()).getBytes(ISO_8859_1));
      String line = new String(socket.getInputStream().readNBytes(STATUS_LINE), ISO_8859_1);
      // With this status, TLS servers tell that TLS is required.
      return line.startsWith("HTTP/1.") && !line.endsWith(" 400");
    } catch (IOException e) {
      return false;
    }
  }

  private Socket connected(Origin server) throws IOException {
    var socket = new Socket();
    try {
      socket.connect(
          guard.resolve(SsrfGuard.bare(server.host()), server.port()).get(0), TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
