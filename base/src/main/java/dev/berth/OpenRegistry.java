package dev.berth;

import dev.berth.auth.CredentialSources;
import dev.berth.flavor.ContextLoader;
import dev.berth.push.Connection;
import dev.berth.push.PushEngine;
import dev.berth.push.PushListener;
import dev.berth.push.PushRequest;
import dev.berth.push.PushResult;
import dev.berth.reference.Digest;
import dev.berth.reference.ImageReference;
import dev.berth.spi.BaseContainerRegistryConfig;
import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.RegistryContext;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the host does for one registry's implementation during one push. */
final class OpenRegistry implements RegistryContext {
  private final String name;
  private final BaseContainerRegistryConfig config;
  private final CredentialSources sources;
  private final Supplier<? extends PushEngine> engine;
  private final PushListener listener;
  private @Nullable PushResult result;
  private @Nullable RuntimeException ownFailure;
  private String engineName = "";

  OpenRegistry(
      String name,
      BaseContainerRegistryConfig config,
      CredentialSources sources,
      Supplier<? extends PushEngine> engine,
      PushListener listener) {
    this.name = name;
    this.config = config;
    this.sources = sources;
    this.engine = engine;
    this.listener = listener;
  }

  @Override
  public String registryName() {
    return name;
  }

  @Override
  public <C extends BaseContainerRegistryConfig> C config(Class<C> type) {
    return type.cast(config);
  }

  @Override
  public Credentials credentials() {
    return sources.find(config);
  }

  @Override
  public void warn(String message) {
    listener.warning(message);
  }

  @Override
  public Digest push(ImageReference image, Credentials credentials) {
    if (!config.uri().owns(image)) {
      throw new BerthException(
          ErrorCode.FLAVOR,
          "the flavor of registry '%s' pushes %s, which is not its own".formatted(name, image));
    }
    // The engine is the host's, and its libraries are not to be looked for among the flavor's.
    PushResult pushed =
        ContextLoader.with(
            OpenRegistry.class.getClassLoader(),
            () -> {
              try {
                PushEngine opened = engine.get();
                engineName = opened.name();
                return opened.push(new PushRequest(image, credentials, connection()), listener);
              } catch (RuntimeException e) {
                ownFailure = e;
                throw e;
              }
            });
    result = pushed;
    return pushed.digest();
  }

  private Connection connection() {
    return new Connection(
        config.insecure(),
        config.caCertificate().map(Path::of),
        config.clientCertificate().map(Path::of),
        config.clientKey().map(Path::of));
  }

  /** Throws what went wrong in the engine, if anything did. */
  void rethrowOwnFailure() {
    if (ownFailure != null) {
      throw ownFailure;
    }
  }

  /** What the engine did; empty when the implementation never asked it. */
  Optional<PushResult> result() {
    return Optional.ofNullable(result);
  }

  String engineName() {
    return engineName;
  }
}
