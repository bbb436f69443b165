package dev.berth.auth;

import dev.berth.spi.BaseContainerRegistryConfig;
import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.Login;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where the host's credentials for a registry come from: the configured secret, which then must be
 * there; else the flavor's own login; else Docker's configuration; else there are none.
 */
public final class CredentialSources {
  private final Map<String, String> environment;
  private final DockerConfig dockerConfig;

  /**
   * Reads nothing yet.
   *
   * @param environment the environment variables
   * @param home the user's home folder
   */
  public CredentialSources(Map<String, String> environment, Path home) {
    this.environment = Map.copyOf(environment);
    this.dockerConfig = DockerConfig.of(environment, home);
  }

  /**
   * The credentials for a registry; anonymous when there are none.
   *
   * @param own the flavor's own login
   * @throws BerthException {@link ErrorCode#CREDENTIALS} when the configured secret is not there
   */
  public Credentials find(BaseContainerRegistryConfig config, Supplier<Login> own) {
    Optional<String> secret = config.authenticationSecret();
    return secret.isPresent()
        ? fromSecret(secret.get())
        : own.get()
            .credentials()
            .or(() -> dockerConfig.find(config.uri().host()))
            .orElseGet(Credentials::anonymous);
  }

  /** An environment variable; empty where it is not set or empty. */
  public Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }

  private Credentials fromSecret(String secret) {
    return Credentials.basic(value(secret, "username"), value(secret, "password"));
  }

  /**
   * One value of a secret.
   *
   * @throws BerthException {@link ErrorCode#CREDENTIALS} when it is not there
   */
  public String value(String secret, String key) {
    String variable =
        "BERTH_SECRET_"
            + (secret + "_" + key).toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    return variable(variable)
        .orElseThrow(
            () ->
                new BerthException(
                    ErrorCode.CREDENTIALS,
                    "the secret '" + secret + "' has no key '" + key + "'",
                    "set the environment variable " + variable));
  }
}
