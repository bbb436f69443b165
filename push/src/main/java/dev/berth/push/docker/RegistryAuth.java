package dev.berth.push.docker;

import com.github.dockerjava.api.model.AuthConfig;
import dev.berth.reference.ImageReference;
import dev.berth.spi.Credentials;

/** Credentials in the form that the engine expects. */
final class RegistryAuth {
  private RegistryAuth() {}

  static AuthConfig of(ImageReference image, Credentials credentials) {
    AuthConfig auth = new AuthConfig().withRegistryAddress(null);
    if (credentials.isAnonymous()) {
      return auth;
    }
    boolean hub = image.host().equals("docker.io");
    auth.withRegistryAddress(hub ? AuthConfig.DEFAULT_SERVER_ADDRESS : image.host());
    String username = credentials.username().orElse("");
    String password = credentials.password().orElse("");
    if (credentials.isRegistryToken()) {
      return auth.withRegistrytoken(password);
    }
    return credentials.isIdentityToken()
        ? auth.withIdentityToken(password)
        : auth.withUsername(username).withPassword(password);
  }
}
