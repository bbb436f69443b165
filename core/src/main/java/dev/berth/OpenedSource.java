package dev.berth;

import dev.berth.auth.CredentialChain;
import dev.berth.push.PushListener;
import dev.berth.push.SourceRegistry;
import dev.berth.reference.ImageReference;
import dev.berth.reference.RegistryUri;
import dev.berth.spi.BaseContainerRegistryConfig;
import dev.berth.spi.Login;
import java.util.Map;
import java.util.Optional;

/**
 * The registry of a push's source.
 *
 * @param registry how to reach it; empty when it is the target's
 * @param end closes it
 */
record OpenedSource(Optional<SourceRegistry> registry, Runnable end) implements AutoCloseable {
  /** A source that needs no registry, or is in the target's. */
  static final OpenedSource NONE = new OpenedSource(Optional.empty(), () -> {});

  /** A source in a registered registry, which is closed with it. */
  static OpenedSource in(OpenedRegistry registry) {
    return new OpenedSource(Optional.of(registry.source()), registry::close);
  }

  /** A source in a registry that is not registered: the logins of files are used. */
  static OpenedSource unregistered(
      ImageReference image, HostServices services, PushListener listener) {
    var config =
        services
            .binder()
            .bindValid(BaseContainerRegistryConfig.class, Map.of("uri", image.host()))
            .config();
    var credentials =
        new CredentialChain(
            config,
            Optional.of(RegistryUri.parse(image.name())),
            () -> Login.none("no registered registry owns " + image.name()),
            services.secrets(),
            services.authFiles());
    var access = new OpenedAccess(services, config, credentials);
    listener.debug("the source " + image + " belongs to no registered registry");
    return new OpenedSource(Optional.of(access.source()), access::close);
  }

  @Override
  public void close() {
    end.run();
  }
}
