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
      if (!isSupported(type, 0)) {
        problems.add(
            "property '%s' has the type %s, which is not supported: use text, a number, a boolean, an"
                    .formatted(property.name(), type.getTypeName())
                + " enum, an object of these, a list or map, or a type with a public static parse(String)");
      }
    }
    return problems;
  }

  private static boolean isSupported(Type type, int depth) {
    Class<?> raw = FieldTypes.raw(type);
    if (type instanceof ParameterizedType generic) {
      boolean isWrapper =
          FieldTypes.isRepeatable(raw) || (FieldTypes.isOptional(type) && depth == 0);
      return isWrapper
          && (!Map.class.isAssignableFrom(raw)
              || generic.getActualTypeArguments()[0] == String.class)
          && Arrays.stream(generic.getActualTypeArguments())
              .allMatch(it -> isSupported(it, depth + 1));
    }
    if (type instanceof Class<?> && FieldTypes.isNested(raw)) {
      return depth < MAX_DEPTH
          && isConstructible(raw)
          && ConfigProperty.fields(raw).stream()
              .allMatch(it -> isSupported(it.field().getGenericType(), depth + 1));
    }
    return type instanceof Class<?>
        && (raw.isPrimitive()
            || raw.isEnum()
            || FieldTypes.isPlain(raw)
            || FieldTypes.isParsed(raw));
  }

  private static boolean isConstructible(Class<?> type) {
    return type.isRecord()
        || Arrays.stream(type.getDeclaredConstructors())
            .anyMatch(it -> it.getParameterCount() == 0);
  }
}
