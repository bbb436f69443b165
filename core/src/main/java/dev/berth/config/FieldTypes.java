package dev.berth.config;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What the types of a configuration's fields are. */
final class FieldTypes {
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

  private static final Set<Class<?>> TEXTS =
      Set.of(String.class, URI.class, Path.class, UUID.class);

  private FieldTypes() {}

  /** Whether it is text, a number or a boolean, as a class of Java's. */
  static boolean isPlain(Class<?> type) {
    return PLAIN.contains(type);
  }

  /** Whether values are written as text. */
  static boolean isText(Class<?> type) {
    return TEXTS.contains(type) || Path.class.isAssignableFrom(type) || isParsed(type);
  }

  /** Whether a field may be left empty by its type. */
  static boolean isOptional(Type type) {
    return raw(type) == Optional.class;
  }

  /** The type of the value: that in an {@link Optional}, else the type itself. */
  static Type unwrapped(Type type) {
    return isOptional(type) && type instanceof ParameterizedType generic
        ? generic.getActualTypeArguments()[0]
        : type;
  }

  static Class<?> raw(Type type) {
    if (type instanceof ParameterizedType generic) {
      return raw(generic.getRawType());
    }
    return type instanceof Class<?> plain ? plain : Object.class;
  }

  /** Whether values are lists, maps or nested objects. */
  static boolean isStructured(Class<?> type) {
    return isRepeatable(type) || isNested(type);
  }

  /** Whether values have several parts, which can be given one by one. */
  static boolean isRepeatable(Class<?> type) {
    return Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type);
  }

  /** Whether it is a class of a flavor's own, or a record, with fields. */
  static boolean isNested(Class<?> type) {
    return !type.isPrimitive()
        && !type.isEnum()
        && !type.isArray()
        && !type.isInterface()
        && !Modifier.isAbstract(type.getModifiers())
        && !type.getName().startsWith("java.")
        && !isParsed(type);
  }

  /** Whether the type has a static method {@code parse(String)}. */
  static boolean isParsed(Class<?> type) {
    return parseMethod(type).isPresent();
  }

  static Optional<Method> parseMethod(Class<?> type) {
    return Arrays.stream(type.getMethods())
        .filter(method -> method.getName().equals("parse"))
        .filter(method -> Modifier.isStatic(method.getModifiers()))
        .filter(method -> method.getParameterCount() == 1)
        // Those of java.time take a CharSequence.
        .filter(
            method ->
                List.of(String.class, CharSequence.class).contains(method.getParameterTypes()[0]))
        .filter(method -> type.isAssignableFrom(method.getReturnType()))
        .findFirst();
  }
}
