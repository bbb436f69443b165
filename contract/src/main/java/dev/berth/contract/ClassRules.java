package dev.berth.contract;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.berth.config.ConfigSchema;
import dev.berth.config.PropertyTypes;
import dev.berth.flavor.FlavorFinder;
import dev.berth.flavor.FlavorJar;
import dev.berth.flavor.LoadedFlavor;
import dev.berth.spi.BaseContainerRegistryConfig;
import dev.berth.spi.BerthException;
import jakarta.validation.Constraint;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The rules on a flavor's jar and classes, examined with the jar alone. */
final class ClassRules {
  private final Subject subject;
  private final Map<Rule, List<String>> problems;
  private Map<String, String> properties = Map.of();

  ClassRules(Subject subject, Map<Rule, List<String>> problems) {
    this.subject = subject;
    this.problems = problems;
  }

  /** The types of the properties by their names; empty before, or when it cannot be loaded. */
  Map<String, String> properties() {
    return properties;
  }

  /** Returns whether the flavor can be used, with its libraries if not without them. */
  boolean examine() {
    List<String> listed = FlavorJar.flavorClasses(subject.jar());
    problems.put(
        Rule.SERVICE_FILE,
        listed.contains(subject.flavorClass())
            ? List.of()
            : List.of(
                "the jar lists %s, and not %s"
                    .formatted(
                        listed.isEmpty() ? "no flavor" : String.join(", ", listed),
                        subject.flavorClass())));
    try (var finder = finder()) {
      examine(load(finder, List.of(subject.jar())));
      problems.put(Rule.LOADS_ALONE, List.of());
      return true;
    } catch (BerthException e) {
      problems.put(Rule.LOADS_ALONE, List.of(String.valueOf(e.getMessage())));
    }
    return loadsWithLibraries();
  }

  private boolean loadsWithLibraries() {
    try (var finder = finder()) {
      examine(load(finder, withLibraries()));
      return true;
    } catch (BerthException e) {
      return false;
    }
  }

  private List<Path> withLibraries() {
    return Stream.concat(Stream.of(subject.jar()), subject.libraries().stream()).toList();
  }

  private static FlavorFinder finder() {
    return FlavorFinder.ofClasses(ClassRules.class.getClassLoader());
  }

  private LoadedFlavor load(FlavorFinder finder, List<Path> jars) {
    Path nothing = Path.of(subject.jar() + ".none");
    return finder.load(subject.flavorClass(), nothing, jars);
  }

  private void examine(LoadedFlavor flavor) {
    flavor.run(
        LoadedFlavor.CONFIGURATION,
        () -> {
          Class<? extends BaseContainerRegistryConfig> type = flavor.configClass();
          List<String> types = PropertyTypes.problems(type);
          if (types.isEmpty()) {
            properties = ConfigSchema.types(type);
          }
          problems.put(Rule.PROPERTIES, types);
          problems.put(Rule.DESCRIPTIONS, undescribed(type));
          problems.put(Rule.CONSTRAINTS, unreachable(type));
        });
  }

  private static List<String> undescribed(Class<?> configClass) {
    return own(configClass)
        .flatMap(type -> Arrays.stream(type.getDeclaredFields()))
        .filter(field -> !Modifier.isStatic(field.getModifiers()) && !field.isSynthetic())
        .filter(field -> !field.isAnnotationPresent(JsonPropertyDescription.class))
        .map(Field::getName)
        .map(name -> "property '%s' has no @JsonPropertyDescription".formatted(name))
        .toList();
  }

  /**
   * A constraint on a method that is no getter is never evaluated (Jakarta Validation 3.1, 5.1).
   */
  private static List<String> unreachable(Class<?> configClass) {
    List<String> unreachable = new ArrayList<>();
    own(configClass)
        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
        .filter(method -> Arrays.stream(method.getAnnotations()).anyMatch(ClassRules::constrains))
        .filter(method -> !isGetter(method))
        .forEach(
            method ->
                unreachable.add(
                    "%s() has a constraint and is no getter, isX() or getX() without parameters"
                        .formatted(method.getName())));
    return unreachable;
  }

  private static boolean constrains(java.lang.annotation.Annotation annotation) {
    return annotation.annotationType().isAnnotationPresent(Constraint.class);
  }

  private static boolean isGetter(Method method) {
    boolean named = method.getName().matches("get.+") || isBooleanGetter(method);
    return named && method.getParameterCount() == 0 && !Modifier.isStatic(method.getModifiers());
  }

  private static boolean isBooleanGetter(Method method) {
    return method.getName().matches("is.+") && method.getReturnType() == boolean.class;
  }

  /** The configuration class and its base classes below the one of all registries. */
  private static Stream<Class<?>> own(Class<?> configClass) {
    return Stream.iterate(
        configClass, type -> type != BaseContainerRegistryConfig.class, Class::getSuperclass);
  }
}
