package dev.berth.auth;

import dev.berth.spi.BaseContainerRegistryConfig;
import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where the host's credentials for a registry come from: the configured secret, which then must be
 * there; else Docker's configuration; else there are none.
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
   * @throws BerthException {@link ErrorCode#CREDENTIALS} when the configured secret is not there
   */
  public Credentials find(BaseContainerRegistryConfig config) {
    Optional<String> secret = config.authenticationSecret();
    return secret.isPresent()
        ? fromSecret(secret.get())
        : dockerConfig.find(config.uri().host()).orElseGet(Credentials::anonymous);
  }

  private Credentials fromSecret(String secret) {
    return Credentials.basic(value(secret, "username"), value(secret, "password"));
  }

  private String value(String secret, String key) {
    String variable =
        "BERTH_SECRET_"
            + (secret + "_" + key).toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    String value = environment.getOrDefault(variable, "");
    if (value.isEmpty()) {
      throw new BerthException(
          ErrorCode.CREDENTIALS,
          "the secret '" + secret + "' has no key '" + key + "'",
          "set the environment variable " + variable);
    }
    return value;
  }
}
