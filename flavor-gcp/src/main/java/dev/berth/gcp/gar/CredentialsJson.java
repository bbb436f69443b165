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
 * Reads Google's credentials in JSON. What is wrong with them is told without the reader's own
 * words, which quote what they stumble over.
 */
final class CredentialsJson {
  static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";

  private CredentialsJson() {}

  /** A service account's key, and no other kind: others may name a program to run. */
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
              .formatted(name, path, Files.exists(path) ? "cannot be read" : "is not there"),
          "gcloud auth application-default login");
    }
    try (InputStream in = Files.newInputStream(path)) {
      return new LoginSource(withoutRetries(GoogleCredentials.fromStream(in)), name + ", " + path);
    } catch (IOException | RuntimeException e) {
      throw new BerthException(
          ErrorCode.CREDENTIALS,
          "%s: the file %s holds no Google credentials that can be read".formatted(name, path),
          "gcloud auth application-default login");
    }
  }

  /** The SDK's own retries take longer than a check may. */
  private static GoogleCredentials withoutRetries(GoogleCredentials credentials) {
    return credentials.createWithCustomRetryStrategy(false);
  }
}
