package dev.berth.spi;

import dev.berth.reference.ImageReference;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The base of all container registries, and by itself a registry that asks nothing before a push
 * and logs in with what the host knows.
 *
 * <p>Subclasses have a constructor that takes the {@link RegistryContext}, and override {@link
 * #checks} for what must hold before a push, {@link #provide} for what they do to make it hold, and
 * {@link #login} where they have a login of their own.
 */
public non-sealed class BaseContainerRegistry implements ContainerRegistry {
  private final RegistryContext context;

  /** Opens the registered registry that {@code context} stands for. */
  public BaseContainerRegistry(RegistryContext context) {
    this.context = context;
  }

  /** The registered registry that this was opened for. */
  protected final RegistryContext context() {
    return context;
  }

  @Override
  public final ImageReference pushImage(ImageReference image) {
    requireOwned(image);
    logInAhead();
    prepare(image);
    // What is missing is told before anything is connected to.
    credentials();
    return image.withDigest(context.push(image, this::credentials));
  }

  /**
   * A helper may ask a person, which takes longer than a check may; what fails, the checks tell.
   */
  private void logInAhead() {
    try {
      credentials();
    } catch (BerthException e) {
      if (e.code() == ErrorCode.INVALID) {
        throw e;
      }
    }
  }

  private void prepare(ImageReference image) {
    try {
      prepareImagePush(image);
    } catch (BerthException e) {
      if (e.code() != ErrorCode.PREREQUISITE || !context.skipsChecks()) {
        throw e;
      }
      context.warn(e.getMessage());
    }
  }

  private void requireOwned(ImageReference image) {
    var uri = context.config(BaseContainerRegistryConfig.class).uri();
    if (!uri.owns(image)) {
      throw new BerthException(
          ErrorCode.INVALID,
          "image %s does not belong to the registry '%s', whose URI is %s"
              .formatted(image, context.registryName(), uri));
    }
  }

  @Override
  public List<Check> checks(Optional<ImageReference> image) {
    return List.of();
  }

  /**
   * The result of a check that needs a login: where there is none, that is told by the check {@code
   * login} alone.
   */
  protected final CheckResult afterLogin(Supplier<CheckResult> look) {
    try {
      credentials();
    } catch (BerthException e) {
      return CheckResult.unknown("not looked at: see 'login'");
    }
    return look.get();
  }

  /**
   * {@inheritDoc}
   *
   * <p>Here it looks at all {@link #checks} and then lets {@link #provide} make what is missing.
   */
  @Override
  public void prepareImagePush(ImageReference image) {
    context.require(checks(Optional.of(image)));
    if (!context.isDryRun()) {
      provide(image);
    }
  }

  /**
   * Makes what the configuration says that a push makes, where it is missing. Not called in a dry
   * run, nor where a check failed, unless the user skips the checks.
   *
   * @throws BerthException with {@link ErrorCode#PREREQUISITE} when it cannot be made
   */
  protected void provide(ImageReference image) {}

  @Override
  public Credentials credentials() {
    Credentials found = context.credentials(this::login);
    if (found.isAnonymous() && wayToLogIn().isPresent()) {
      throw new BerthException(
          ErrorCode.CREDENTIALS,
          "there is no login for %s: %s; Docker's configuration has none either"
              .formatted(context.config(BaseContainerRegistryConfig.class).uri(), login().story()),
          wayToLogIn().get());
    }
    return found;
  }

  /**
   * What gives a login, for whoever has none, where nobody may push without one: {@code "az
   * login"}. Empty where anonymous pushes may be taken.
   */
  protected Optional<String> wayToLogIn() {
    return Optional.empty();
  }

  /**
   * The flavor's own way to log in, which comes after the secret that the configuration names and
   * before Docker's configuration. It may be called again at any time, from several threads.
   *
   * @throws BerthException with {@link ErrorCode#CREDENTIALS} when it applies here but fails, which
   *     ends the search
   */
  protected Login login() {
    return Login.none("the flavor has no login of its own");
  }

  @Override
  public void close() {}
}
