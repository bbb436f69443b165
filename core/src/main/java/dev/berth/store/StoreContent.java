package dev.berth.store;

import dev.berth.flavor.CustomFlavor;
import java.util.List;

/**
 * All that is stored.
 *
 * @param version the version of the stored form
 * @param flavors the custom flavors, in the order of their registration
 * @param registries the registered registries, in the order of their registration
 */
public record StoreContent(
    int version, List<CustomFlavor> flavors, List<RegisteredRegistry> registries) {
  /** The version of the stored form that is written. */
  public static final int VERSION = 1;

  /** Copies the lists. */
  public StoreContent {
    flavors = List.copyOf(flavors);
    registries = List.copyOf(registries);
  }

  static StoreContent empty() {
    return new StoreContent(VERSION, List.of(), List.of());
  }

  /** The same with other flavors. */
  public StoreContent withFlavors(List<CustomFlavor> newFlavors) {
    return new StoreContent(version, newFlavors, registries);
  }

  /** The same with other registries. */
  public StoreContent withRegistries(List<RegisteredRegistry> newRegistries) {
    return new StoreContent(version, flavors, newRegistries);
  }
}
