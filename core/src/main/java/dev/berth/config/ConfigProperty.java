package dev.berth.config;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A property of a configuration class: a field of it or of its base classes. */
record ConfigProperty(Field field) {
  /** The properties of a configuration class, those of its base classes first. */
  static List<ConfigProperty> of(Class<?> configClass) {
    var properties = new ArrayList<ConfigProperty>();
    for (Class<?> type = configClass; type != Object.class; type = type.getSuperclass()) {
      var own = new ArrayList<ConfigProperty>();
      for (Field field : type.getDeclaredFields()) {
        int modifiers = field.getModifiers();
        if (!Modifier.isStatic(modifiers)
            && !Modifier.isTransient(modifiers)
            && !field.isSynthetic()) {
          own.add(new ConfigProperty(field));
        }
      }
      properties.addAll(0, own);
    }
    return properties;
  }

  String name() {
    return field.getName();
  }

  /** Whether {@code text} is this name, in camelCase, kebab-case or snake_case. */
  boolean isNamed(String text) {
    return plain(name()).equals(plain(text));
  }

  /**
   * Whether its value can contain references to secrets: text, or a list or map of text. The name
   * of a secret cannot.
   */
  boolean mayNameSecrets() {
    return !name().equals("authenticationSecret")
        && field.getGenericType().getTypeName().contains(String.class.getName());
  }

  private static String plain(String name) {
    return name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
  }

  @Nullable Object get(Object config) {
    try {
      field.setAccessible(true);
      return field.get(config);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(field + " cannot be read", e);
    }
  }

  void set(Object config, Object value) {
    try {
      field.setAccessible(true);
      field.set(config, value);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(field + " cannot be set", e);
    }
  }
}
