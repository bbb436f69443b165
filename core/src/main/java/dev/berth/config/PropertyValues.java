package dev.berth.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Converts between the values of properties, text or JSON, and those of fields. */
final class PropertyValues {
  // One for each binder, since its caches would keep flavors' class loaders from being closed.
  private @Nullable ObjectMapper mapper;

  private ObjectMapper mapper() {
    if (mapper == null) {
      mapper = create();
    }
    return mapper;
  }

  private static ObjectMapper create() {
    return JsonMapper.builder()
        .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
        .withCoercionConfigDefaults(
            config -> config.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
        .withCoercionConfig(
            LogicalType.Textual,
            config -> config.setCoercion(CoercionInputShape.EmptyString, CoercionAction.TryConvert))
        .build();
  }

  /** A property's value as JSON. */
  JsonNode tree(@Nullable Object value) {
    if (value instanceof JsonNode node) {
      return node;
    }
    if (value instanceof String text) {
      return TextNode.valueOf(text);
    }
    if (value instanceof Boolean flag) {
      return BooleanNode.valueOf(flag);
    }
    return value == null ? NullNode.getInstance() : mapper().valueToTree(value);
  }

  /** JSON as text, booleans, numbers, lists and maps. */
  Map<String, Object> map(ObjectNode json) {
    Map<String, Object> map = new LinkedHashMap<>();
    json.properties().forEach(each -> map.put(each.getKey(), plain(each.getValue())));
    return map;
  }

  private Object plain(JsonNode value) {
    if (value.isTextual()) {
      return value.textValue();
    }
    return value.isBoolean() ? value.booleanValue() : mapper().convertValue(value, Object.class);
  }

  /**
   * Converts a property's value to the type of its field.
   *
   * @throws IllegalArgumentException when it is invalid; its message continues "property 'x' ..."
   */
  Object toField(ConfigProperty property, JsonNode value) {
    Class<?> plain = property.field().getType();
    if (value.isTextual() && plain == String.class) {
      return value.textValue();
    }
    if (value.isBoolean() && plain == boolean.class) {
      return value.booleanValue();
    }
    Optional<Method> parse = parseMethod(plain);
    if (parse.isPresent() && value.isTextual()) {
      return parsed(parse.get(), value.textValue());
    }
    JavaType type = mapper().constructType(property.field().getGenericType());
    if (value.isNull()) {
      throw new IllegalArgumentException("has no value; it must be " + describe(type));
    }
    try {
      boolean json =
          value.isTextual() && (type.isContainerType() && !type.hasRawClass(String.class));
      JsonNode effective = json ? mapper().readTree(value.textValue()) : value;
      return mapper().convertValue(effective, type);
    } catch (IllegalArgumentException | JsonProcessingException e) {
      String given =
          PropertyNames.isSecret(property.name())
              ? "what was given"
              : value.isTextual() ? "'" + value.textValue() + "'" : value.toString();
      throw new IllegalArgumentException("must be " + describe(type) + ", not " + given, e);
    }
  }

  /** The JSON value that {@link #toField} accepts. */
  JsonNode toJson(ConfigProperty property, Object value) {
    if (value instanceof String || parseMethod(property.field().getType()).isPresent()) {
      return TextNode.valueOf(value.toString());
    }
    return value instanceof Boolean flag ? BooleanNode.valueOf(flag) : mapper().valueToTree(value);
  }

  /** Whether the type has a static method {@code parse(String)}. */
  static boolean isParsed(Class<?> type) {
    return parseMethod(type).isPresent();
  }

  private static Optional<Method> parseMethod(Class<?> type) {
    return Arrays.stream(type.getMethods())
        .filter(method -> method.getName().equals("parse"))
        .filter(method -> Modifier.isStatic(method.getModifiers()))
        .filter(method -> Arrays.equals(method.getParameterTypes(), new Class<?>[] {String.class}))
        .filter(method -> type.isAssignableFrom(method.getReturnType()))
        .findFirst();
  }

  private static Object parsed(Method parse, String text) {
    try {
      return parse.invoke(null, text);
    } catch (InvocationTargetException e) {
      String reason = String.valueOf(e.getCause() == null ? e : e.getCause().getMessage());
      throw new IllegalArgumentException("is invalid: " + reason, e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalArgumentException("cannot be set: " + parse + " is not accessible", e);
    }
  }

  private static String describe(JavaType type) {
    Class<?> raw = type.getRawClass();
    if (raw == boolean.class || raw == Boolean.class) {
      return "true or false";
    }
    if (type.isEnumType()) {
      return Arrays.stream(raw.getEnumConstants())
          .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
          .collect(Collectors.joining(", ", "one of ", ""));
    }
    if (type.isMapLikeType()) {
      return "a JSON object, such as {\"key\": ...}";
    }
    if (type.isContainerType()) {
      return "a JSON array, such as [\"a\", \"b\"]";
    }
    if (raw == int.class || raw == Integer.class || raw == long.class || raw == Long.class) {
      return "a whole number";
    }
    return raw.isPrimitive() || Number.class.isAssignableFrom(raw) ? "a number" : "text";
  }
}
