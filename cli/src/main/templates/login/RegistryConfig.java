package com.acme;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.berth.spi.BaseContainerRegistryConfig;
import jakarta.validation.constraints.Pattern;

/** The properties of a registry, in addition to those of every registry. */
public final class AcmeRegistryConfig extends BaseContainerRegistryConfig {
  @JsonPropertyDescription("the user who logs in")
  @Pattern(regexp = "[a-z0-9-]+", message = "must be a user: lower-case letters, digits and '-'")
  private String user = "builder";

  /** The user who logs in. */
  public String user() {
    return user;
  }
}
