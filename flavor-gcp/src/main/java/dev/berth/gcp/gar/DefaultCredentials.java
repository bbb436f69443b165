package dev.berth.gcp.gar;

import com.google.auth.oauth2.ComputeEngineCredentials;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Application default credentials, in the order of the SDK (<a
 * href="https://cloud.google.com/docs/authentication/application-default-credentials">the
 * order</a>). The SDK's search reads the environment of the process, caches its result globally,
 * and does not report what it tried.
 */
final class DefaultCredentials {
  private static final String FILE = "GOOGLE_APPLICATION_CREDENTIALS";
  private static final String GCLOUD_FILE = "application_default_credentials.json";

  private final Function<String, Optional<String>> variable;
  private final CredentialsJson json;
  private final MetadataServer metadata;

  DefaultCredentials(Function<String, Optional<String>> variable, CredentialsJson json) {
    this.json = json;
    this.variable = variable;
    this.metadata = new MetadataServer(variable);
  }

  Optional<LoginSource> find() {
    Optional<String> named = variable.apply(FILE);
    if (named.isPresent()) {
      return Optional.of(json.file(Path.of(named.get()), FILE));
    }
    Path gcloud = gcloudFile();
    if (Files.exists(gcloud)) {
      return Optional.of(json.file(gcloud, "gcloud's default credentials"));
    }
    return metadata.exists()
        ? Optional.of(
            new LoginSource(
                ComputeEngineCredentials.create(), "the metadata server " + metadata.host()))
        : Optional.empty();
  }

  String tried() {
    return "%s (not set), %s (does not exist), %s".formatted(FILE, gcloudFile(), metadata.tried());
  }

  private Path gcloudFile() {
    Optional<String> folder = variable.apply("CLOUDSDK_CONFIG");
    if (folder.isPresent()) {
      return Path.of(folder.get(), GCLOUD_FILE);
    }
    boolean windows =
        System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
    return windows
        ? Path.of(variable.apply("APPDATA").orElse(""), "gcloud", GCLOUD_FILE)
        : Path.of(home(), ".config", "gcloud", GCLOUD_FILE);
  }

  /** Like gcloud; the JVM asks the system, which may not know the user of a container. */
  private String home() {
    return variable.apply("HOME").orElseGet(() -> System.getProperty("user.home", ""));
  }
}
