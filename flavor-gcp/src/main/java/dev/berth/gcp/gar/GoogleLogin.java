package dev.berth.gcp.gar;

import com.google.auth.oauth2.AccessToken;
import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.Login;
import dev.berth.spi.support.Lazy;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Logs in to the registry with access tokens, and to the API with the registry's credentials, so
 * that a check uses the account that pushes. <a
 * href="https://cloud.google.com/artifact-registry/docs/docker/authentication">The registry's user
 * names</a>.
 */
final class GoogleLogin {
  private static final String TOKEN_USER = "oauth2accesstoken";

  private final LoginSources sources;
  private final CredentialsJson json;
  private final Lazy<Optional<LoginSource>> own;
  private @Nullable Credentials keyUser;
  private @Nullable Lazy<String> keyToken;

  GoogleLogin(LoginSources sources, CredentialsJson json) {
    this.json = json;
    this.sources = sources;
    this.own = new Lazy<>(sources::find);
  }

  /** The login to the registry. */
  Login login() {
    Optional<LoginSource> source = own.get();
    if (source.isEmpty()) {
      return Login.missing(
          "there are no application default credentials; tried: " + sources.tried(),
          "gcloud auth application-default login");
    }
    AccessToken token = source.get().fetchToken();
    Login login =
        Login.found(
            Credentials.basic(TOKEN_USER, token.getTokenValue()), source.get().description());
    return token.getExpirationTime() == null
        ? login
        : login.until(token.getExpirationTime().toInstant());
  }

  /** The credentials for the API, derived from those for the registry. */
  BearerCredentials api(Credentials registry) {
    String user = registry.username().orElse("");
    String password = registry.password().orElse("");
    String token =
        switch (user) {
          // The second is the user name of gcloud's credential helper.
          case TOKEN_USER, "_dcgcloud_token" -> password;
          case "_json_key" -> keyToken(registry, password).get();
          case "_json_key_base64" -> keyToken(registry, decoded(password)).get();
          default ->
              throw new BerthException(
                  ErrorCode.INVALID,
                  "the API does not accept the user name '%s'; use %s, _json_key or _json_key_base64"
                      .formatted(TokenText.masked(user), TOKEN_USER));
        };
    return new BearerCredentials(token, sources.quotaProject().or(this::ownQuotaProject));
  }

  /** The account as an IAM member. */
  String member() {
    return own.get().map(LoginSource::member).orElse("\"user:$(gcloud config get account)\"");
  }

  private Optional<String> ownQuotaProject() {
    return sources.isOwn()
        ? own.get().map(source -> source.credentials().getQuotaProjectId())
        : Optional.empty();
  }

  private synchronized Lazy<String> keyToken(Credentials registry, String key) {
    if (keyToken == null || !registry.password().equals(passwordOf(keyUser))) {
      keyToken =
          new Lazy<>(
              () -> json.key(key, "the password of the credentials").fetchToken().getTokenValue());
      keyUser = registry;
    }
    return keyToken;
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
