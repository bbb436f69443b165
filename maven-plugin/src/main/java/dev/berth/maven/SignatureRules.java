package dev.berth.maven;

import dev.berth.flavor.SharedPackages;
import dev.berth.spi.BaseContainerRegistry;
import dev.berth.spi.ContainerRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rule on the light classes, which are loaded without the libraries of the implementation: the
 * flavor, its configuration, and the project's classes that those name in signatures. Their
 * signatures name classes of the JDK, of the shared packages and light classes only.
 */
final class SignatureRules {
  private static final Set<String> REGISTRY =
      Set.of(ContainerRegistry.class.getName(), BaseContainerRegistry.class.getName());

  private final Path classes;
  private final Map<String, Map<String, Set<String>>> read = new HashMap<>();

  /** Creates the rule for a folder of classes. */
  SignatureRules(Path classes) {
    this.classes = classes;
  }

  /** The problems of a flavor and its light classes. */
  List<String> problems(String flavorClass) {
    List<String> problems = new ArrayList<>();
    Set<String> known = new HashSet<>();
    Deque<String> light = new ArrayDeque<>(List.of(flavorClass));
    while (!light.isEmpty()) {
      String className = light.remove();
      if (isOwn(className) && known.add(className)) {
        for (var named : named(className).entrySet()) {
          named.getValue().stream().filter(name -> !isHeavy(name)).forEach(light::add);
          named.getValue().stream()
              .filter(this::isHeavy)
              .map(name -> problem(className, named.getKey(), name))
              .forEach(problems::add);
        }
      }
    }
    return problems;
  }

  private String problem(String className, String member, String name) {
    return ("%s: %s names %s, %s. A flavor and its configuration are loaded without libraries: name it only"
            + " in the bodies of the implementation%s")
        .formatted(
            className,
            member,
            name,
            isOwn(name) ? "the implementation" : "a class of a library",
            isOwn(name) ? " and of createRegistry()" : "");
  }

  private Map<String, Set<String>> named(String className) {
    return read.computeIfAbsent(className, this::read);
  }

  private Map<String, Set<String>> read(String className) {
    Path file = file(className);
    try {
      return NamedClasses.of(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s cannot be read: %s; compile for an older release of Java"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private boolean isOwn(String className) {
    return Files.isRegularFile(file(className));
  }

  private Path file(String className) {
    return classes.resolve(ProjectFlavors.entry(className));
  }

  private static boolean isShared(String className) {
    return SharedPackages.of(className).isPresent()
        || ClassLoader.getPlatformClassLoader().getResource(ProjectFlavors.entry(className))
            != null;
  }

  private boolean isHeavy(String className) {
    return isOwn(className) ? isImplementation(className) : !isShared(className);
  }

  private boolean isImplementation(String className) {
    if (!isOwn(className)) {
      return REGISTRY.contains(className);
    }
    return named(className).getOrDefault(NamedClasses.SUPERTYPES, Set.of()).stream()
        .anyMatch(this::isImplementation);
  }
}
