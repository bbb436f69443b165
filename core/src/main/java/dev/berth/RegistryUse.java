package dev.berth;

import dev.berth.auth.CredentialChain;
import dev.berth.auth.SecretValues;
import dev.berth.config.BoundConfig;
import dev.berth.config.ConfigBinder;
import dev.berth.flavor.LoadedFlavor;
import dev.berth.push.PushEngine;
import dev.berth.push.PushListener;
import dev.berth.push.PushRequest;
import dev.berth.push.PushResult;
import dev.berth.push.RegistryAccess;
import dev.berth.reference.ImageReference;
import dev.berth.spi.BerthException;
import dev.berth.spi.ContainerRegistry;
import dev.berth.spi.ErrorCode;
import dev.berth.store.RegisteredRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Opens registered registries with their flavors' implementations, to push and to check. */
final class RegistryUse {
  /** What a check pushes with. */
  private static final PushEngine NOTHING =
      new PushEngine() {
        @Override
        public String name() {
          return "nothing";
        }

        @Override
        public PushResult push(PushRequest request, PushListener listener) {
          throw new IllegalStateException("a check pushes nothing");
        }
      };

  private final ConfigBinder binder;
  private final SecretValues secrets;
  private final CredentialChain credentials;
  private final RegistryAccess.Factory access;

  RegistryUse(
      ConfigBinder binder,
      SecretValues secrets,
      CredentialChain credentials,
      RegistryAccess.Factory access) {
    this.binder = binder;
    this.secrets = secrets;
    this.credentials = credentials;
    this.access = access;
  }

  PushedImage push(
      RegisteredRegistry registry,
      LoadedFlavor flavor,
      ImageReference image,
      PushOptions options,
      Supplier<? extends PushEngine> engine,
      PushListener listener) {
    try (var open = open(registry, flavor, Optional.of(image), engine, listener, options)) {
      long start = System.nanoTime();
      ImageReference pushed =
          used(
              flavor,
              open,
              opened -> {
                try {
                  return flavor.call("pushImage()", () -> opened.pushImage(image));
                } catch (BerthException e) {
                  // What went wrong in the engine is not the flavor's fault, though it came through
                  // its code.
                  throw explained(open.ownFailure().orElse(e), open);
                }
              });
      return new PushedImage(
          pushed,
          registry.name(),
          open.engineName(),
          open.result().orElseThrow(),
          Duration.ofNanos(System.nanoTime() - start));
    }
  }

  CheckReport check(
      RegisteredRegistry registry,
      LoadedFlavor flavor,
      Optional<ImageReference> image,
      PushListener listener) {
    try (var open = open(registry, flavor, image, () -> NOTHING, listener, PushOptions.STANDARD)) {
      return used(
          flavor,
          open,
          opened -> {
            logInAhead(flavor, opened);
            return new CheckReport(
                registry.name(),
                flavor.call(
                    "checks()",
                    () -> new CheckRunner(CheckRunner.LIMIT).findings(opened.checks(image))));
          });
    }
  }

  /**
   * A helper may ask a person, which takes longer than a check may; what fails, the checks tell.
   */
  private static void logInAhead(LoadedFlavor flavor, ContainerRegistry opened) {
    try {
      flavor.call("credentials()", opened::credentials);
    } catch (BerthException e) {
      if (e.code() == ErrorCode.FLAVOR || e.code() == ErrorCode.INVALID) {
        throw e;
      }
    }
  }

  private static <T> T used(
      LoadedFlavor flavor, OpenedRegistry open, Function<ContainerRegistry, T> use) {
    ContainerRegistry opened = flavor.createRegistry(open);
    try {
      return use.apply(opened);
    } finally {
      close(flavor, opened, open);
    }
  }

  /** What was pushed is pushed, whatever becomes of what pushed it. */
  private static void close(LoadedFlavor flavor, ContainerRegistry opened, OpenedRegistry open) {
    try {
      flavor.run("close()", opened::close);
    } catch (BerthException e) {
      open.warn(e.getMessage());
    }
  }

  private OpenedRegistry open(
      RegisteredRegistry registry,
      LoadedFlavor flavor,
      Optional<ImageReference> image,
      Supplier<? extends PushEngine> engine,
      PushListener listener,
      PushOptions options) {
    BoundConfig bound =
        flavor.call(
            Registries.CONFIGURATION,
            () ->
                binder.bind(
                    flavor.configClass(),
                    registry.properties(),
                    value -> secrets.get(value.secret(), value.key())));
    return new OpenedRegistry(
        registry.name(),
        bound.config(),
        image,
        credentials,
        secrets,
        access,
        engine,
        listener,
        options);
  }

  /** A login that is missing or refused is explained by where it was looked for. */
  private static RuntimeException explained(RuntimeException failure, OpenedRegistry open) {
    if (!(failure instanceof BerthException known) || !isOfLogin(known, open)) {
      return failure;
    }
    List<String> hints = new ArrayList<>(known.hints());
    open.credentialTrail().forEach(line -> hints.add("credentials " + line));
    return new BerthException(
        known.code(), known.getMessage(), known, hints.toArray(String[]::new));
  }

  private static boolean isOfLogin(BerthException failure, OpenedRegistry open) {
    boolean missing =
        open.credentialTrail().stream()
            .anyMatch(line -> line.equals(CredentialChain.NONE) || line.startsWith("failed: "));
    return failure.code() == ErrorCode.CREDENTIALS
        || (failure.code() == ErrorCode.PREREQUISITE && missing);
  }
}
