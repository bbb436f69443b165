package dev.berth.config;

import dev.berth.spi.BaseContainerRegistryConfig;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The types that properties can have. */
public final class PropertyTypes {
  private static final int MAX_DEPTH = 5;

  private PropertyTypes() {}

  /** Why properties of a configuration class cannot be set; empty when all can. */
  public static List<String> problems(Class<? extends BaseContainerRegistryConfig> configClass) {
    List<String> problems = new ArrayList<>();
    for (ConfigProperty property : ConfigProperty.of(configClass)) {
      if (Modifier.isFinal(property.field().getModifiers())) {
        problems.add("property '%s' is final".formatted(property.name()));
      }
      Type type = property.field().getGenericType();
      if (!isSupported(type)) {
        problems.add(
            "property '%s' has the type %s, which is not supported: use text, a number, a boolean, an"
                    .formatted(property.name(), type.getTypeName())
                + " enum, an object of these, a list or map, or a type with a public static parse(String)");
      }
    }
    return problems;
  }

  private static boolean isSupported(Type type) {
    Type value = FieldTypes.unwrapped(type);
    return FieldTypes.isParsed(FieldTypes.raw(value)) || isPart(value, 0);
  }

  /** Whether a value, or a part of one, can be bound from JSON. */
  private static boolean isPart(Type type, int depth) {
    Class<?> raw = FieldTypes.raw(type);
    if (type instanceof ParameterizedType generic) {
      List<Type> arguments = List.of(generic.getActualTypeArguments());
      return FieldTypes.isRepeatable(raw)
          && (!Map.class.isAssignableFrom(raw) || arguments.get(0) == String.class)
          && arguments.stream().allMatch(it -> isPart(it, depth + 1));
    }
    if (type instanceof Class<?> && FieldTypes.isNested(raw)) {
      return depth < MAX_DEPTH
          && isConstructible(raw)
          && ConfigProperty.fields(raw).stream()
              .allMatch(it -> isPart(it.field().getGenericType(), depth + 1));
    }
    return type instanceof Class<?>
        && (raw.isPrimitive() || raw.isEnum() || FieldTypes.isPlain(raw));
  }

  private static boolean isConstructible(Class<?> type) {
    return type.isRecord()
        || Arrays.stream(type.getDeclaredConstructors())
            .anyMatch(it -> it.getParameterCount() == 0);
  }
}
