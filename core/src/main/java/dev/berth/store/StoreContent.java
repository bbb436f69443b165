package dev.berth.store;

import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.text.Suggestions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The content of the store.
 *
 * @param version the version of its format
 * @param flavors the custom flavors, in the order of their registration
 * @param registries the registered registries, in the order of their registration
 */
public record StoreContent(
    int version, List<CustomFlavor> flavors, List<RegisteredRegistry> registries) {
  /** The version of the format that is written. */
  public static final int VERSION = 1;

  /** Copies the lists. */
  public StoreContent {
    flavors = List.copyOf(flavors);
    registries = List.copyOf(registries);
  }

  static StoreContent empty() {
    return new StoreContent(VERSION, List.of(), List.of());
  }

  /** The registered registries, in the order of their names. */
  public List<RegisteredRegistry> sortedRegistries() {
    return registries.stream().sorted(Comparator.comparing(RegisteredRegistry::name)).toList();
  }

  /** The registry with this name. */
  public Optional<RegisteredRegistry> findRegistry(String name) {
    return registries.stream().filter(registry -> registry.name().equals(name)).findFirst();
  }

  /**
   * Returns the registry with this name.
   *
   * @throws BerthException {@link ErrorCode#INVALID} when there is no registry with this name
   */
  public RegisteredRegistry registry(String name) {
    return findRegistry(name)
        .orElseThrow(
            () ->
                new BerthException(
                    ErrorCode.INVALID,
                    "there is no registry '" + name + "'",
                    Suggestions.hints(
                        name,
                        "registries",
                        sortedRegistries().stream().map(RegisteredRegistry::name).toList())));
  }

  /**
   * Adds a registry.
   *
   * @throws BerthException {@link ErrorCode#INVALID} when its name exists
   */
  public StoreContent with(RegisteredRegistry registry) {
    requireFree(registry.name());
    return withRegistries(Stream.concat(registries.stream(), Stream.of(registry)).toList());
  }

  /** Replaces the registry with this name. */
  public StoreContent replace(String name, RegisteredRegistry replacement) {
    registry(name);
    if (!replacement.name().equals(name)) {
      requireFree(replacement.name());
    }
    var result = new ArrayList<>(registries);
    result.replaceAll(registry -> registry.name().equals(name) ? replacement : registry);
    return withRegistries(result);
  }

  /**
   * Removes registries.
   *
   * @throws BerthException {@link ErrorCode#INVALID} when one of them does not exist
   */
  public StoreContent without(Collection<String> names) {
    names.forEach(this::registry);
    return withRegistries(
        registries.stream().filter(registry -> !names.contains(registry.name())).toList());
  }

  /**
   * Fails if a registry has this name.
   *
   * @throws BerthException {@link ErrorCode#INVALID} when a registry has this name
   */
  public void requireFree(String name) {
    if (findRegistry(name).isPresent()) {
      throw new BerthException(
          ErrorCode.INVALID, "registry '" + name + "' already exists", "it is unchanged");
    }
  }

  /** The names of the registries that use a flavor. */
  public List<String> usersOf(String flavor) {
    return registries.stream()
        .filter(registry -> registry.flavor().equals(flavor))
        .map(RegisteredRegistry::name)
        .toList();
  }

  /** The custom flavor with this name. */
  public Optional<CustomFlavor> findFlavor(String name) {
    return flavors.stream().filter(flavor -> flavor.name().equals(name)).findFirst();
  }

  /** Adds a custom flavor, or replaces the one with its name. */
  public StoreContent with(CustomFlavor flavor) {
    return withFlavors(
        Stream.concat(withoutFlavor(flavor.name()).flavors().stream(), Stream.of(flavor)).toList());
  }

  /** Removes the custom flavor with this name. */
  public StoreContent withoutFlavor(String name) {
    return withFlavors(flavors.stream().filter(flavor -> !flavor.name().equals(name)).toList());
  }

  private StoreContent withFlavors(List<CustomFlavor> newFlavors) {
    return new StoreContent(version, newFlavors, registries);
  }

  private StoreContent withRegistries(List<RegisteredRegistry> newRegistries) {
    return new StoreContent(version, flavors, newRegistries);
  }
}
