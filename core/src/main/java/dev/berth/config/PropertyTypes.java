package dev.berth.config;

import dev.berth.spi.BaseContainerRegistryConfig;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The types that properties can have. */
public final class PropertyTypes {
  private static final int MAX_DEPTH = 5;

  private static final String SUPPORTED =
      "text, a number, a boolean, an enum, a Path, URI or UUID, a record or class of these, a list or"
          + " map, or as a property of its own an Optional or a type with a static parse(String)";
  private static final Set<String> OPTIONS =
      Set.of(
          "home",
          "locked",
          "output",
          "quiet",
          "verbose",
          "version",
          "help",
          "stacktrace",
          "nocolor",
          "flavor",
          "unset");

  private PropertyTypes() {}

  /** Why properties of a configuration class cannot be set; empty when all can. */
  public static List<String> problems(Class<? extends BaseContainerRegistryConfig> configClass) {
    List<String> problems = new ArrayList<>();
    Map<String, String> names = new HashMap<>();
    List<ConfigProperty> properties = ConfigProperty.of(configClass);
    properties.forEach(property -> addName(property.name(), property.name(), names, problems));
    for (ConfigProperty property : properties) {
      property.formerNames().forEach(it -> addName(it, property.name(), names, problems));
      if (Modifier.isFinal(property.field().getModifiers())) {
        problems.add("property '%s' is final".formatted(property.name()));
      }
      unsupported(property.field().getGenericType())
          .ifPresent(
              type ->
                  problems.add(
                      "property '%s' has %s, which is not supported: use %s"
                          .formatted(property.name(), type, SUPPORTED)));
    }
    return problems;
  }

  /** A name in any spelling, also a former one, is that of one property, and of no option. */
  private static void addName(
      String name, String property, Map<String, String> names, List<String> problems) {
    String plain = ConfigProperty.plain(name);
    String other = names.putIfAbsent(plain, property);
    if (other != null) {
      problems.add("the name '%s' is that of the property '%s' too".formatted(name, other));
    }
    if (OPTIONS.contains(plain)) {
      problems.add("the name '%s' is that of an option of the command".formatted(name));
    }
  }

  private static Optional<String> unsupported(Type type) {
    Type value = FieldTypes.unwrapped(type);
    return FieldTypes.isParsed(FieldTypes.raw(value)) ? Optional.empty() : ofPart(value, 0);
  }

  /** Why a value, or a part of one, cannot be bound from JSON. */
  private static Optional<String> ofPart(Type type, int depth) {
    Class<?> raw = FieldTypes.raw(type);
    String words = "the type " + type.getTypeName();
    if (type instanceof ParameterizedType generic) {
      List<Type> arguments = List.of(generic.getActualTypeArguments());
      boolean isContainer =
          FieldTypes.isRepeatable(raw)
              && (!Map.class.isAssignableFrom(raw) || arguments.get(0) == String.class);
      return isContainer
          ? arguments.stream()
              .flatMap(it -> ofPart(it, depth + 1).stream())
              .findFirst()
              .map(it -> it.startsWith("a field") ? it : words)
          : Optional.of(words);
    }
    if (type instanceof Class<?> && FieldTypes.isNested(raw)) {
      return depth == MAX_DEPTH || !isConstructible(raw)
          ? Optional.of(words)
          : ConfigProperty.fields(raw).stream()
              .flatMap(
                  field ->
                      ofPart(field.field().getGenericType(), depth + 1)
                          .map(it -> "a field '%s' with %s".formatted(field.name(), it))
                          .stream())
              .findFirst();
    }
    boolean isKnown =
        type instanceof Class<?> && (raw.isPrimitive() || raw.isEnum() || FieldTypes.isPlain(raw));
    return isKnown ? Optional.empty() : Optional.of(words);
  }

  private static boolean isConstructible(Class<?> type) {
    return type.isRecord()
        || Arrays.stream(type.getDeclaredConstructors())
            .anyMatch(it -> it.getParameterCount() == 0);
  }
}
