package com.acme;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.berth.spi.BaseContainerRegistryConfig;
import jakarta.validation.constraints.Pattern;

/** The properties of a registry, in addition to those of every registry. */
public final class AcmeRegistryConfig extends BaseContainerRegistryConfig {
  @JsonPropertyDescription("the team that owns the images")
  @Pattern(regexp = "[a-z0-9-]+", message = "must be a team: lower-case letters, digits and '-'")
  private String team = "core";

  /** The team that owns the images. */
  public String team() {
    return team;
  }
}
