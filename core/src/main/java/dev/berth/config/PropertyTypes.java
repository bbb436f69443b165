package dev.berth.config;

import dev.berth.spi.BaseContainerRegistryConfig;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The types that properties can have. */
public final class PropertyTypes {
  private static final Set<Class<?>> PLAIN =
      Set.of(
          String.class,
          Boolean.class,
          Integer.class,
          Long.class,
          Double.class,
          Float.class,
          Short.class,
          BigDecimal.class,
          BigInteger.class,
          URI.class,
          Path.class,
          UUID.class);

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
                + " enum, a list or map of these, or a type with a public static parse(String)");
      }
    }
    return problems;
  }

  private static boolean isSupported(Type type) {
    if (type instanceof ParameterizedType generic && generic.getRawType() instanceof Class<?> raw) {
      boolean isContainer =
          Collection.class.isAssignableFrom(raw) || Map.class.isAssignableFrom(raw);
      return isContainer
          && Arrays.stream(generic.getActualTypeArguments()).allMatch(PropertyTypes::isSupported);
    }
    return type instanceof Class<?> plain
        && (plain.isPrimitive()
            || plain.isEnum()
            || PLAIN.contains(plain)
            || PropertyValues.isParsed(plain));
  }
}
