package dev.berth.spi;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.berth.reference.ImageReference;
import dev.berth.reference.Name;
import dev.berth.reference.Origin;
import dev.berth.reference.RegistryUri;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The configuration that every container registry has.
 *
 * <p>A flavor's own configuration extends it: private fields that are not final, with Jakarta
 * constraints and defaults, read through accessors. A field's name is its property's name, and its
 * {@link JsonPropertyDescription} says what the property means, for {@code flavor describe}. The
 * host creates the object with the constructor without parameters, sets the fields from the user's
 * properties, and validates the object. Field types: text, numbers, booleans, enums, lists and maps
 * of them, and any type with a public static {@code parse(String)}. A valid configuration does not
 * change and is safe for use by several threads.
 *
 * @since 0.1
 */
public class BaseContainerRegistryConfig {
  /** The message of rules on endpoints. */
  protected static final String UNSAFE_ENDPOINT =
      "must use HTTPS; plain HTTP is allowed only on this machine or with insecure";

  private static final String PROXY_HOST = "(\\[[0-9a-f:.]+]|[^\\s/?#@:\\[\\]]+)";

  @NotNull(message = "is required")
  @JsonPropertyDescription(
      "where the registry is, host[:port][/path]: the prefix of its images' references")
  private @Nullable RegistryUri uri;

  @Size(max = 255)
  @Pattern(
      regexp = "[a-z0-9]+([._-]+[a-z0-9]+)*(/[a-z0-9]+([._-]+[a-z0-9]+)*)*",
      message = "must be a repository: lower-case path segments joined by '/'")
  @JsonPropertyDescription("the repository of images that are given without one")
  private @Nullable String defaultRepository;

  @Pattern(regexp = Name.PATTERN, message = "must be the name of a secret; names " + Name.FORM)
  @JsonPropertyDescription(
      "the name of the secret with the credentials, its keys username and password")
  private @Nullable String authenticationSecret;

  @JsonPropertyDescription(
      "whether plain HTTP is allowed for a registry that is not on this machine")
  private boolean insecure;

  @Pattern(regexp = "/.*", message = "must be the absolute path of a PEM file")
  @JsonPropertyDescription(
      "a PEM file with the certificates to trust for this registry and the hosts that it names")
  private @Nullable String caCertificate;

  @Pattern(regexp = "/.*", message = "must be the absolute path of a PEM file")
  @JsonPropertyDescription(
      "a PEM file with the certificate that the registry requires of its clients")
  private @Nullable String clientCertificate;

  @Pattern(regexp = "/.*", message = "must be the absolute path of a PEM file")
  @JsonPropertyDescription("a PEM file with the private key of the client certificate, PKCS #8")
  private @Nullable String clientKey;

  @Size(max = 2048)
  @Pattern(
      regexp = "(?i)none|(https?://(.*@)?)?" + PROXY_HOST + "(:\\d{1,5})?/?",
      message =
          "must be the URL of a proxy, http[s]://[USER:PASSWORD@]HOST[:PORT], or none; SOCKS proxies"
              + " are not supported")
  @JsonPropertyDescription(
      "the proxy through which the registry is reached; replaces the environment's")
  private @Nullable String proxy;

  @Size(max = 255)
  @Pattern(
      regexp = "[A-Za-z0-9.-]+(:\\d{1,5})?|\\[[0-9a-fA-F:.]+](:\\d{1,5})?",
      message = "must be the host of a token service: HOST[:PORT]")
  @JsonPropertyDescription(
      "the only token service that may get the login, instead of the one that the registry names")
  private @Nullable String tokenService;

  /** For the host, which sets the fields. */
  protected BaseContainerRegistryConfig() {}

  /**
   * {@return the URI, for rules on a configuration; empty when it is missing or invalid, which is a
   * problem of its own}
   */
  protected final Optional<RegistryUri> findUri() {
    return Optional.ofNullable(uri);
  }

  /**
   * {@return whether credentials may be sent to an endpoint: over HTTPS, and over plain HTTP only
   * on this machine or when the registry is {@link #insecure}} A rule on a configuration with an
   * endpoint of its own says so with {@link #UNSAFE_ENDPOINT}.
   *
   * @param endpoint the endpoint
   */
  protected final boolean isSafe(Origin endpoint) {
    return endpoint.isSecure() || endpoint.isLocal() || insecure;
  }

  /** {@return whether there is a URI; a configuration without one is only for discovering} */
  public final boolean hasUri() {
    return uri != null;
  }

  /** {@return where the registry is: {@code host[:port][/path]}} */
  public final RegistryUri uri() {
    return Objects.requireNonNull(uri, "the host validates that the URI is set");
  }

  /**
   * Checks that an image belongs to this registry.
   *
   * @param image the image
   * @throws BerthException with {@link ErrorCode#INVALID} when it does not
   */
  public final void requireOwned(ImageReference image) {
    if (!uri().owns(image)) {
      throw new BerthException(ErrorCode.INVALID, uri().notOwned(image));
    }
  }

  /** {@return the repository of images that are given without one, a path below {@link #uri}} */
  public final Optional<String> defaultRepository() {
    return Optional.ofNullable(defaultRepository);
  }

  /** {@return the name of a secret with the keys {@code username} and {@code password}} */
  public final Optional<String> authenticationSecret() {
    return Optional.ofNullable(authenticationSecret);
  }

  /** {@return whether the registry uses plain HTTP; without it, only one on this machine does} */
  public final boolean insecure() {
    return insecure;
  }

  /** {@return a PEM file with the certificates to trust for this registry, instead of Java's} */
  public final Optional<String> caCertificate() {
    return Optional.ofNullable(caCertificate);
  }

  /** {@return a PEM file with the certificate that the registry requires of its clients} */
  public final Optional<String> clientCertificate() {
    return Optional.ofNullable(clientCertificate);
  }

  /** {@return a PEM file with the private key of the client certificate} */
  public final Optional<String> clientKey() {
    return Optional.ofNullable(clientKey);
  }

  /**
   * {@return the only token service that may get the login, {@code host[:port]}; empty for the one
   * that the registry names}
   */
  public final Optional<String> tokenService() {
    return Optional.ofNullable(tokenService);
  }

  /**
   * {@return the URL of the proxy through which the registry is reached, or {@code none}; without
   * it, the environment's variables apply}
   */
  public final Optional<String> proxy() {
    return Optional.ofNullable(proxy);
  }
}
