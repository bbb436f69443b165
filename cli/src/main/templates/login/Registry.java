package com.acme;

import dev.berth.spi.BaseContainerRegistry;
import dev.berth.spi.Credentials;
import dev.berth.spi.Login;
import dev.berth.spi.RegistryContext;

/** How to log in to a registry: with the token in {@code ACME_TOKEN}. */
public final class AcmeRegistry extends BaseContainerRegistry {
  private final AcmeRegistryConfig config;

  public AcmeRegistry(RegistryContext context) {
    super(context);
    this.config = context.config(AcmeRegistryConfig.class);
  }

  @Override
  public Login login() {
    return context()
        .variable("ACME_TOKEN")
        .map(token -> Login.found(Credentials.basic(config.user(), token), "ACME_TOKEN"))
        .orElseGet(() -> Login.none("ACME_TOKEN is not set"));
  }
}
