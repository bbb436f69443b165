package dev.berth.push.http;

import dev.berth.push.ConnectionSettings;
import dev.berth.push.http.TlsContext.Trust;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * TLS with one registry and the hosts that it names, set up for the first connection that needs it.
 *
 * @see "docs/decisions/0021-certificates-for-named-hosts.md"
 */
final class RegistryTls implements TlsSocketStrategy {

  private final String registry;
  private final ConnectionSettings connection;
  private volatile Optional<Strategies> strategies = Optional.empty();

  /** TLS with the registry, with the hosts that it names, and with a proxy. */
  private record Strategies(
      TlsSocketStrategy registry, TlsSocketStrategy named, TlsSocketStrategy proxy) {}

  /** There is no TLS connection to the proxy itself. */
  static final class ProxyRefused extends SSLException {
    private static final long serialVersionUID = 1L;

    ProxyRefused(SSLException cause) {
      super(cause.getMessage(), cause);
    }
  }

  /**
   * Reads the files of the connection, if it has any.
   *
   * @param registryHost the host of the registry
   * @throws BerthException with {@link ErrorCode#INVALID} when one of the files is not usable
   */
  RegistryTls(String registryHost, ConnectionSettings connection) {
    this.registry = registryHost;
    this.connection = connection;
    if (hasCertificates()) {
      strategies = Optional.of(create());
    }
  }

  @Override
  public SSLSocket upgrade(
      Socket socket, String host, int port, Object attachment, HttpContext context)
      throws IOException {
    Strategies now = strategies.orElseGet(this::createOnce);
    // Within a tunnel, TLS to the server is spoken on top of TLS to the proxy.
    if (!(socket instanceof SSLSocket) && connection.proxies().isProxy(host, port)) {
      try {
        return now.proxy().upgrade(socket, host, port, attachment, context);
      } catch (SSLException e) {
        throw new ProxyRefused(e);
      }
    }
    boolean own = SsrfGuard.bare(host).equals(SsrfGuard.bare(registry));
    TlsSocketStrategy strategy = own ? now.registry() : now.named();
    return strategy.upgrade(socket, host, port, attachment, context);
  }

  private synchronized Strategies createOnce() {
    if (strategies.isEmpty()) {
      strategies = Optional.of(create());
    }
    return strategies.get();
  }

  private boolean hasCertificates() {
    return connection.caCertificate().isPresent()
        || connection.clientCertificate().isPresent()
        || connection.clientKey().isPresent();
  }

  private Strategies create() {
    if (!hasCertificates()) {
      var plain = new DefaultClientTlsStrategy(context(connection, Trust.INSTEAD_OF_JAVAS));
      return new Strategies(plain, plain, plain);
    }
    var proxies = connection.withoutClientCertificate();
    return new Strategies(
        new DefaultClientTlsStrategy(context(connection, Trust.INSTEAD_OF_JAVAS)),
        new DefaultClientTlsStrategy(context(connection, Trust.WITH_JAVAS)),
        new DefaultClientTlsStrategy(context(proxies, Trust.WITH_JAVAS)));
  }

  private SSLContext context(ConnectionSettings settings, Trust trust) {
    try {
      var files = new CertificateFiles(settings);
      return TlsContext.create(files.trusted(), trust, files.clientKey());
    } catch (GeneralSecurityException | IOException e) {
      throw new BerthException(ErrorCode.INVALID, "cannot set up TLS with " + registry, e);
    }
  }
}
