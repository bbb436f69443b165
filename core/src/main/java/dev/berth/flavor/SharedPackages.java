package dev.berth.flavor;

import java.util.List;
import java.util.Optional;

/** The packages that flavors share with Berth. Their classes come from the host only. */
public final class SharedPackages {
  private static final List<String> NAMES =
      List.of(
          "dev.berth.spi",
          "dev.berth.reference",
          "jakarta.validation",
          "com.fasterxml.jackson.annotation",
          "org.slf4j",
          "org.jspecify");

  private SharedPackages() {}

  /** The shared package that has a class, itself or in a package below it. */
  public static Optional<String> of(String className) {
    for (String name : NAMES) {
      if (className.startsWith(name) && className.startsWith(".", name.length())) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }

  static boolean contain(String className) {
    return of(className).isPresent();
  }
}
