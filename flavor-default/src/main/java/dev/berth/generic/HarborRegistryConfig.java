package dev.berth.generic;

/** The configuration of a registry of Harbor. */
public final class HarborRegistryConfig extends CompanyRegistryConfig {
  private boolean createProject;

  /** Whether a push creates a missing project. */
  boolean createProject() {
    return createProject;
  }
}
