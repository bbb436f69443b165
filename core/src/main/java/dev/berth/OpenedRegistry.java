package dev.berth;

import dev.berth.check.CheckOutcome;
import dev.berth.check.CheckReport;
import dev.berth.check.CheckRunner;
import dev.berth.config.BoundConfig;
import dev.berth.config.PropertyNames;
import dev.berth.config.StoredConfig;
import dev.berth.config.ValidatedConfigs;
import dev.berth.flavor.HostFault;
import dev.berth.flavor.LoadedFlavor;
import dev.berth.push.PushEngine;
import dev.berth.push.PushListener;
import dev.berth.push.PushRequest;
import dev.berth.push.PushResult;
import dev.berth.push.SourceRegistry;
import dev.berth.reference.ImageReference;
import dev.berth.reference.RegistryUri;
import dev.berth.spi.BerthException;
import dev.berth.spi.Check;
import dev.berth.spi.ContainerRegistry;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.Login;
import dev.berth.spi.PushPlan;
import dev.berth.store.RegisteredRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A registered registry that is opened for one push or one check. {@link #push()} and {@link
 * #check()} have the whole order of both.
 *
 * @see "docs/decisions/0018-host-owns-the-push.md"
 */
final class OpenedRegistry extends HostContext {
  /**
   * What only a push needs.
   *
   * @param engine opens the push engine
   * @param source the registry of the source; empty for a source in the same registry, or in none
   * @param turn returns when the bytes can be pushed
   */
  record Push(Supplier<PushEngine> engine, Optional<SourceRegistry> source, Runnable turn) {}

  /**
   * The purpose for which the registry is opened.
   *
   * @param image the image; empty to check the prerequisites that all images share
   * @param options how the image is pushed
   * @param push what only a push needs; empty for a check
   * @param listener receives the progress
   */
  record Use(
      Optional<ImageReference> image,
      PushOptions options,
      Optional<Push> push,
      PushListener listener) {
    /** The use of a registry that is only read. */
    static Use reading(Optional<ImageReference> image, PushListener listener) {
      return new Use(image, PushOptions.DEFAULTS, Optional.empty(), listener);
    }
  }

  private final String name;
  private final LoadedFlavor flavor;
  private final Use use;
  private @Nullable ContainerRegistry registry;
  private @Nullable PushEngine engine;
  private @Nullable PushResult result;
  private boolean pushing;
  private volatile List<CheckOutcome> outcomes = List.of();

  /** Opens a registry: binds its configuration and creates the flavor's implementation. */
  OpenedRegistry(
      RegisteredRegistry registered, LoadedFlavor flavor, HostServices services, Use use) {
    this(registered, flavor, services, use, bound(registered, flavor, services, use));
  }

  private OpenedRegistry(
      RegisteredRegistry registered,
      LoadedFlavor flavor,
      HostServices services,
      Use use,
      BoundConfig bound) {
    super(
        services,
        bound.config(),
        Optional.of(
            RegistryUri.parse(use.image().map(ImageReference::name).orElseGet(registered::uri))),
        use.listener());
    this.name = registered.name();
    this.flavor = flavor;
    this.use = use;
    flavor.difference().ifPresent(it -> warn(it + "; register it again to record it"));
    bound.renamed().forEach(it -> warn("registry '" + name + "': " + it));
    try {
      registry = flavor.createRegistry(this);
    } catch (RuntimeException e) {
      super.close();
      throw e;
    }
  }

  private static BoundConfig bound(
      RegisteredRegistry registered, LoadedFlavor flavor, HostServices services, Use use) {
    Optional<String> stamp =
        ValidatedConfigs.stamp(flavor.configClass(), flavor.paths(), registered.configuration());
    if (stamp.filter(services.validated()::has).isPresent()) {
      return flavor.call(
          LoadedFlavor.CONFIGURATION,
          () -> services.binder().bindValid(flavor.configClass(), registered.configuration()));
    }
    BoundConfig bound = validated(registered, flavor, services);
    if (use.push().isPresent() && !use.options().dryRun()) {
      stamp.ifPresent(services.validated()::add);
    }
    return bound;
  }

  private static BoundConfig validated(
      RegisteredRegistry registered, LoadedFlavor flavor, HostServices services) {
    return flavor.call(
        LoadedFlavor.CONFIGURATION,
        () ->
            StoredConfig.of(
                    registered.name(),
                    registered.configuration(),
                    PropertyNames.of(flavor.configClass()))
                .bind(
                    properties ->
                        services
                            .binder()
                            .bind(flavor.configClass(), properties, services.secrets()::get)));
  }

  /** The flavor's implementation, which a call of this host during its constructor lacks. */
  private ContainerRegistry registry() {
    if (registry == null) {
      throw new BerthException(
          ErrorCode.FLAVOR,
          "flavor '%s' uses the registry in its constructor, before it is opened"
              .formatted(flavor.name()));
    }
    return registry;
  }

  /** All calls of the flavor's login, including those by an engine during a push. */
  @Override
  Login login() {
    ContainerRegistry opened = registry();
    return new LoginDeadline(flavor.name()).await(() -> flavor.call("login()", opened::login));
  }

  /** Pushes the image, which belongs to this registry. */
  PushedImage push() {
    long start = System.nanoTime();
    ImageReference image = use.image().orElseThrow();
    try {
      resolveCredentials();
      ImageReference pushed = prepareAndPush(image);
      Duration duration = Duration.ofNanos(System.nanoTime() - start);
      return new PushedImage(
          pushed, name, engine().name(), Objects.requireNonNull(result), duration);
    } catch (BerthException e) {
      throw FailedPush.explained(e, chain(), pushing ? outcomes : List.of());
    }
  }

  /**
   * The flavor's {@code pushImage} calls back {@link #prepare} and {@link #push(ImageReference)}.
   */
  private ImageReference prepareAndPush(ImageReference image) {
    try {
      return flavor.call("the preparation of the push", () -> registry().pushImage(image));
    } catch (BerthException e) {
      boolean ofPreparation = e.code() == ErrorCode.PREREQUISITE && !pushing;
      if (!ofPreparation || !use.options().skipChecks()) {
        throw e;
      }
      warn(e.getMessage());
      return push(image);
    }
  }

  /** Runs all checks, including those on demand, and changes nothing. */
  CheckReport check() {
    resolveCredentials();
    List<CheckOutcome> all =
        flavor.call(
            "checks()",
            () -> {
              List<Check> checks = registry().checks(use.image());
              Objects.requireNonNull(checks, "checks() returned null");
              return run(access().withHostChecks(checks, true));
            });
    return new CheckReport(name, all);
  }

  /**
   * Resolves the credentials before the checks, outside of their time limit, since a credential
   * helper may prompt the user. The check {@code login} or the push reports a failure.
   */
  private void resolveCredentials() {
    boolean byDockerEngine =
        use.push().isPresent() && use.options().chosen() == PushOptions.Engine.DOCKER;
    access().reportProxies(use.listener(), byDockerEngine);
    try {
      credentials();
    } catch (BerthException e) {
      if (e.code() == ErrorCode.FLAVOR || e.code() == ErrorCode.INVALID) {
        throw e;
      }
    } finally {
      chain().report(use.listener()::debug, this::warn);
    }
  }

  @Override
  public void prepare(List<Check> checks) {
    Objects.requireNonNull(checks, "checks() returned null");
    List<Check> wanted = checks.stream().filter(check -> !check.isOnDemand()).toList();
    // Also when the flavor calls this on a thread of its own.
    flavor.run(
        "the checks",
        () -> {
          outcomes = run(access().withHostChecks(wanted, false));
          var report = new CheckReport(name, outcomes);
          new PushPreparation(use.options(), use.listener()).apply(report);
        });
  }

  private List<CheckOutcome> run(List<Check> checks) {
    return new CheckRunner(CheckRunner.TIMEOUT, config().uri().host(), this::credentials)
        .run(checks);
  }

  @Override
  public ImageReference push(ImageReference image) {
    pushing = true;
    // Missing credentials are reported before a connection is opened.
    credentials();
    use.push().ifPresent(it -> it.turn().run());
    services().activity().begin("pushing " + image);
    PushResult pushed = onHost(() -> engine().push(request(image), use.listener()));
    result = pushed;
    return image.withDigest(pushed.digest());
  }

  @Override
  public PushPlan plan(ImageReference image) {
    return use.push().isEmpty() ? PushPlan.UNKNOWN : onHost(() -> engine().plan(request(image)));
  }

  private PushRequest request(ImageReference image) {
    return access().request(image, use.options(), use.push().flatMap(Push::source));
  }

  /** The registry as that of a source. */
  SourceRegistry source() {
    return access().source();
  }

  private synchronized PushEngine engine() {
    if (engine == null) {
      engine = use.push().orElseThrow().engine().get();
    }
    return engine;
  }

  /**
   * Runs host code that flavor code calls, with the host's class loader. Its bugs are not reported
   * as the flavor's.
   */
  private static <T> T onHost(Supplier<T> code) {
    try {
      return LoadedFlavor.withContextLoader(OpenedRegistry.class.getClassLoader(), code);
    } catch (BerthException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new HostFault(e);
    }
  }

  /** A failing {@code close()} of the flavor must not fail a completed push. */
  @Override
  public void close() {
    try {
      flavor.run("close()", registry()::close);
    } catch (BerthException e) {
      warn(e.getMessage());
    } finally {
      super.close();
    }
  }
}
