package dev.berth.push.distribution;

import dev.berth.push.ConnectionSettings;
import dev.berth.push.http.Cancellation;
import dev.berth.push.http.RegistryClient;
import dev.berth.push.http.RegistryFailure;
import dev.berth.push.http.Request;
import dev.berth.push.http.Response;
import dev.berth.push.http.RetryPolicy;
import dev.berth.reference.Digest;
import dev.berth.reference.Digests;
import dev.berth.reference.ImageReference;
import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One registry, spoken to with the OCI distribution protocol. Safe for use by several threads; to
 * be closed.
 *
 * <p>TLS always, but on this machine plain HTTP unless the registry there wants TLS. Credentials go
 * to the registry itself and to the token service that it names, to nothing else. Proxies are not
 * supported, nothing is retried.
 */
public final class ManifestLookup implements AutoCloseable {
  static final int MANIFEST_LIMIT = 4 * 1024 * 1024;
  static final String MANIFEST_TYPES =
      String.join(
          ", ",
          "application/vnd.oci.image.index.v1+json",
          "application/vnd.oci.image.manifest.v1+json",
          "application/vnd.docker.distribution.manifest.list.v2+json",
          "application/vnd.docker.distribution.manifest.v2+json");

  private final String host;
  private final Supplier<Credentials> login;
  private final RegistryClient session;

  /**
   * A client of the registry that image references call {@code host}. Nothing is sent yet.
   *
   * @param host for instance {@code docker.io} or {@code localhost:5000}
   * @param login what to log in to it with
   * @param connection how to connect to it
   */
  public ManifestLookup(String host, Supplier<Credentials> login, ConnectionSettings connection) {
    this.host = host;
    this.login = login;
    this.session = new RegistryClient(host, login, connection, RetryPolicy.NONE);
  }

  /**
   * Finds the manifest that an image's digest, or else its tag, names (distribution specification,
   * "Pulling manifests"). Its bytes have the digest that the result says, and the one that was
   * asked for or that the registry claims.
   *
   * @return empty when the registry does not have it
   * @throws IllegalArgumentException when the image is of another registry
   * @throws BerthException with {@link ErrorCode#TRANSIENT} when the registry does not answer or is
   *     overloaded, {@link ErrorCode#CREDENTIALS} when it does not let us, and {@link
   *     ErrorCode#REFUSED} when it answers anything else
   */
  public Optional<Manifest> findManifest(ImageReference image) {
    if (!image.host().equals(host)) {
      throw new IllegalArgumentException(image + " is not at " + host);
    }
    String step = "reading the manifest of " + image;
    String reference = image.digest().map(Digest::toString).or(image::tag).orElseThrow();
    Response answer =
        session.send(
            Request.of("GET", "/v2/" + image.repository() + "/manifests/" + reference, step)
                .with("Accept", MANIFEST_TYPES)
                .limitedTo(MANIFEST_LIMIT),
            "repository:" + image.repository() + ":pull",
            new Cancellation());
    return switch (answer.status()) {
      case 200 -> Optional.of(manifest(image, answer, step));
      case 404 -> Optional.empty();
      default -> throw RegistryFailure.of(answer, step, login.get());
    };
  }

  private Manifest manifest(ImageReference image, Response answer, String step) {
    try {
      Optional<Digest> claimed = answer.header("Docker-Content-Digest").map(Digest::parse);
      claimed.ifPresent(digest -> requireDigest(digest, answer.body()));
      image.digest().ifPresent(digest -> requireDigest(digest, answer.body()));
      String algorithm = image.digest().or(() -> claimed).map(Digest::algorithm).orElse("sha256");
      return Manifest.parse(Digests.of(algorithm, answer.body()), answer.body());
    } catch (IllegalArgumentException e) {
      throw new BerthException(
          ErrorCode.REFUSED,
          "%s: %s answers with something else than a manifest: %s"
              .formatted(step, host, e.getMessage()),
          e);
    }
  }

  private static void requireDigest(Digest expected, byte[] content) {
    Digest actual = Digests.of(expected.algorithm(), content);
    if (!actual.equals(expected)) {
      throw new IllegalArgumentException("its digest is " + actual + ", not " + expected);
    }
  }

  @Override
  public void close() {
    session.close();
  }
}
