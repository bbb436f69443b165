package dev.berth;

import dev.berth.CheckReport.Finding;
import dev.berth.auth.CredentialSources;
import dev.berth.flavor.ContextLoader;
import dev.berth.push.Connection;
import dev.berth.push.PushEngine;
import dev.berth.push.PushListener;
import dev.berth.push.PushRequest;
import dev.berth.push.PushResult;
import dev.berth.push.RegistryAccess;
import dev.berth.reference.Digest;
import dev.berth.reference.ImageReference;
import dev.berth.spi.BaseContainerRegistryConfig;
import dev.berth.spi.BerthException;
import dev.berth.spi.Check;
import dev.berth.spi.CheckResult;
import dev.berth.spi.CheckStatus;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.Login;
import dev.berth.spi.PushPlan;
import dev.berth.spi.RegistryContext;
import dev.berth.spi.RegistryProbe;
import dev.berth.spi.SecretReference;
import dev.berth.spi.ServiceApi;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the host does for one registry's implementation during one push or check. */
final class OpenRegistry implements RegistryContext, AutoCloseable {
  private final String name;
  private final BaseContainerRegistryConfig config;
  private final CredentialSources sources;
  private final RegistryAccess.Factory access;
  private final Supplier<? extends PushEngine> engine;
  private final PushListener listener;
  private final boolean skipsChecks;
  private @Nullable RegistryAccess opened;
  private @Nullable PushResult result;
  private @Nullable RuntimeException ownFailure;
  private String engineName = "";

  OpenRegistry(
      String name,
      BaseContainerRegistryConfig config,
      CredentialSources sources,
      RegistryAccess.Factory access,
      Supplier<? extends PushEngine> engine,
      PushListener listener,
      boolean skipsChecks) {
    this.name = name;
    this.config = config;
    this.sources = sources;
    this.access = access;
    this.engine = engine;
    this.listener = listener;
    this.skipsChecks = skipsChecks;
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
  public Credentials credentials(Supplier<Login> own) {
    return sources.find(config, own);
  }

  @Override
  public String secret(SecretReference reference) {
    return sources.value(reference.secret(), reference.key());
  }

  @Override
  public Optional<String> variable(String variable) {
    return sources.variable(variable);
  }

  @Override
  public void tell(String message) {
    listener.told(message);
  }

  @Override
  public void warn(String message) {
    listener.warning(message);
  }

  @Override
  public void require(List<Check> checks) {
    List<Finding> findings = new CheckRun(CheckRun.LIMIT).findings(checks);
    var report = new CheckReport(name, findings);
    for (Finding finding : findings) {
      CheckResult result = finding.result();
      if (result.status() == CheckStatus.WARN || result.status() == CheckStatus.UNKNOWN) {
        warn(finding.check() + ": " + result.message());
      }
    }
    report
        .failure()
        .ifPresent(
            failure -> {
              throw failure;
            });
  }

  @Override
  public PushPlan plan(ImageReference image) {
    return ContextLoader.with(OpenRegistry.class.getClassLoader(), () -> engine.get().plan(image));
  }

  @Override
  public boolean skipsChecks() {
    return skipsChecks;
  }

  @Override
  public RegistryProbe probe(Supplier<Credentials> login) {
    return access().probe(login);
  }

  @Override
  public ServiceApi api() {
    return access().api();
  }

  private synchronized RegistryAccess access() {
    if (opened == null) {
      opened = access.open(config.uri().host(), connection());
    }
    return opened;
  }

  @Override
  public Digest push(ImageReference image, Supplier<Credentials> login) {
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
                PushEngine moving = engine.get();
                engineName = moving.name();
                return moving.push(new PushRequest(image, login, connection()), listener);
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

  @Override
  public synchronized void close() {
    if (opened != null) {
      opened.close();
      opened = null;
    }
  }
}
