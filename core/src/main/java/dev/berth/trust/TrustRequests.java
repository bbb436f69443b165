package dev.berth.trust;

import dev.berth.config.PropertyNames;
import dev.berth.config.SecretReferences;
import dev.berth.flavor.RecordedCode;
import dev.berth.spi.SecretReference;
import dev.berth.store.RegisteredRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Describes what a project asks for, so that its user can judge it. */
final class TrustRequests {
  /** A login is sent only to the host it was made for, so these properties reveal nothing. */
  static final Set<String> HARMLESS = Set.of("uri", "defaultRepository");

  private TrustRequests() {}

  /**
   * @param code jars and folders by their fingerprints
   */
  static TrustRequest ofCode(String flavor, String effect, Map<String, Path> code) {
    Map<String, String> descriptions = new TreeMap<>();
    code.forEach((fingerprint, path) -> descriptions.put(fingerprint, path.toString()));
    return new TrustRequest("flavor", flavor, effect, descriptions);
  }

  /**
   * What running a flavor's class does, with the jar that has it, and the others that are asked
   * for.
   *
   * @param asked the part of the class path that is not allowed
   * @param known the paths of all that was allowed, also of jars that have changed
   */
  static String effect(
      String className, List<Path> classPath, Collection<Path> asked, Collection<String> known) {
    Optional<Path> place = RecordedCode.place(className, classPath);
    boolean isKnown = place.filter(it -> known.contains(it.toString())).isPresent();
    String others =
        asked.stream()
            .filter(path -> !place.equals(Optional.of(path)))
            .map(
                path -> {
                  String state = isKnown ? "new " : "";
                  return "the %s%s %s"
                      .formatted(
                          known.contains(path.toString()) ? "changed " : state,
                          Files.isDirectory(path) ? "folder" : "jar",
                          path);
                })
            .sorted()
            .collect(Collectors.joining(", "));
    return "runs the class %s with your rights%s%s"
        .formatted(
            className,
            place.map(it -> ", from " + it).orElse(""),
            others.isEmpty() ? "" : ", with " + others);
  }

  static TrustRequest ofRegistry(RegisteredRegistry registry, String fingerprint, Path store) {
    return new TrustRequest(
        "registry",
        registry.name(),
        effect(registry),
        Map.of(fingerprint, "registry %s in %s".formatted(registry.name(), store)));
  }

  static String effect(RegisteredRegistry registry) {
    List<String> secrets =
        SecretReferences.used(registry.configuration()).stream()
            .map(SecretReference::secret)
            .distinct()
            .toList();
    String settings =
        registry.configuration().entrySet().stream()
            .filter(property -> !HARMLESS.contains(property.getKey()))
            .map(
                property -> property.getKey() + "=" + shown(property.getKey(), property.getValue()))
            .sorted()
            .collect(Collectors.joining(", "));
    String reach =
        secrets.isEmpty()
            ? "reaches "
            : "sends your secret '%s' to ".formatted(String.join("', '", secrets));
    return reach + registry.uri() + (settings.isEmpty() ? "" : " with " + settings);
  }

  /** The value, unless it is a secret itself. */
  private static String shown(String property, Object value) {
    String text = String.valueOf(value);
    return PropertyNames.isSecret(property) && !text.startsWith("{{") ? "***" : text;
  }
}
