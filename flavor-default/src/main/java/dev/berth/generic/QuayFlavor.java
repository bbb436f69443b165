package dev.berth.generic;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import dev.berth.reference.Capabilities;
import dev.berth.spi.BaseContainerRegistryFlavor;
import dev.berth.spi.ContainerRegistry;
import dev.berth.spi.RegistryContext;

/** Quay: {@code quay.io}, or Red Hat Quay at a company's own host. */
@JsonClassDescription("Quay: quay.io, or Red Hat Quay at a company's own host.")
public final class QuayFlavor extends BaseContainerRegistryFlavor {
  /** For the service loader. */
  public QuayFlavor() {}

  @Override
  public String name() {
    return "quay";
  }

  @Override
  public Class<QuayRegistryConfig> configClass() {
    return QuayRegistryConfig.class;
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.QUAY;
  }

  @Override
  public ContainerRegistry createRegistry(RegistryContext context) {
    return new QuayRegistry(context);
  }
}
