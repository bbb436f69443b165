package dev.berth.gcp.gar;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.ComputeEngineCredentials;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ImpersonatedCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import dev.berth.spi.support.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Credentials that access tokens are fetched with.
 *
 * @param credentials the SDK's credentials, which fetch the tokens
 * @param description their source, for messages
 */
record LoginSource(GoogleCredentials credentials, String description) {
  private static final Duration TIMEOUT = Duration.ofSeconds(8);

  /** The account as an IAM member; a call of gcloud if the account is unknown. */
  String member() {
    if (credentials instanceof ServiceAccountCredentials key) {
      return "serviceAccount:" + key.getClientEmail();
    }
    if (credentials instanceof ImpersonatedCredentials impersonated) {
      return "serviceAccount:" + impersonated.getAccount();
    }
    String kind = credentials instanceof ComputeEngineCredentials ? "serviceAccount" : "user";
    return "\"" + kind + ":$(gcloud config get account)\"";
  }

  /**
   * Fetches an access token.
   *
   * @throws BerthException {@code CREDENTIALS} when it is refused, {@code TRANSIENT} when there is
   *     no response
   */
  AccessToken fetchToken() {
    try {
      return Deadline.call(TIMEOUT, "berth-gcp-login", credentials::refreshAccessToken);
    } catch (TimeoutException e) {
      throw LoginFailure.timedOut(this);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw LoginFailure.timedOut(this);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw LoginFailure.of(
          e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause()),
          this);
    }
  }

  /** Omits the key. */
  @Override
  public String toString() {
    return "LoginSource[" + description + "]";
  }
}
