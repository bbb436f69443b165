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

  /** That of a store without a file. */
  public static final StoreContent EMPTY = new StoreContent(VERSION, List.of(), List.of());

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

  /**
   * Registers a custom flavor, or replaces the one of its name and class.
   *
   * @param replace whether it may also replace a flavor of another class, or take over the
   *     registries of the flavor that its class was before
   * @throws BerthException {@link ErrorCode#INVALID} when it may not
   */
  public StoreContent register(CustomFlavor flavor, boolean replace) {
    findFlavor(flavor.name())
        .filter(it -> !replace && !it.flavorClass().equals(flavor.flavorClass()))
        .ifPresent(
            it -> {
              throw new BerthException(
                  ErrorCode.INVALID,
                  "flavor '%s' already exists, with the class %s"
                      .formatted(it.name(), it.flavorClass()),
                  "rename yours, or replace the existing flavor: --replace");
            });
    Optional<CustomFlavor> former =
        flavors.stream()
            .filter(it -> it.flavorClass().equals(flavor.flavorClass()))
            .filter(it -> it.sourceRoot().equals(flavor.sourceRoot()))
            .filter(it -> it.jars().equals(flavor.jars()) && !it.name().equals(flavor.name()))
            .findFirst();
    if (former.isEmpty()) {
      return with(flavor);
    }
    if (!replace) {
      throw new BerthException(
          ErrorCode.INVALID,
          "the class %s is registered as flavor '%s', and its name is '%s' now"
              .formatted(flavor.flavorClass(), former.get().name(), flavor.name()),
          "to rename the flavor, also for the registries that use it: --replace");
    }
    return with(flavor).renamed(former.get().name(), flavor.name());
  }

  private StoreContent renamed(String former, String name) {
    List<RegisteredRegistry> moved =
        registries.stream().map(it -> it.flavor().equals(former) ? it.of(name) : it).toList();
    return withoutFlavor(former).withRegistries(moved);
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
