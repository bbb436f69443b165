package dev.berth.gcp.gar;

import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.auth.http.HttpTransportFactory;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.support.SdkProxy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads Google's credentials in JSON. Failures do not repeat the parser's message, which can quote
 * the content.
 */
final class CredentialsJson {
  static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";

  private final HttpTransportFactory transport;

  /** With the transport through the registry's proxy. */
  CredentialsJson(SdkProxy proxy) {
    var http = new NetHttpTransport.Builder().setConnectionFactory(url -> open(proxy, url)).build();
    this.transport = () -> http;
  }

  private static HttpURLConnection open(SdkProxy proxy, URL url) throws IOException {
    return proxy.open(URI.create(url.toString()));
  }

  HttpTransportFactory transport() {
    return transport;
  }

  /** A service account's key. Other kinds are refused, since they can name a program to run. */
  LoginSource key(String json, String where) {
    try {
      ServiceAccountCredentials key =
          ServiceAccountCredentials.fromStream(
              new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), transport);
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
  LoginSource file(Path path, String name) {
    if (!Files.isReadable(path)) {
      throw new BerthException(
          ErrorCode.CREDENTIALS,
          "%s: the file %s %s"
              .formatted(name, path, Files.exists(path) ? "cannot be read" : "does not exist"),
          "gcloud auth application-default login");
    }
    try (InputStream in = Files.newInputStream(path)) {
      return new LoginSource(
          withoutRetries(GoogleCredentials.fromStream(in, transport)), name + ", " + path);
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
