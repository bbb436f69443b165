package dev.berth.push;

import dev.berth.reference.Origin;
import dev.berth.reference.RegistryUri;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a registry is connected to, where the defaults do not do: TLS with the certificates that Java
 * trusts, and plain HTTP on this machine.
 *
 * @param insecure whether plain HTTP is spoken to this registry
 * @param caCertificate a PEM file with the certificates to trust for this registry, instead of
 *     Java's
 * @param clientCertificate a PEM file with the certificate, and those up to its issuer, to show
 * @param clientKey a PEM file with the private key of the client certificate
 */
public record ConnectionSettings(
    boolean insecure,
    Optional<Path> caCertificate,
    Optional<Path> clientCertificate,
    Optional<Path> clientKey) {
  /** The defaults. */
  public static final ConnectionSettings STANDARD =
      new ConnectionSettings(false, Optional.empty(), Optional.empty(), Optional.empty());

  /**
   * The origin of the registry that image references call {@code host}: with TLS, except where the
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
