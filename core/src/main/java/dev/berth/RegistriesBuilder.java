package dev.berth;

import dev.berth.config.ConfigBinder;
import dev.berth.config.ValidatedConfigs;
import dev.berth.push.PushEngine;
import dev.berth.push.RateLimit;
import dev.berth.push.RegistryAccess;
import dev.berth.push.distribution.HttpRegistryAccess;
import dev.berth.spi.BaseContainerRegistryConfig;
import dev.berth.store.Store;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Settings for {@link Registries}. The defaults are those of the command. */
public final class RegistriesBuilder {
  private Map<String, String> environment = System.getenv();
  private @Nullable BerthHome home;
  private RegistryAccess.Factory access = HttpRegistryAccess::new;
  private @Nullable Function<PushOptions, PushEngine> engine;
  private RateLimit uploadRate = RateLimit.NONE;

  RegistriesBuilder() {}

  /** The environment variables, for credentials, secrets and the Docker engine. */
  public RegistriesBuilder environment(Map<String, String> variables) {
    this.environment = Map.copyOf(variables);
    return this;
  }

  /** The folders. */
  public RegistriesBuilder home(BerthHome folders) {
    this.home = folders;
    return this;
  }

  /** Opens the clients for checks. */
  public RegistriesBuilder access(RegistryAccess.Factory factory) {
    this.access = factory;
    return this;
  }

  /** The engine for all pushes, instead of the one in their options. */
  public RegistriesBuilder engine(PushEngine pushEngine) {
    this.engine = options -> pushEngine;
    return this;
  }

  /** Limits all uploads of direct pushes together. */
  public RegistriesBuilder uploadRate(RateLimit limit) {
    this.uploadRate = limit;
    return this;
  }

  /** Opens the registries. Nothing is read yet. */
  public Registries open() {
    return new Registries(this);
  }

  /**
   * Loads the classes that the first use of a store and a configuration needs.
   *
   * @param cache the user's folder for caches
   */
  public static void warmUp(Path cache) {
    new Store(Path.of("")).warmUp();
    if (new ValidatedConfigs(cache).exist()) {
      return;
    }
    try (var binder = new ConfigBinder()) {
      binder.bind(BaseContainerRegistryConfig.class, Map.of("uri", "localhost"));
    }
  }

  Map<String, String> environment() {
    return environment;
  }

  BerthHome home() {
    return home != null ? home : BerthHome.find(environment);
  }

  RateLimit uploadRate() {
    return uploadRate;
  }

  RegistryAccess.Factory access() {
    return access;
  }

  Optional<Function<PushOptions, PushEngine>> engine() {
    return Optional.ofNullable(engine);
  }
}
