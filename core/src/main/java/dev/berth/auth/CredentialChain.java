package dev.berth.auth;

import dev.berth.reference.RegistryUri;
import dev.berth.spi.BaseContainerRegistryConfig;
import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.Login;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The credentials for one registry, from the first source that has any: the configured secret, the
 * flavor's login, Docker's configuration, Podman's configuration. They are cached while they are
 * valid, since a source may prompt the user. Safe for use by several threads: one of several
 * callers resolves them, and the others wait.
 *
 * @see "docs/decisions/0016-failing-helper-ends-search.md"
 */
public final class CredentialChain {
  /** How long credentials without an expiry are cached, and the failure to resolve any. */
  private static final Duration KEPT = Duration.ofMinutes(5);

  private static final Duration MAX_KEPT = Duration.ofDays(1);

  /** How long a source that did not respond is not tried again. */
  private static final Duration RETRY = Duration.ofSeconds(30);

  /** The remaining validity at which credentials are renewed. */
  private static final Duration MARGIN = Duration.ofMinutes(10);

  /** The outcome of one source. */
  public enum Outcome {
    USED("used: "),
    NOT_USED("not used: "),
    FAILED("failed: "),
    /** It is there, and cannot be read. */
    IGNORED("ignored: ");

    private final String prefix;

    Outcome(String prefix) {
      this.prefix = prefix;
    }
  }

  /**
   * One source that was tried.
   *
   * @param text the source and the reason, without a secret
   */
  public record Step(Outcome outcome, String text) {
    @Override
    public String toString() {
      return outcome.prefix + text;
    }
  }

  private final BaseContainerRegistryConfig config;
  private final Optional<RegistryUri> target;
  private final Supplier<Login> own;
  private final SecretValues secrets;
  private final AuthFiles files;
  private @Nullable Login found;
  private @Nullable BerthException failure;
  private List<Step> trail = List.of();
  private long resolvedAt;
  private Duration kept = Duration.ZERO;

  /**
   * Creates a chain for one registry; nothing is resolved yet.
   *
   * @param target the target of the push, {@code host[:port][/path]}; empty when no registry is
   *     known yet, so that no file has credentials for it
   * @param own the flavor's login
   */
  public CredentialChain(
      BaseContainerRegistryConfig config,
      Optional<RegistryUri> target,
      Supplier<Login> own,
      SecretValues secrets,
      AuthFiles files) {
    this.config = config;
    this.target = target;
    this.own = own;
    this.secrets = secrets;
    this.files = files;
  }

  /**
   * The credentials; anonymous if no source has any.
   *
   * @throws BerthException {@link ErrorCode#CREDENTIALS} when the configured secret is missing, a
   *     source fails, or the flavor requires credentials
   */
  public Credentials credentials() {
    return login().credentials().orElseGet(Credentials::anonymous);
  }

  /** The credentials with their source and expiry. */
  public synchronized Login login() {
    if (System.nanoTime() - resolvedAt < kept.toNanos()) {
      if (failure != null) {
        throw failure;
      }
      if (found != null) {
        return found;
      }
    }
    List<Step> steps = new ArrayList<>();
    found = null;
    failure = null;
    try {
      Login now = resolve(steps);
      found = now;
      kept = now.expiry().map(CredentialChain::life).orElse(KEPT);
      return now;
    } catch (BerthException e) {
      failure = e;
      kept = e.code() == ErrorCode.TRANSIENT ? RETRY : KEPT;
      throw e;
    } finally {
      resolvedAt = System.nanoTime();
      trail = List.copyOf(steps);
    }
  }

  /** The sources that were tried last, in their order; may be empty. */
  public synchronized List<Step> trail() {
    return trail;
  }

  /** Reports the sources that were tried; one that is ignored although it is there is a warning. */
  public void report(Consumer<String> debug, Consumer<String> warning) {
    for (Step step : trail()) {
      (step.outcome() == Outcome.IGNORED ? warning : debug).accept("credentials " + step);
    }
  }

  /** Whether there were no credentials the last time. */
  public synchronized boolean isMissing() {
    return failure != null || (found != null && found.credentials().isEmpty());
  }

  /** A source may return cached credentials that expire soon. */
  private static Duration life(Instant expiry) {
    Instant now = Instant.now();
    Instant latest = now.plus(MAX_KEPT);
    Duration left = Duration.between(now, expiry.isAfter(latest) ? latest : expiry);
    Duration half = left.dividedBy(2);
    Duration untilMargin = left.minus(MARGIN);
    return half.compareTo(untilMargin) > 0 ? half : untilMargin;
  }

  private Login resolve(List<Step> steps) {
    Optional<String> secret = config.authenticationSecret();
    if (secret.isPresent()) {
      String source = "the secret '" + secret.get() + "' of authenticationSecret";
      Login login = asked(source, () -> ofSecret(secret.get(), source), steps);
      steps.add(new Step(Outcome.USED, source));
      return login;
    }
    steps.add(new Step(Outcome.NOT_USED, "authenticationSecret is not configured"));
    String flavor = "the flavor's own login";
    Login login = asked(flavor, own, steps);
    if (login.credentials().isPresent()) {
      steps.add(new Step(Outcome.USED, flavor + ", " + login.source()));
      return login;
    }
    steps.add(new Step(Outcome.NOT_USED, flavor + ": " + login.source()));
    return ofFiles(steps).orElseGet(() -> none(login, steps));
  }

  private Login ofSecret(String secret, String source) {
    return Login.found(
        Credentials.basic(secrets.get(secret, "username"), secrets.get(secret, "password")),
        source);
  }

  private Optional<Login> ofFiles(List<Step> steps) {
    if (target.isEmpty()) {
      return Optional.empty();
    }
    for (AuthSource file : files.sources()) {
      Optional<String> problem = file.problem();
      if (problem.isPresent()) {
        steps.add(new Step(Outcome.IGNORED, problem.get()));
        continue;
      }
      Login login = asked(file.source(), () -> file.find(target.get()), steps);
      boolean used = login.credentials().isPresent();
      steps.add(new Step(used ? Outcome.USED : Outcome.NOT_USED, login.source()));
      if (used) {
        return Optional.of(login);
      }
    }
    return Optional.empty();
  }

  private Login none(Login own, List<Step> steps) {
    if (own.remedy().isPresent()) {
      throw new BerthException(
          ErrorCode.CREDENTIALS,
          "no credentials for %s: %s; Docker's configuration has none either"
              .formatted(config.uri(), own.source()),
          own.remedy().get());
    }
    steps.add(new Step(Outcome.USED, "no credentials"));
    return Login.none("no credentials");
  }

  /** A failing source ends the search. */
  private static Login asked(String source, Supplier<Login> ask, List<Step> steps) {
    try {
      return ask.get();
    } catch (BerthException e) {
      steps.add(new Step(Outcome.FAILED, source + ": " + e.getMessage()));
      throw e;
    }
  }
}
