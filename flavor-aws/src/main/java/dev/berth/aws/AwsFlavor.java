package dev.berth.aws;

import dev.berth.spi.BaseContainerRegistryFlavor;

/** Amazon ECR. */
public final class AwsFlavor extends BaseContainerRegistryFlavor {
  /** For the service loader. */
  public AwsFlavor() {}

  @Override
  public String name() {
    return "aws";
  }
}
