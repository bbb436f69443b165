package dev.berth.gcp.gar;

import com.google.auth.Credentials;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An access token for the API. The SDK's classes refuse plain HTTP, which is allowed on this
 * machine and with {@code insecure}.
 */
final class BearerCredentials extends Credentials {
  private static final long serialVersionUID = 1L;

  private final transient String token;
  private final @Nullable String quotaProject;

  BearerCredentials(String token, Optional<String> quotaProject) {
    this.token = token;
    this.quotaProject = quotaProject.orElse(null);
  }

  /** The project that calls are charged to. */
  Optional<String> quotaProject() {
    return Optional.ofNullable(quotaProject);
  }

  @Override
  public String getAuthenticationType() {
    return "OAuth2";
  }

  @Override
  public Map<String, List<String>> getRequestMetadata(URI uri) {
    List<String> bearer = List.of("Bearer " + token);
    return quotaProject == null
        ? Map.of("Authorization", bearer)
        : Map.of("Authorization", bearer, "x-goog-user-project", List.of(quotaProject));
  }

  @Override
  public boolean hasRequestMetadata() {
    return true;
  }

  @Override
  public boolean hasRequestMetadataOnly() {
    return true;
  }

  @Override
  public void refresh() {}

  @Override
  public String toString() {
    return "***";
  }
}
