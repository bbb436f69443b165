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
 * @param caCertificate a PEM file with the certificates to trust for this registry, instead of
 *     Java's
 * @param clientCertificate a PEM file with the client's certificate and its chain
 * @param clientKey a PEM file with the private key of the client certificate
 * @param proxies which servers are reached through which proxy
 */
public record ConnectionSettings(
    boolean insecure,
    Optional<Path> caCertificate,
    Optional<Path> clientCertificate,
    Optional<Path> clientKey,
    ProxySettings proxies) {
  /** The defaults. */
  public static final ConnectionSettings DEFAULTS =
      new ConnectionSettings(false, Optional.empty(), Optional.empty(), Optional.empty());

  /** The same without a proxy. */
  public ConnectionSettings(
      boolean insecure,
      Optional<Path> caCertificate,
      Optional<Path> clientCertificate,
      Optional<Path> clientKey) {
    this(insecure, caCertificate, clientCertificate, clientKey, ProxySettings.NONE);
  }

  /** The same with proxies. */
  public ConnectionSettings with(ProxySettings newProxies) {
    return new ConnectionSettings(
        insecure, caCertificate, clientCertificate, clientKey, newProxies);
  }

  /** The same without a client certificate. */
  public ConnectionSettings withoutClientCertificate() {
    return new ConnectionSettings(
        insecure, caCertificate, Optional.empty(), Optional.empty(), proxies);
  }

  /**
   * The origin of the registry that image references call {@code host}. It uses TLS, unless the
   * connection is insecure, or the registry is on this machine and no certificates are configured.
   */
  public Origin originOf(String host) {
    boolean plain =
        insecure
            || (RegistryUri.parse(host).isLocal()
                && caCertificate.isEmpty()
                && clientCertificate.isEmpty());
    return Origin.ofRegistry(host, plain);
  }
}
