package dev.berth;

import dev.berth.flavor.LoadedFlavor;
import dev.berth.reference.Name;
import dev.berth.spi.BaseContainerRegistryConfig;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.store.RegisteredRegistry;
import java.util.Optional;

/**
 * A new registered registry.
 *
 * @param registry the stored registry
 * @param notice the flavor's notice for the user
 */
public record Registration(RegisteredRegistry registry, Optional<String> notice) {
  /** The registry is stored, so a notice that fails is reported as the notice. */
  static Registration of(
      RegisteredRegistry registry, LoadedFlavor flavor, BaseContainerRegistryConfig config) {
    try {
      return new Registration(registry, flavor.notice(config));
    } catch (BerthException e) {
      return new Registration(registry, Optional.of(e.getMessage()));
    }
  }

  /**
   * Checks the name of a registry.
   *
   * @throws BerthException {@link ErrorCode#INVALID} when it is not valid
   */
  static void requireValidName(String name) {
    if (!Name.isValid(name)) {
      throw new BerthException(
          ErrorCode.INVALID,
          "'" + name + "' is not a valid name for a registry",
          "names " + Name.FORM);
    }
  }
}
