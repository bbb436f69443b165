package dev.berth.testing.leaky;

import dev.berth.push.PushListener;
import dev.berth.reference.ImageReference;
import dev.berth.spi.BaseContainerRegistry;
import dev.berth.spi.Check;
import dev.berth.spi.Credentials;
import dev.berth.spi.Login;
import dev.berth.spi.RegistryContext;
import java.util.List;
import java.util.Optional;

/** Reports its password where the environment says so, and knows a class of the host. */
public final class LeakyRegistry extends BaseContainerRegistry {
  /** The host's, which no flavor may see. */
  static final PushListener NONE = PushListener.NONE;

  LeakyRegistry(RegistryContext context) {
    super(context);
  }

  @Override
  public Login login() {
    return Login.found(Credentials.basic("me", "canary"), "a constant");
  }

  @Override
  public List<Check> checks(Optional<ImageReference> image) {
    String leak = context().variable("LEAK").map(it -> " with canary").orElse("");
    return List.of(new Check("login", () -> Check.Result.fail("the login fails" + leak)));
  }
}
