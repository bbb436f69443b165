package com.acme;

import dev.berth.reference.ImageReference;
import dev.berth.spi.BaseContainerRegistry;
import dev.berth.spi.Check;
import dev.berth.spi.RegistryContext;
import java.util.List;
import java.util.Optional;

/** What must hold before a push. */
public final class AcmeRegistry extends BaseContainerRegistry {
  private final AcmeRegistryConfig config;

  public AcmeRegistry(RegistryContext context) {
    super(context);
    this.config = context.config(AcmeRegistryConfig.class);
  }

  @Override
  public List<Check> checks(Optional<ImageReference> image) {
    return image.map(it -> List.of(new Check("path", () -> path(it)))).orElse(List.of());
  }

  private Check.Result path(ImageReference image) {
    return image.repository().startsWith(config.team() + "/")
        ? Check.Result.pass("the image belongs to the team " + config.team())
        : Check.Result.fail("the image does not belong to the team " + config.team())
            .withRemedy("push to " + image.host() + "/" + config.team() + "/NAME");
  }
}
