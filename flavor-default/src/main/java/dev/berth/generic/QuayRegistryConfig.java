package dev.berth.generic;

import jakarta.validation.constraints.AssertTrue;
import java.util.Set;

/** The configuration of a registry of Quay: {@code quay.io} or a company's own. */
public final class QuayRegistryConfig extends CompanyRegistryConfig {
  private static final Set<String> READ_ONLY =
      Set.of("registry.redhat.io", "registry.access.redhat.com");

  @AssertTrue(
      message =
          "property 'uri' must not be a registry of Red Hat's products, which accepts no pushes: use"
              + " quay.io or your own")
  boolean isUriOfAWritableRegistry() {
    return findUri().isEmpty() || !READ_ONLY.contains(uri().host());
  }
}
