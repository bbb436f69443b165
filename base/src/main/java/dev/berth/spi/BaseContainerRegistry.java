package dev.berth.spi;

import dev.berth.reference.Digest;
import dev.berth.reference.ImageReference;
import java.util.List;
import java.util.Optional;

/**
 * The base of all container registries, and by itself a registry without prerequisites of its own
 * that is logged in to with the host's credentials.
 *
 * <p>A subclass has a constructor that takes the {@link RegistryContext}. It overrides {@link
 * #checks} for what must hold before a push and what a push creates, and {@link #login} when it has
 * credentials of its own. See {@link ContainerRegistry} for threads.
 *
 * @since 0.1
 */
public non-sealed class BaseContainerRegistry implements ContainerRegistry {
  private final RegistryContext context;

  /**
   * Opens a registered registry; subclasses send nothing yet either.
   *
   * @param context the registered registry's configuration and what the host does for it
   */
  public BaseContainerRegistry(RegistryContext context) {
    this.context = context;
  }

  /** {@return the context that this was opened with} */
  protected final RegistryContext context() {
    return context;
  }

  @Override
  public final ImageReference pushImage(ImageReference image) {
    context.config(BaseContainerRegistryConfig.class).requireOwned(image);
    prepareImagePush(image);
    return context.push(image);
  }

  /**
   * Checks what must hold before the image is pushed, and creates what the configuration wants
   * created. By default it runs all {@link #checks} that are not on demand and then what they want
   * done. An override changes nothing by itself: it lets {@link RegistryContext#prepare} run checks
   * with {@link Check.Result#then}, which a dry run does not do.
   *
   * @param image the image to be pushed
   * @throws BerthException with {@link ErrorCode#PREREQUISITE} when the push cannot succeed; the
   *     push then goes on only where the user skips the checks
   */
  public void prepareImagePush(ImageReference image) {
    context.prepare(checks(Optional.of(image)));
  }

  /**
   * {@inheritDoc}
   *
   * <p>By default, on demand: whether the registry accepts uploads ({@code permission}) and what
   * the tag names now ({@code tag}). A push does not need them, since its first requests are the
   * same.
   */
  @Override
  public List<Check> checks(Optional<ImageReference> image) {
    return image
        .map(
            it ->
                List.of(
                    new Check("permission", () -> context.probe().push(it)).afterLogin().onDemand(),
                    new Check("tag", () -> tag(it)).afterLogin().onDemand()))
        .orElse(List.of());
  }

  private Check.Result tag(ImageReference image) {
    try {
      Optional<Digest> digest = context.probe().digest(image);
      return Check.Result.pass(
          digest.map(it -> image + " is " + it).orElseGet(() -> image + " does not exist yet"));
    } catch (BerthException e) {
      if (e.code() != ErrorCode.CREDENTIALS) {
        throw e;
      }
      // A push needs the right to write only, which the check permission tests.
      return Check.Result.warn(String.valueOf(e.getMessage()));
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>By default {@link Login#none}.
   */
  @Override
  public Login login() {
    return Login.none("the flavor has no login of its own");
  }

  /**
   * {@inheritDoc}
   *
   * <p>By default it does nothing.
   */
  @Override
  public void close() {}
}
