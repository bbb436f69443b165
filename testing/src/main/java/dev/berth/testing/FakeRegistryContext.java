package dev.berth.testing;

import dev.berth.check.CheckOutcome;
import dev.berth.check.CheckReport;
import dev.berth.check.CheckRunner;
import dev.berth.config.ConfigBinder;
import dev.berth.reference.ImageReference;
import dev.berth.reference.Origin;
import dev.berth.spi.BaseContainerRegistryConfig;
import dev.berth.spi.BerthException;
import dev.berth.spi.Check;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.JsonClient;
import dev.berth.spi.ProxyServer;
import dev.berth.spi.PushPlan;
import dev.berth.spi.RegistryContext;
import dev.berth.spi.RegistryProbe;
import dev.berth.spi.SecretReference;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A context without a host, for tests of one method of an implementation. It has what the test
 * gives it, and records what the implementation does. {@link FlavorKit} tests the same through the
 * host, with its logins, deadlines and masking.
 */
public final class FakeRegistryContext implements RegistryContext {
  private final BaseContainerRegistryConfig config;
  private final Builder given;
  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private final List<CheckOutcome> outcomes = new CopyOnWriteArrayList<>();
  private final List<String> preparations = new CopyOnWriteArrayList<>();
  private final List<ImageReference> pushed = new CopyOnWriteArrayList<>();

  private FakeRegistryContext(BaseContainerRegistryConfig config, Builder given) {
    this.config = config;
    this.given = given;
  }

  /** A context with the configuration of a class. */
  public static Builder of(Class<? extends BaseContainerRegistryConfig> configClass) {
    return new Builder(configClass);
  }

  /** What a context has. Not safe for use by several threads. */
  public static final class Builder {
    private final Class<? extends BaseContainerRegistryConfig> configClass;
    private final Map<String, Object> properties = new LinkedHashMap<>();
    private final Map<SecretReference, String> secrets = new HashMap<>();
    private final Map<String, String> variables = new HashMap<>();
    private Credentials credentials = Credentials.anonymous();
    private Optional<ProxyServer> proxy = Optional.empty();
    private PushPlan plan = PushPlan.UNKNOWN;
    private @Nullable JsonClient http;
    private @Nullable RegistryProbe probe;

    private Builder(Class<? extends BaseContainerRegistryConfig> configClass) {
      this.configClass = configClass;
    }

    /**
     * Sets a property.
     *
     * @param value text, which is converted, or a boolean, a number, a list or a map
     */
    public Builder property(String name, Object value) {
      properties.put(name, value);
      return this;
    }

    /** Sets a value of a secret, which a property refers to as {@code {{secret.key}}}. */
    public Builder secret(String secret, String key, String value) {
      secrets.put(new SecretReference(secret, key), value);
      return this;
    }

    /** Sets an environment variable. */
    public Builder variable(String name, String value) {
      variables.put(name, value);
      return this;
    }

    /** Sets the credentials, which are anonymous otherwise. */
    public Builder credentials(Credentials newCredentials) {
      credentials = newCredentials;
      return this;
    }

    /** Sets the proxy for all servers. */
    public Builder proxy(ProxyServer newProxy) {
      proxy = Optional.of(newProxy);
      return this;
    }

    /** Sets what is known of every image before its push. */
    public Builder plan(PushPlan newPlan) {
      plan = newPlan;
      return this;
    }

    /** Sets the client for web APIs. */
    public Builder http(JsonClient newHttp) {
      http = newHttp;
      return this;
    }

    /** Sets the client for questions to the registry. */
    public Builder probe(RegistryProbe newProbe) {
      probe = newProbe;
      return this;
    }

    /**
     * Binds and validates the configuration as the host does.
     *
     * @throws BerthException {@link ErrorCode#INVALID} with all problems of the configuration
     */
    public FakeRegistryContext build() {
      try (var binder = new ConfigBinder()) {
        return new FakeRegistryContext(
            binder.bind(configClass, properties, this::secret).config(), this);
      }
    }

    private String secret(SecretReference reference) {
      String value = secrets.get(reference);
      if (value == null) {
        throw new BerthException(
            ErrorCode.CREDENTIALS, "the test sets no value of the secret %s".formatted(reference));
      }
      return value;
    }
  }

  /** The warnings so far. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** The results of the checks that were run by {@link #prepare}. */
  public List<CheckOutcome> outcomes() {
    return List.copyOf(outcomes);
  }

  /** What {@link #prepare} did for the results of checks, in the words of each. */
  public List<String> preparations() {
    return List.copyOf(preparations);
  }

  /** The images that were pushed. */
  public List<ImageReference> pushed() {
    return List.copyOf(pushed);
  }

  @Override
  public <C extends BaseContainerRegistryConfig> C config(Class<C> type) {
    return type.cast(config);
  }

  @Override
  public Credentials credentials() {
    return given.credentials;
  }

  @Override
  public String secret(SecretReference reference) {
    return given.secret(reference);
  }

  @Override
  public Optional<String> variable(String name) {
    return Optional.ofNullable(given.variables.get(name)).filter(it -> !it.isEmpty());
  }

  @Override
  public Optional<ProxyServer> proxy(Origin server) {
    return given.proxy;
  }

  @Override
  public void warn(String message) {
    warnings.add(message);
  }

  @Override
  public PushPlan plan(ImageReference image) {
    return given.plan;
  }

  @Override
  public RegistryProbe probe() {
    return required(given.probe, "probe");
  }

  @Override
  public JsonClient http() {
    return required(given.http, "http");
  }

  private static <T> T required(@Nullable T client, String method) {
    if (client == null) {
      throw new IllegalStateException("the test sets no client: Builder." + method);
    }
    return client;
  }

  @Override
  public void prepare(List<Check> checks) {
    List<Check> run = checks.stream().filter(check -> !check.isOnDemand()).toList();
    var report =
        new CheckReport(
            "fake",
            new CheckRunner(CheckRunner.TIMEOUT, config.uri().host(), this::credentials).run(run));
    outcomes.addAll(report.outcomes());
    Optional<BerthException> failure = report.failure();
    report.outcomes().forEach(outcome -> warn(outcome, failure.isEmpty()));
    if (failure.isPresent()) {
      throw failure.get();
    }
    report.outcomes().forEach(this::prepare);
  }

  /** Like the host, it reports unknown results only if no check stops the push. */
  private void warn(CheckOutcome outcome, boolean continues) {
    Check.Status status = outcome.result().status();
    if (status == Check.Status.WARN || (status == Check.Status.UNKNOWN && continues)) {
      warn(outcome.check() + ": " + outcome.result().message());
    }
  }

  /** Like the host, it only warns when the action of an unknown result fails. */
  private void prepare(CheckOutcome outcome) {
    try {
      outcome
          .result()
          .preparation()
          .filter(it -> it.action().getAsBoolean())
          .ifPresent(it -> preparations.add(it.done()));
    } catch (BerthException e) {
      if (outcome.result().status() != Check.Status.UNKNOWN) {
        throw e.code() == ErrorCode.TRANSIENT || e.code() == ErrorCode.PREREQUISITE
            ? e
            : new BerthException(ErrorCode.PREREQUISITE, e.getMessage(), e);
      }
      warn(outcome.check() + ": " + e.getMessage());
    }
  }

  @Override
  public ImageReference push(ImageReference image) {
    pushed.add(image);
    return image.withDigest(RecordingEngine.DIGEST);
  }
}
