package dev.berth.push;

import dev.berth.reference.Origin;
import dev.berth.reference.RegistryUri;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How to connect to a registry. The defaults are TLS with the certificates that Java trusts, and
 * plain HTTP to a registry on this machine.
 *
 * @param insecure whether to use plain HTTP with this registry
 * @param certificates the files of certificates
 * @param proxies which servers are reached through which proxy
 * @param tokenService the only token service that may get the login, {@code host[:port]}; empty for
 *     the one that the registry names
 */
public record ConnectionSettings(
    boolean insecure,
    Certificates certificates,
    ProxySettings proxies,
    Optional<String> tokenService) {
  /** The defaults. */
  public static final ConnectionSettings DEFAULTS =
      new ConnectionSettings(false, Optional.empty(), Optional.empty(), Optional.empty());

  /**
   * PEM files.
   *
   * @param authority the certificates to trust for this registry, instead of Java's
   * @param client the client's certificate and its chain
   * @param clientKey the private key of the client certificate
   */
  public record Certificates(
      Optional<Path> authority, Optional<Path> client, Optional<Path> clientKey) {}

  /** The same without a proxy. */
  public ConnectionSettings(
      boolean insecure,
      Optional<Path> caCertificate,
      Optional<Path> clientCertificate,
      Optional<Path> clientKey) {
    this(
        insecure,
        new Certificates(caCertificate, clientCertificate, clientKey),
        ProxySettings.NONE,
        Optional.empty());
  }

  /** The same with proxies. */
  public ConnectionSettings with(ProxySettings newProxies) {
    return new ConnectionSettings(insecure, certificates, newProxies, tokenService);
  }

  /** The same with the only token service that may get the login. */
  public ConnectionSettings withTokenService(Optional<String> newTokenService) {
    return new ConnectionSettings(insecure, certificates, proxies, newTokenService);
  }

  /** The same without a client certificate. */
  public ConnectionSettings withoutClientCertificate() {
    var without = new Certificates(certificates.authority(), Optional.empty(), Optional.empty());
    return new ConnectionSettings(insecure, without, proxies, tokenService);
  }

  /** The certificates to trust for this registry. */
  public Optional<Path> caCertificate() {
    return certificates.authority();
  }

  /** The client's certificate and its chain. */
  public Optional<Path> clientCertificate() {
    return certificates.client();
  }

  /** The private key of the client certificate. */
  public Optional<Path> clientKey() {
    return certificates.clientKey();
  }

  /**
   * The origin of the registry that image references call {@code host}. It uses TLS, unless the
   * connection is insecure, or the registry is on this machine and no certificates are configured.
   */
  public Origin originOf(String host) {
    boolean plain =
        insecure
            || (RegistryUri.parse(host).isLocal()
                && caCertificate().isEmpty()
                && clientCertificate().isEmpty());
    return Origin.ofRegistry(host, plain);
  }
}
