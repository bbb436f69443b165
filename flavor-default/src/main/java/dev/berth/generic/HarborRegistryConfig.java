package dev.berth.generic;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** The configuration of a registry of Harbor. */
public final class HarborRegistryConfig extends CompanyRegistryConfig {
  @JsonPropertyDescription("whether a push creates a missing project, which is then private")
  private boolean createProject;

  /** Whether a push creates a missing project. */
  boolean createProject() {
    return createProject;
  }
}
