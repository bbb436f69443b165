package dev.berth;

import dev.berth.reference.ImageReference;
import dev.berth.reference.InvalidReferenceException;
import dev.berth.reference.RegistryUri;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.store.RegisteredRegistry;
import dev.berth.store.StoreContent;
import java.util.Comparator;
import java.util.List;

/** Which registered registry an image belongs to. */
final class ImageOwner {
  private ImageOwner() {}

  /** The most specific registry that owns the image. */
  static RegisteredRegistry find(ImageReference image, StoreContent content) {
    List<RegisteredRegistry> owners = owners(image, content);
    if (owners.isEmpty()) {
      throw notOwned(image, "any registered registry", owners);
    }
    RegisteredRegistry first = owners.get(0);
    if (owners.size() > 1 && first.uri().equals(owners.get(1).uri())) {
      throw new BerthException(
          ErrorCode.INVALID,
          "image %s belongs to several registries: %s".formatted(image, names(owners)),
          "say which with --registry");
    }
    return first;
  }

  /**
   * Checks that the image belongs to one registry, and names those that would own it if it does
   * not.
   */
  static RegisteredRegistry require(
      RegisteredRegistry registry, ImageReference image, StoreContent content) {
    List<RegisteredRegistry> owners = owners(image, content);
    if (!owners.contains(registry)) {
      String where =
          "the registry '%s', whose URI is %s".formatted(registry.name(), registry.uri());
      throw notOwned(image, where, owners);
    }
    return registry;
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
      ImageReference image, String where, List<RegisteredRegistry> owners) {
    return new BerthException(
        ErrorCode.INVALID,
        "image %s does not belong to %s".formatted(image, where),
        owners.isEmpty()
            ? "no registered registry owns it: register one with the URI " + image.host()
            : "it belongs to: " + names(owners));
  }

  private static String names(List<RegisteredRegistry> registries) {
    return String.join(", ", registries.stream().map(RegisteredRegistry::name).toList());
  }
}
