package dev.berth.spi;

import dev.berth.reference.RegistryUri;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The configuration that every container registry has.
 *
 * <p>A flavor's own configuration extends it: private fields that are not final, with Jakarta
 * constraints and defaults, read through accessors. A field's name is its property's name. The host
 * makes the object with the constructor without parameters, sets the fields from the user's
 * properties, and validates the whole. Field types: text, numbers, booleans, enums, lists and maps
 * of them, and any type with a public static {@code parse(String)}.
 */
public class BaseContainerRegistryConfig {
  @NotNull(message = "is required")
  private @Nullable RegistryUri uri;

  @Size(max = 255)
  @Pattern(
      regexp = "[a-z0-9]+([._-]+[a-z0-9]+)*(/[a-z0-9]+([._-]+[a-z0-9]+)*)*",
      message = "must be a repository: lower-case path segments joined by '/'")
  private @Nullable String defaultRepository;

  @Pattern(
      regexp = "[a-z0-9][a-z0-9._-]{0,62}",
      message = "must be the name of a secret: a-z, 0-9, '.', '_', '-', at most 63 characters")
  private @Nullable String authenticationSecret;

  private boolean insecure;

  @Pattern(regexp = "/.*", message = "must be the absolute path of a PEM file")
  private @Nullable String caCertificate;

  @Pattern(regexp = "/.*", message = "must be the absolute path of a PEM file")
  private @Nullable String clientCertificate;

  @Pattern(regexp = "/.*", message = "must be the absolute path of a PEM file")
  private @Nullable String clientKey;

  /** For the host, which sets the fields. */
  protected BaseContainerRegistryConfig() {}

  /**
   * The URI, for rules on a configuration: empty where it is not set or could not be, which is a
   * problem of its own.
   */
  protected final Optional<RegistryUri> findUri() {
    return Optional.ofNullable(uri);
  }

  /**
   * Whether an endpoint may be asked with credentials: over HTTPS, and over plain HTTP only on this
   * machine or where the registry is {@link #insecure}. What is no URL is not.
   *
   * @param endpoint a URL
   */
  protected final boolean isSafe(String endpoint) {
    try {
      URI uri = new URI(endpoint);
      boolean secure = "https".equalsIgnoreCase(uri.getScheme());
      boolean plain = "http".equalsIgnoreCase(uri.getScheme());
      return uri.getHost() != null && (secure || (plain && (insecure || isLocal(uri))));
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** Whether a URL is of this machine: {@code localhost}, {@code 127.0.0.0/8} or {@code [::1]}. */
  protected static boolean isLocal(URI url) {
    return url.getHost() != null && RegistryUri.isLocal(url.getHost());
  }

  /** Where the registry is. */
  public final RegistryUri uri() {
    return Objects.requireNonNull(uri, "the host validates that the URI is set");
  }

  /** The repository for images that are given without one. */
  public final Optional<String> defaultRepository() {
    return Optional.ofNullable(defaultRepository);
  }

  /** The name of the secret with the keys {@code username} and {@code password} to log in with. */
  public final Optional<String> authenticationSecret() {
    return Optional.ofNullable(authenticationSecret);
  }

  /**
   * Whether plain HTTP is spoken to the registry, which otherwise is spoken on this machine only.
   */
  public final boolean insecure() {
    return insecure;
  }

  /** A PEM file with the certificates to trust for this registry, instead of Java's. */
  public final Optional<String> caCertificate() {
    return Optional.ofNullable(caCertificate);
  }

  /** A PEM file with the certificate that the registry wants of its clients. */
  public final Optional<String> clientCertificate() {
    return Optional.ofNullable(clientCertificate);
  }

  /** A PEM file with the private key of the client certificate. */
  public final Optional<String> clientKey() {
    return Optional.ofNullable(clientKey);
  }

  /**
   * Whether the registry is on this machine: {@code localhost}, {@code 127.0.0.0/8} or {@code
   * [::1]}.
   */
  public final boolean isLocal() {
    return uri().isLocal();
  }
}
