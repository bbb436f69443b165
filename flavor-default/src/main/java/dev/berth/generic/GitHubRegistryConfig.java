package dev.berth.generic;

import dev.berth.spi.BaseContainerRegistryConfig;
import jakarta.validation.constraints.AssertTrue;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The configuration of a registry at GitHub. */
public final class GitHubRegistryConfig extends BaseContainerRegistryConfig {
  // GitHub's documentation, "Working with the Container registry" on GHE.com.
  private static final Pattern OF_ENTERPRISE =
      Pattern.compile("containers\\.([a-z0-9][a-z0-9-]*\\.ghe\\.com)");

  @AssertTrue(message = "property 'uri' must be ghcr.io[/OWNER] or containers.NAME.ghe.com[/OWNER]")
  boolean isUriOfGitHub() {
    return findUri().isEmpty() || uri().host().equals("ghcr.io") || enterprise().isPresent();
  }

  /** The host of the enterprise that the registry belongs to, {@code NAME.ghe.com}. */
  Optional<String> enterprise() {
    Matcher host = OF_ENTERPRISE.matcher(uri().host());
    return host.matches() ? Optional.of(host.group(1)) : Optional.empty();
  }
}
