package dev.berth;

import dev.berth.auth.SecretValues;
import dev.berth.config.SecretReferences;
import dev.berth.reference.ImageReference;
import dev.berth.reference.InvalidReferenceException;
import dev.berth.reference.RegistryUri;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.store.RegisteredRegistry;
import dev.berth.store.StoreContent;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * An image and the registered registry that it belongs to.
 *
 * @param registry the registry
 * @param image the full reference
 * @param reason which registry was chosen and why, for a message
 */
record ImageOwner(RegisteredRegistry registry, ImageReference image, String reason) {
  /**
   * Finds the registry of an image.
   *
   * @param text a full reference, or with a named registry one relative to it ({@link
   *     RegistryUri#resolve})
   * @param registryName the registry; empty for the one whose URI is the longest match
   * @throws InvalidReferenceException when the text is not a reference
   * @throws BerthException {@link ErrorCode#INVALID} when the image belongs to no registry, to
   *     another than the named one, or to several with the same URI
   */
  static ImageOwner find(
      String text, Optional<String> registryName, StoreContent content, SecretValues secrets) {
    return registryName.isPresent()
        ? named(text, content.registry(registryName.get()), content, secrets)
        : longestMatch(ImageReference.parse(text), content);
  }

  private static ImageOwner named(
      String text, RegisteredRegistry registry, StoreContent content, SecretValues secrets) {
    RegistryUri uri = uri(registry);
    ImageReference image =
        uri.resolve(
            text,
            registry
                .text("defaultRepository")
                .map(it -> SecretReferences.resolve(it, secrets::get)));
    if (!uri.owns(image)) {
      throw notOwned(uri.notOwned(image), image, owners(image, content));
    }
    return new ImageOwner(
        registry, image, "registry '%s' was named by --registry".formatted(registry.name()));
  }

  /**
   * The registry of a push's source; empty when no registered one owns it. Of several with the same
   * URI it is the target's, else the first.
   */
  static Optional<RegisteredRegistry> ofSource(
      ImageReference image, Optional<RegisteredRegistry> target, StoreContent content) {
    List<RegisteredRegistry> owners = owners(image, content);
    return owners.stream()
        .filter(it -> it.uri().equals(owners.get(0).uri()))
        .min(
            Comparator.comparing((RegisteredRegistry it) -> !target.equals(Optional.of(it)))
                .thenComparing(RegisteredRegistry::name));
  }

  private static ImageOwner longestMatch(ImageReference image, StoreContent content) {
    List<RegisteredRegistry> owners = owners(image, content);
    if (owners.isEmpty()) {
      String message = "image %s does not belong to any registered registry".formatted(image);
      throw notOwned(message, image, owners);
    }
    RegisteredRegistry first = owners.get(0);
    if (owners.size() > 1 && first.uri().equals(owners.get(1).uri())) {
      throw new BerthException(
          ErrorCode.INVALID,
          "image %s belongs to several registries: %s".formatted(image, names(owners)),
          "choose one with --registry");
    }
    String others = owners.size() == 1 ? "" : " of " + names(owners);
    return new ImageOwner(
        first,
        image,
        "registry '%s' was chosen: its URI %s is the longest match for %s%s"
            .formatted(first.name(), first.uri(), image, others));
  }

  private static List<RegisteredRegistry> owners(ImageReference image, StoreContent content) {
    return content.registries().stream()
        .filter(registry -> uri(registry).owns(image))
        .sorted(Comparator.comparingInt((RegisteredRegistry r) -> r.uri().length()).reversed())
        .toList();
  }

  private static RegistryUri uri(RegisteredRegistry registry) {
    try {
      return RegistryUri.parse(registry.uri());
    } catch (InvalidReferenceException e) {
      throw new BerthException(
          ErrorCode.STORE,
          "the store's registry '%s' is damaged: %s".formatted(registry.name(), e.getMessage()),
          e,
          "delete it and register it again");
    }
  }

  private static BerthException notOwned(
      String message, ImageReference image, List<RegisteredRegistry> owners) {
    return new BerthException(
        ErrorCode.INVALID,
        message,
        owners.isEmpty()
            ? "no registered registry owns it: register one with the URI " + image.host()
            : "it belongs to: " + names(owners));
  }

  private static String names(List<RegisteredRegistry> registries) {
    return String.join(", ", registries.stream().map(RegisteredRegistry::name).toList());
  }
}
