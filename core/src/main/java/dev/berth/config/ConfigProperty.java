package dev.berth.config;

import com.fasterxml.jackson.annotation.JsonAlias;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A property of a configuration class: a field of it or of its base classes. */
record ConfigProperty(Field field) {
  /** The properties of a configuration class, those of its base classes first. */
  static List<ConfigProperty> of(Class<?> configClass) {
    var properties = new ArrayList<ConfigProperty>();
    for (Class<?> type = configClass; type != Object.class; type = type.getSuperclass()) {
      properties.addAll(0, fields(type));
    }
    return properties;
  }

  /** The fields that a class declares itself. */
  static List<ConfigProperty> fields(Class<?> type) {
    return Arrays.stream(type.getDeclaredFields())
        .filter(field -> !Modifier.isStatic(field.getModifiers()))
        .filter(field -> !Modifier.isTransient(field.getModifiers()) && !field.isSynthetic())
        .map(ConfigProperty::new)
        .toList();
  }

  String name() {
    return field.getName();
  }

  /** Whether {@code text} is this name, or a former one, in camelCase, kebab-case or snake_case. */
  boolean isNamed(String text) {
    return isNamedNow(text)
        || formerNames().stream().anyMatch(name -> plain(name).equals(plain(text)));
  }

  /** Whether {@code text} is this name, and not a former one. */
  boolean isNamedNow(String text) {
    return plain(name()).equals(plain(text));
  }

  /** The names that it had before. */
  List<String> formerNames() {
    JsonAlias alias = field.getAnnotation(JsonAlias.class);
    return alias == null ? List.of() : List.of(alias.value());
  }

  /**
   * Whether its value can contain references to secrets: text, or a list or map of text. The name
   * of a secret cannot.
   */
  boolean mayNameSecrets() {
    return !name().equals("authenticationSecret")
        && (field.getGenericType().getTypeName().contains(String.class.getName())
            || FieldTypes.isNested(FieldTypes.raw(field.getGenericType())));
  }

  /** A name without what distinguishes its spellings. */
  static String plain(String name) {
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
