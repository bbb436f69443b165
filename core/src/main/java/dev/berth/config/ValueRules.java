package dev.berth.config;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.type.TypeFactory;

/** What values must be besides their types. */
final class ValueRules {
  private ValueRules() {}

  /** Fails for null, or null in a list, map or object. */
  static void requireNoNull(JsonNode value, String path) {
    if (value.isNull()) {
      throw path.isEmpty()
          ? new IllegalArgumentException("null is no value")
          : new InvalidValueException(path, "must not be null");
    }
    for (int i = 0; value.isArray() && i < value.size(); i++) {
      requireNoNull(value.get(i), path + "[" + i + "]");
    }
    value.properties().forEach(each -> requireNoNull(each.getValue(), path + "." + each.getKey()));
  }

  /** Returns a value, unless it is a number that is infinite, or none. */
  static Object requireFinite(Object value) {
    if (value instanceof Number number && !Double.isFinite(number.doubleValue())) {
      throw new IllegalArgumentException("it is no finite number");
    }
    return value;
  }

  /**
   * Fails for a number, or one in a list, map or object, that is too small or too large. Jackson's
   * own failure does not say where it is.
   *
   * @param name the property's name
   * @param path where the value is in the property's value; may be empty
   */
  static void requireInRange(String name, JavaType type, JsonNode value, String path) {
    if (value.isIntegralNumber()) {
      WholeNumbers.of(type.getRawClass())
          .filter(it -> !it.contains(value.bigIntegerValue()))
          .ifPresent(
              it -> {
                throw new InvalidValueException(
                    path, ValueProblem.expected(type, name + path, value));
              });
    } else if (type.isContainerType()) {
      for (int i = 0; i < value.size() && value.isArray(); i++) {
        requireInRange(name, type.getContentType(), value.get(i), path + "[" + i + "]");
      }
      value
          .properties()
          .forEach(
              it ->
                  requireInRange(
                      name, type.getContentType(), it.getValue(), path + "." + it.getKey()));
    } else if (value.isObject() && FieldTypes.isNested(type.getRawClass())) {
      for (ConfigProperty field : ConfigProperty.fields(type.getRawClass())) {
        JavaType part = TypeFactory.defaultInstance().constructType(field.field().getGenericType());
        requireInRange(name, part, value.path(field.name()), path + "." + field.name());
      }
    }
  }
}
