package dev.berth.testing.rules;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The source files of classes. */
final class Sources {
  private static final String CLASSES = "/target/classes/";

  private Sources() {}

  /** How many files a package has. */
  record InPackage(String name, long files) {}

  /** All packages; {@code package-info.java} is no file of one. */
  static List<InPackage> byPackage(Collection<JavaClass> classes) {
    return classes.stream()
        .filter(JavaClass::isTopLevelClass)
        .filter(type -> !isOfPackage(type))
        .collect(groupingBy(JavaClass::getPackageName, counting()))
        .entrySet()
        .stream()
        .map(entry -> new InPackage(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static boolean isOfPackage(JavaClass type) {
    return type.getSimpleName().equals("package-info");
  }

  /** The number of lines; empty for a nested class and for a class of another module's jar. */
  static Optional<Long> lines(JavaClass type) {
    Optional<URI> compiled = type.getSource().map(Source::getUri);
    if (!type.isTopLevelClass() || compiled.filter(uri -> isFile(uri)).isEmpty()) {
      return Optional.empty();
    }
    Path source =
        Path.of(
            compiled
                .get()
                .getPath()
                .replace(CLASSES, "/src/main/java/")
                .replace(".class", ".java"));
    try (Stream<String> lines = Files.lines(source)) {
      return Optional.of(lines.count());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isFile(URI compiled) {
    return "file".equals(compiled.getScheme()) && compiled.getPath().contains(CLASSES);
  }
}
