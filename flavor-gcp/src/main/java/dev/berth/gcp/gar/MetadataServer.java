package dev.berth.gcp.gar;

import dev.berth.spi.support.Deadline;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * The server from which a machine in Google Cloud gets tokens of its service account. Elsewhere it
 * does not exist, and detecting that must be fast. <a
 * href="https://cloud.google.com/compute/docs/instances/detect-compute-engine">How to detect
 * it</a>.
 */
final class MetadataServer {
  private static final String HEADER = "Metadata-Flavor";
  private static final String FLAVOR = "Google";
  private static final int TRIES = 3;
  private static final int TRY_MILLIS = 700;
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private final Function<String, Optional<String>> variable;

  MetadataServer(Function<String, Optional<String>> variable) {
    this.variable = variable;
  }

  String host() {
    return variable.apply("GCE_METADATA_HOST").orElse("metadata.google.internal");
  }

  private boolean isOff() {
    return variable.apply("NO_GCE_CHECK").map(Boolean::parseBoolean).orElse(false);
  }

  String tried() {
    return "the metadata server %s (%s)"
        .formatted(host(), isOff() ? "switched off by NO_GCE_CHECK" : "no response");
  }

  boolean exists() {
    try {
      // A name resolution may take longer than any socket's timeout.
      return !isOff() && Deadline.call(TIMEOUT, "berth-gcp-metadata", this::responds);
    } catch (TimeoutException | ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private boolean responds() throws IOException {
    for (int i = 0; i < TRIES; i++) {
      try {
        return ask();
      } catch (SocketTimeoutException e) {
        // It may be starting, for instance with a pod.
      }
    }
    return false;
  }

  private boolean ask() throws IOException {
    var connection = (HttpURLConnection) new URL("http://" + host()).openConnection(Proxy.NO_PROXY);
    connection.setConnectTimeout(TRY_MILLIS);
    connection.setReadTimeout(TRY_MILLIS);
    connection.setInstanceFollowRedirects(false);
    connection.setRequestProperty(HEADER, FLAVOR);
    try {
      connection.getResponseCode();
      return FLAVOR.equals(connection.getHeaderField(HEADER));
    } finally {
      connection.disconnect();
    }
  }
}
