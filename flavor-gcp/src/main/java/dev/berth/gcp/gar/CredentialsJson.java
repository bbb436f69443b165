package dev.berth.gcp.gar;

import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads Google's credentials in JSON. Failures do not repeat the parser's message, which can quote
 * the content.
 */
final class CredentialsJson {
  static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";

  private CredentialsJson() {}

  /** A service account's key. Other kinds are refused, since they can name a program to run. */
  static LoginSource key(String json, String where) {
    try {
      ServiceAccountCredentials key =
          ServiceAccountCredentials.fromStream(
              new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
      return new LoginSource(
          withoutRetries(key).createScoped(SCOPE),
          "the key of " + key.getClientEmail() + " from " + where);
    } catch (IOException | RuntimeException e) {
      throw new BerthException(
          ErrorCode.CREDENTIALS,
          where + " is no service account's key: JSON with the type service_account",
          "gcloud iam service-accounts keys create key.json --iam-account=ACCOUNT");
    }
  }

  /** The credentials of any kind in a file. */
  static LoginSource file(Path path, String name) {
    if (!Files.isReadable(path)) {
      throw new BerthException(
          ErrorCode.CREDENTIALS,
          "%s: the file %s %s"
              .formatted(name, path, Files.exists(path) ? "cannot be read" : "does not exist"),
          "gcloud auth application-default login");
    }
    try (InputStream in = Files.newInputStream(path)) {
      return new LoginSource(withoutRetries(GoogleCredentials.fromStream(in)), name + ", " + path);
    } catch (IOException | RuntimeException e) {
      throw new BerthException(
          ErrorCode.CREDENTIALS,
          "%s: the file %s contains no valid Google credentials".formatted(name, path),
          "gcloud auth application-default login");
    }
  }

  /** The SDK's retries exceed the time limit of a check. */
  private static GoogleCredentials withoutRetries(GoogleCredentials credentials) {
    return credentials.createWithCustomRetryStrategy(false);
  }
}
