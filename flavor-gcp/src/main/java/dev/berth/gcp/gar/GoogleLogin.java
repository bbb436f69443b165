package dev.berth.gcp.gar;

import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.Lazy;
import dev.berth.spi.Login;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Logs in to the registry with access tokens, and to the API with what the registry is logged in
 * with, so that a check speaks for the very account that pushes. <a
 * href="https://cloud.google.com/artifact-registry/docs/docker/authentication">The registry's user
 * names</a>.
 */
final class GoogleLogin {
  private static final String TOKEN_USER = "oauth2accesstoken";

  private final LoginSources sources;
  private final Lazy<Optional<AccessTokens>> own;
  private @Nullable Credentials keyUser;
  private @Nullable AccessTokens keyTokens;

  GoogleLogin(LoginSources sources) {
    this.sources = sources;
    this.own = new Lazy<>(() -> sources.find().map(AccessTokens::new));
  }

  /** The login to the registry. */
  Login login() {
    Optional<AccessTokens> tokens = own.get();
    return tokens.isPresent()
        ? Login.with(
            Credentials.basic(TOKEN_USER, tokens.get().current()), tokens.get().source().story())
        : Login.none("there are no application default credentials; tried: " + sources.tried());
  }

  /** The login to the API for what the registry is logged in with. */
  BearerCredentials api(Credentials registry) {
    String user = registry.username().orElse("");
    String password = registry.password().orElse("");
    String token =
        switch (user) {
          // The second is the credential helper's of gcloud.
          case TOKEN_USER, "_dcgcloud_token" -> password;
          case "_json_key" -> keyTokens(registry, password).current();
          case "_json_key_base64" -> keyTokens(registry, decoded(password)).current();
          default ->
              throw new BerthException(
                  ErrorCode.INVALID,
                  "the API cannot be asked as user '%s', but as %s, _json_key or _json_key_base64"
                      .formatted(ForeignText.clean(user), TOKEN_USER));
        };
    return new BearerCredentials(token, sources.quotaProject().or(this::ownQuotaProject));
  }

  /** Who logs in to the registry, as an IAM policy names it. */
  String member() {
    return own.get()
        .map(tokens -> tokens.source().member())
        .orElse("\"user:$(gcloud config get account)\"");
  }

  private Optional<String> ownQuotaProject() {
    return sources.isOwn()
        ? own.get().map(tokens -> tokens.source().credentials().getQuotaProjectId())
        : Optional.empty();
  }

  private synchronized AccessTokens keyTokens(Credentials registry, String json) {
    if (keyTokens == null || !registry.password().equals(passwordOf(keyUser))) {
      keyTokens = new AccessTokens(CredentialsJson.key(json, "the login's password"));
      keyUser = registry;
    }
    return keyTokens;
  }

  private static Optional<String> passwordOf(@Nullable Credentials credentials) {
    return credentials == null ? Optional.empty() : credentials.password();
  }

  private static String decoded(String base64) {
    try {
      return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
