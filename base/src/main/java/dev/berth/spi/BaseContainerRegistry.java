package dev.berth.spi;

import dev.berth.reference.ImageReference;

/**
 * The base of all container registries, and by itself a registry that asks nothing before a push
 * and logs in with what the host knows.
 *
 * <p>Subclasses have a constructor that takes the {@link RegistryContext}, and override {@link
 * #prepareImagePush} for what must hold before a push and {@link #credentials} where they have a
 * login of their own.
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
    prepareImagePush(image);
    return image.withDigest(context.push(image, credentials()));
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
  public void prepareImagePush(ImageReference image) {}

  @Override
  public Credentials credentials() {
    return context.credentials();
  }
}
