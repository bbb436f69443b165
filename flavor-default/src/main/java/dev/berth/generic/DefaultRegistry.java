package dev.berth.generic;

import dev.berth.reference.ImageReference;
import dev.berth.spi.BaseContainerRegistry;
import dev.berth.spi.Check;
import dev.berth.spi.Check.Result;
import dev.berth.spi.Login;
import dev.berth.spi.RegistryContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Any registry, with the rules of a preset where one is known. */
final class DefaultRegistry extends BaseContainerRegistry {
  private final Optional<Preset> preset;

  DefaultRegistry(RegistryContext context) {
    super(context);
    this.preset = context.config(DefaultRegistryConfig.class).preset();
  }

  @Override
  public Login login() {
    return preset
        .map(
            it ->
                Login.missing(
                    "the flavor has no login of its own",
                    "berth secret set, or docker login, with this login: " + it.login()))
        .orElseGet(super::login);
  }

  @Override
  public List<Check> checks(Optional<ImageReference> image) {
    List<Check> checks = new ArrayList<>(super.checks(image));
    preset.ifPresent(
        it -> {
          checks.add(new Check("identity", () -> identity(it)).afterLogin());
          image.ifPresent(pushed -> checks.add(new Check("path", () -> path(it, pushed))));
        });
    return checks;
  }

  private Result identity(Preset known) {
    String user = context().credentials().username().orElse("");
    return known.accepts(user)
        ? Result.pass("the user name is of the form that %s expects".formatted(known.title()))
        : Result.warn("the user name is not of the form that %s expects".formatted(known.title()))
            .withRemedy(known.login());
  }

  private static Result path(Preset known, ImageReference image) {
    int segments = image.repository().split("/", -1).length;
    return segments < known.segments()
        ? Result.fail(
                "%s is too short for %s: %s/IMAGE"
                    .formatted(image.name(), known.title(), known.uri()))
            .withRemedy("push to " + known.uri() + "/" + image.repository())
        : Result.pass(image.name() + " is long enough");
  }
}
