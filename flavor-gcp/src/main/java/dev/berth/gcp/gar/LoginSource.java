package dev.berth.gcp.gar;

import com.google.auth.oauth2.ComputeEngineCredentials;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ImpersonatedCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;

/**
 * Credentials that access tokens can be got with.
 *
 * @param credentials the SDK's, which also get the tokens
 * @param story where they are from, for messages
 */
record LoginSource(GoogleCredentials credentials, String story) {
  /** Who it is, as an IAM policy names it; gcloud is asked where only Google knows. */
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

  /** Holds a key: not for messages. */
  @Override
  public String toString() {
    return "LoginSource[" + story + "]";
  }
}
