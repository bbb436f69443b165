package dev.berth;

import dev.berth.push.PushEngine;
import dev.berth.push.RegistryAccess;
import dev.berth.push.distribution.HttpRegistryAccess;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Settings for {@link Registries}; each has the command's default. */
public final class RegistriesBuilder {
  private Map<String, String> environment = System.getenv();
  private @Nullable BerthHome home;
  private RegistryAccess.Factory access = HttpRegistryAccess::new;
  private @Nullable Function<PushOptions, PushEngine> engine;

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

  /** Opens clients that ask a registry what a push will meet. */
  public RegistriesBuilder access(RegistryAccess.Factory factory) {
    this.access = factory;
    return this;
  }

  /** The engine of all pushes, instead of the one that their options choose. */
  public RegistriesBuilder engine(PushEngine pushEngine) {
    this.engine = options -> pushEngine;
    return this;
  }

  /** Opens the registries. Nothing is read yet. */
  public Registries open() {
    return new Registries(this);
  }

  Map<String, String> environment() {
    return environment;
  }

  BerthHome home() {
    return home != null
        ? home
        : BerthHome.find(
            null,
            environment,
            Path.of(""),
            Path.of(System.getProperty("user.home", "/")),
            Optional.empty());
  }

  RegistryAccess.Factory access() {
    return access;
  }

  Optional<Function<PushOptions, PushEngine>> engine() {
    return Optional.ofNullable(engine);
  }
}
