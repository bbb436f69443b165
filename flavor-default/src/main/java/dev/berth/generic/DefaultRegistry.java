package dev.berth.generic;

import dev.berth.reference.ImageReference;
import dev.berth.spi.BaseContainerRegistry;
import dev.berth.spi.Check;
import dev.berth.spi.RegistryContext;
import dev.berth.spi.RegistryProbe;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A registry of which nothing is known but its protocol. */
final class DefaultRegistry extends BaseContainerRegistry {
  DefaultRegistry(RegistryContext context) {
    super(context);
  }

  @Override
  public List<Check> checks(Optional<ImageReference> image) {
    RegistryProbe probe = context().probe(this::credentials);
    List<Check> checks = new ArrayList<>();
    checks.add(new Check("registry", probe::answers));
    checks.add(new Check("login", probe::login));
    image.ifPresent(
        it -> {
          checks.add(new Check("push", () -> probe.push(it)));
          checks.add(new Check("tag", () -> probe.tag(it)));
        });
    return checks;
  }

  /** Nothing: the first requests of every push are these checks, and say the same. */
  @Override
  public void prepareImagePush(ImageReference image) {}
}
