package dev.berth;

import dev.berth.CheckReport.Finding;
import dev.berth.auth.CredentialChain;
import dev.berth.auth.CredentialChain.Found;
import dev.berth.auth.SecretValues;
import dev.berth.flavor.ContextLoader;
import dev.berth.push.ConnectionSettings;
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
import dev.berth.spi.JsonClient;
import dev.berth.spi.Login;
import dev.berth.spi.PushPlan;
import dev.berth.spi.RegistryContext;
import dev.berth.spi.RegistryProbe;
import dev.berth.spi.SecretReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the host does for one registry's implementation during one push or check. */
final class OpenedRegistry implements RegistryContext, AutoCloseable {
  /** Helpers are programs, which are not run for every request; what they give may end. */
  private static final Duration KEPT = Duration.ofMinutes(5);

  private final String name;
  private final BaseContainerRegistryConfig config;
  private final RegistryUri target;
  private final CredentialChain sources;
  private final SecretValues secrets;
  private final RegistryAccess.Factory access;
  private final Supplier<? extends PushEngine> engine;
  private final PushListener listener;
  private final PushOptions options;
  private final Object accessLock = new Object();
  private @Nullable RegistryAccess opened;
  private @Nullable PushResult result;
  private @Nullable RuntimeException ownFailure;
  private String engineName = "";
  private @Nullable Found found;
  private @Nullable BerthException notFound;
  private List<String> trail = List.of();
  private long foundAt;
  private boolean closed;

  OpenedRegistry(
      String name,
      BaseContainerRegistryConfig config,
      Optional<ImageReference> image,
      CredentialChain sources,
      SecretValues secrets,
      RegistryAccess.Factory access,
      Supplier<? extends PushEngine> engine,
      PushListener listener,
      PushOptions options) {
    this.name = name;
    this.config = config;
    this.target = image.map(it -> RegistryUri.parse(it.name())).orElseGet(config::uri);
    this.sources = sources;
    this.secrets = secrets;
    this.access = access;
    this.engine = engine;
    this.listener = listener;
    this.options = options;
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
    if (notFound != null && System.nanoTime() - foundAt < KEPT.toNanos()) {
      throw notFound;
    }
    List<String> lines = new ArrayList<>();
    try {
      Found now = sources.find(config, target, own, lines::add);
      found = now;
      notFound = null;
      return now.credentials();
    } catch (BerthException e) {
      // A helper that asks for a PIN is not to ask for it in each check.
      notFound = e.code() == ErrorCode.CREDENTIALS ? e : null;
      found = null;
      throw e;
    } finally {
      foundAt = System.nanoTime();
      if (trail.isEmpty()) {
        lines.forEach(line -> listener.debug("credentials " + line));
      }
      trail = List.copyOf(lines);
    }
  }

  /** What was tried to find credentials; empty where none were asked for. */
  synchronized List<String> credentialTrail() {
    return trail;
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
    listener.info(message);
  }

  @Override
  public void warn(String message) {
    listener.warning(message);
  }

  @Override
  public void require(List<Check> checks) {
    List<Finding> findings = new CheckRunner(CheckRunner.LIMIT).findings(checks);
    var report = new CheckReport(name, findings);
    Optional<BerthException> failure = report.failure();
    for (Finding finding : findings) {
      CheckResult result = finding.result();
      // What could not be looked at matters where nothing else stops the push.
      boolean unknown =
          result.status() == CheckStatus.UNKNOWN && (failure.isEmpty() || options.skipChecks());
      if (result.status() == CheckStatus.WARN || unknown) {
        String remedy = result.remedy().map(it -> " → " + it).orElse("");
        warn(finding.check() + ": " + result.message() + remedy);
      }
    }
    if (failure.isPresent() && !options.skipChecks()) {
      throw failure.get();
    }
    failure.ifPresent(it -> warn(it.getMessage()));
  }

  @Override
  public PushPlan plan(ImageReference image) {
    return ContextLoader.with(
        OpenedRegistry.class.getClassLoader(),
        () -> engine.get().plan(request(image, Credentials::anonymous)));
  }

  @Override
  public boolean isDryRun() {
    return options.dryRun();
  }

  @Override
  public boolean skipsChecks() {
    return options.skipChecks();
  }

  @Override
  public RegistryProbe probe(Supplier<Credentials> login) {
    return access().probe(login);
  }

  @Override
  public JsonClient api() {
    return access().api();
  }

  private RegistryAccess access() {
    synchronized (accessLock) {
      if (closed) {
        throw new BerthException(ErrorCode.TRANSIENT, "the push is over");
      }
      if (opened == null) {
        opened = access.open(config.uri().host(), connection());
      }
      return opened;
    }
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
            OpenedRegistry.class.getClassLoader(),
            () -> {
              try {
                PushEngine moving = engine.get();
                engineName = moving.name();
                return moving.push(request(image, login), listener);
              } catch (RuntimeException e) {
                ownFailure = e;
                throw e;
              }
            });
    result = pushed;
    return pushed.digest();
  }

  private PushRequest request(ImageReference image, Supplier<Credentials> login) {
    return new PushRequest(
        image, options.source(), options.platform(), login, connection(), options.dryRun());
  }

  private ConnectionSettings connection() {
    return new ConnectionSettings(
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
  public void close() {
    synchronized (accessLock) {
      closed = true;
      if (opened != null) {
        opened.close();
      }
    }
  }
}
