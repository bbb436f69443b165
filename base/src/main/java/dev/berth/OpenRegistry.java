package dev.berth;

import dev.berth.CheckReport.Finding;
import dev.berth.auth.CredentialSources;
import dev.berth.auth.CredentialSources.Found;
import dev.berth.auth.SecretValues;
import dev.berth.flavor.ContextLoader;
import dev.berth.push.Connection;
import dev.berth.push.PushEngine;
import dev.berth.push.PushListener;
import dev.berth.push.PushRequest;
import dev.berth.push.PushResult;
import dev.berth.push.RegistryAccess;
import dev.berth.reference.Digest;
import dev.berth.reference.ImageReference;
import dev.berth.reference.RegistryUri;
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
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the host does for one registry's implementation during one push or check. */
final class OpenRegistry implements RegistryContext, AutoCloseable {
  /** Helpers are programs, which are not run for every request; what they give may end. */
  private static final Duration KEPT = Duration.ofMinutes(5);

  private final String name;
  private final BaseContainerRegistryConfig config;
  private final RegistryUri target;
  private final CredentialSources sources;
  private final SecretValues secrets;
  private final RegistryAccess.Factory access;
  private final Supplier<? extends PushEngine> engine;
  private final PushListener listener;
  private final boolean skipsChecks;
  private @Nullable RegistryAccess opened;
  private @Nullable PushResult result;
  private @Nullable RuntimeException ownFailure;
  private String engineName = "";
  private @Nullable Found found;
  private long foundAt;

  OpenRegistry(
      String name,
      BaseContainerRegistryConfig config,
      Optional<ImageReference> image,
      CredentialSources sources,
      SecretValues secrets,
      RegistryAccess.Factory access,
      Supplier<? extends PushEngine> engine,
      PushListener listener,
      boolean skipsChecks) {
    this.name = name;
    this.config = config;
    this.target = image.map(it -> RegistryUri.parse(it.name())).orElseGet(config::uri);
    this.sources = sources;
    this.secrets = secrets;
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
  public synchronized Credentials credentials(Supplier<Login> own) {
    Found last = found;
    if (last != null && !last.own() && System.nanoTime() - foundAt < KEPT.toNanos()) {
      return last.credentials();
    }
    Found now = sources.find(config, target, own);
    if (last == null) {
      now.trail().forEach(line -> listener.detail("credentials " + line));
    }
    found = now;
    foundAt = System.nanoTime();
    return now.credentials();
  }

  /** What was tried to find credentials; empty where none were asked for. */
  synchronized List<String> credentialTrail() {
    return found == null ? List.of() : found.trail();
  }

  @Override
  public String secret(SecretReference reference) {
    return secrets.get(reference.secret(), reference.key());
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
        String remedy = result.remedy().map(it -> " → " + it).orElse("");
        warn(finding.check() + ": " + result.message() + remedy);
      }
    }
    Optional<BerthException> failure = report.failure();
    if (failure.isPresent() && !skipsChecks) {
      throw failure.get();
    }
    failure.ifPresent(it -> warn(it.getMessage()));
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

  /** What went wrong in the engine, if anything did. */
  Optional<RuntimeException> ownFailure() {
    return Optional.ofNullable(ownFailure);
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
