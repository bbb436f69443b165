package dev.berth.cli.flavor;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.berth.cli.session.BerthVersion;
import dev.berth.reference.Name;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;

/**
 * A new Maven project with a flavor. It is written from templates, which are the flavor {@code
 * acme} in the package {@code com.acme}.
 *
 * @param name the flavor's name
 * @param packageName the package of its classes
 * @param template the template
 */
record FlavorProject(String name, String packageName, Template template) {
  private static final Pattern PLACEHOLDER =
      Pattern.compile("com\\.acme|Acme|ACME|acme|@BERTH_VERSION@");

  /** What the flavor has. */
  enum Template {
    NAME_ONLY,
    CHECKS,
    LOGIN;

    /** The classes beside the flavor's. */
    private List<String> classes() {
      return this == NAME_ONLY ? List.of() : List.of("RegistryConfig", "Registry");
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Fails for a name or a package that cannot be used. */
  FlavorProject {
    if (!Name.isValid(name)) {
      throw new BerthException(
          ErrorCode.INVALID,
          "'" + name + "' is not a valid name for a flavor",
          "names " + Name.FORM);
    }
    boolean taken = (packageName + ".").matches("(java|javax|jdk|jakarta|dev\\.berth)\\..*");
    if (taken || !SourceVersion.isName(packageName, SourceVersion.RELEASE_17)) {
      throw new BerthException(
          ErrorCode.INVALID,
          "'" + packageName + "' is not a valid name for a package",
          "--package com.example.registries");
    }
  }

  /** The package of a flavor's classes when none is given. */
  static String defaultPackage(String name) {
    String segment = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    return "com.example." + (SourceVersion.isName(segment) ? segment : "flavor" + segment);
  }

  /** The fully qualified name of the flavor's class. */
  String flavorClass() {
    return packageName + "." + prefix() + "Flavor";
  }

  /** {@code my-registry} becomes {@code MyRegistry}. */
  private String prefix() {
    String words =
        Arrays.stream(name.split("[._-]+"))
            .filter(word -> !word.isEmpty())
            .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
            .collect(Collectors.joining());
    return Character.isDigit(words.charAt(0)) ? "R" + words : words;
  }

  /**
   * Writes the project.
   *
   * @param directory the folder, which must be missing or empty
   * @return the files, relative to the folder
   * @throws BerthException {@link ErrorCode#INVALID} when the folder cannot be used; nothing is
   *     written then
   */
  List<Path> write(Path directory) {
    requireEmpty(directory);
    Map<Path, String> files = new LinkedHashMap<>();
    sources().forEach((path, source) -> files.put(Path.of(path), text(source)));
    try {
      for (var file : files.entrySet()) {
        Path path = directory.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue());
      }
    } catch (IOException e) {
      throw new BerthException(
          ErrorCode.INVALID, "the project cannot be written to %s: %s".formatted(directory, e), e);
    }
    return List.copyOf(files.keySet());
  }

  private static void requireEmpty(Path directory) {
    boolean isEmpty;
    if (Files.isDirectory(directory)) {
      try (Stream<Path> children = Files.list(directory)) {
        isEmpty = children.findAny().isEmpty();
      } catch (IOException e) {
        throw new BerthException(
            ErrorCode.INVALID, "the folder %s cannot be read: %s".formatted(directory, e), e);
      }
    } else {
      isEmpty = !Files.exists(directory);
    }
    if (!isEmpty) {
      throw new BerthException(
          ErrorCode.INVALID,
          directory + " exists and is not an empty folder",
          "choose another one: --directory DIR");
    }
  }

  /** The files of the project by the resources that they are made from. */
  private Map<String, String> sources() {
    Map<String, String> sources = new LinkedHashMap<>();
    sources.put("pom.xml", "common/pom.xml");
    sources.put("README.md", "common/README.md");
    sources.put(".gitignore", "common/gitignore");
    sources.put(
        "src/main/resources/META-INF/services/dev.berth.spi.BaseContainerRegistryFlavor",
        "common/services");
    String folder = packageName.replace('.', '/') + "/" + prefix();
    String flavor = template == Template.NAME_ONLY ? template.toString() : "common";
    sources.put("src/main/java/" + folder + "Flavor.java", flavor + "/Flavor.java");
    for (String type : template.classes()) {
      sources.put("src/main/java/" + folder + type + ".java", template + "/" + type + ".java");
    }
    sources.put("src/test/java/" + folder + "FlavorTest.java", template + "/FlavorTest.java");
    sources.put(
        "src/test/java/" + folder + "FlavorContractTest.java", "common/FlavorContractTest.java");
    return sources;
  }

  private String text(String resource) {
    try (InputStream in = FlavorProject.class.getResourceAsStream("template/" + resource)) {
      String text = new String(Objects.requireNonNull(in, resource).readAllBytes(), UTF_8);
      return PLACEHOLDER.matcher(text).replaceAll(this::replacement);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String replacement(MatchResult found) {
    return switch (found.group()) {
      case "com.acme" -> packageName;
      case "Acme" -> prefix();
      case "ACME" -> name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
      case "acme" -> name;
      default -> BerthVersion.text();
    };
  }
}
