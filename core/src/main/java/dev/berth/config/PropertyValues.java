package dev.berth.config;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.PropertyAccessor;
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
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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
        // Of nested objects, whose fields are bound as those of the configuration are.
        .visibility(PropertyAccessor.GETTER, JsonAutoDetect.Visibility.NONE)
        .visibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE)
        .visibility(PropertyAccessor.SETTER, JsonAutoDetect.Visibility.NONE)
        .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
        .defaultPropertyInclusion(
            JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
        .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
        .withCoercionConfigDefaults(
            config -> config.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
        .withCoercionConfig(
            LogicalType.Boolean,
            config -> config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail))
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
    if (value instanceof Integer number) {
      return IntNode.valueOf(number);
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
    if (value.isInt()) {
      return value.intValue();
    }
    return value.isBoolean() ? value.booleanValue() : mapper().convertValue(value, Object.class);
  }

  /**
   * Converts a property's value to the type of its field.
   *
   * @throws IllegalArgumentException when it is invalid; its message continues "property 'x' ..."
   */
  Object toField(ConfigProperty property, JsonNode value) {
    Type type = property.field().getGenericType();
    return FieldTypes.isOptional(type)
        ? Optional.of(converted(property, FieldTypes.unwrapped(type), value))
        : converted(property, type, value);
  }

  private Object converted(ConfigProperty property, Type generic, JsonNode value) {
    Class<?> plain = FieldTypes.raw(generic);
    if (value.isTextual() && plain == String.class) {
      return value.textValue();
    }
    if (value.isBoolean() && plain == boolean.class) {
      return value.booleanValue();
    }
    if (value.isInt() && plain == int.class) {
      return value.intValue();
    }
    Optional<Method> parse = FieldTypes.parseMethod(plain);
    if (parse.isPresent() && value.isTextual()) {
      return parsed(property.name(), parse.get(), value.textValue());
    }
    JavaType type = mapper().constructType(generic);
    if (value.isNull()) {
      throw new IllegalArgumentException("has no value; it must be " + TypeWords.of(type, ""));
    }
    JsonNode tree = value;
    try {
      tree = structured(value, type);
      ValueRules.requireNoNull(tree, "");
      ValueRules.requireInRange(property.name(), type, tree, "");
      return ValueRules.requireFinite(mapper().convertValue(tree, type));
    } catch (IllegalArgumentException | JsonProcessingException e) {
      throw ValueProblem.of(property.name(), type, value, tree, e);
    }
  }

  /**
   * The value for a list, map or object: text is JSON, or one element of a list, or the entry
   * {@code key=value} of a map; a list of texts can be such elements or entries.
   */
  private JsonNode structured(JsonNode value, JavaType type) throws JsonProcessingException {
    if (type.isContainerType() && value.isArray()) {
      return ofParts(value, type);
    }
    if (!value.isTextual() || !FieldTypes.isStructured(type.getRawClass())) {
      return value;
    }
    String text = value.textValue();
    if (type.isMapLikeType() && !text.stripLeading().startsWith("{") && text.contains("=")) {
      return ofParts(JsonNodeFactory.instance.arrayNode().add(text), type);
    }
    if (type.isCollectionLikeType() && isElement(text, type.getContentType())) {
      return ofParts(JsonNodeFactory.instance.arrayNode().add(text), type);
    }
    return mapper().readTree(text);
  }

  /** Whether text is one element of a list; several with commas would be one. */
  private static boolean isElement(String text, JavaType type) {
    String start = text.stripLeading();
    boolean isObject = start.startsWith("{") && FieldTypes.isStructured(type.getRawClass());
    return isObject || (!start.startsWith("[") && !text.contains(","));
  }

  private JsonNode ofParts(JsonNode parts, JavaType type) {
    JavaType content = type.getContentType();
    if (type.isMapLikeType()) {
      ObjectNode entries = JsonNodeFactory.instance.objectNode();
      parts.forEach(entry -> putEntry(entries, entry.asText(), content));
      return entries;
    }
    ArrayNode elements = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < parts.size(); i++) {
      elements.add(part(parts.get(i), content, "[" + i + "]"));
    }
    return elements;
  }

  /** A part that was given as text is JSON, unless its type is text, too. */
  private JsonNode part(JsonNode value, JavaType type, String path) {
    boolean isJson =
        value.isTextual()
            && FieldTypes.isStructured(type.getRawClass())
            && ValueProblem.looksLikeJson(value.textValue());
    try {
      return isJson ? mapper().readTree(value.textValue()) : value;
    } catch (JsonProcessingException e) {
      throw ValueProblem.ofSyntax(path, e);
    }
  }

  private void putEntry(ObjectNode entries, String entry, JavaType type) {
    int equals = entry.indexOf('=');
    if (equals < 1 || entries.has(entry.substring(0, equals))) {
      throw new IllegalArgumentException("entries are key=value, each key once");
    }
    String key = entry.substring(0, equals);
    entries.set(key, part(TextNode.valueOf(entry.substring(equals + 1)), type, "." + key));
  }

  /** The JSON value that {@link #toField} accepts. */
  JsonNode toJson(ConfigProperty property, Object field) {
    Object value = field instanceof Optional<?> optional ? optional.orElseThrow() : field;
    Class<?> type = FieldTypes.raw(FieldTypes.unwrapped(property.field().getGenericType()));
    if (FieldTypes.isText(type)) {
      return TextNode.valueOf(value.toString());
    }
    return tree(value);
  }

  private static Object parsed(String name, Method parse, String text) {
    try {
      return parse.invoke(null, text);
    } catch (InvocationTargetException e) {
      Optional<String> expected = TypeWords.example(parse.getReturnType());
      String reason = String.valueOf(e.getCause() == null ? e : e.getCause().getMessage());
      throw new IllegalArgumentException(
          expected
              .map(
                  it ->
                      "must be %s, not %s"
                          .formatted(it, ValueProblem.given(name, "'" + text + "'")))
              .orElse("is invalid: " + reason),
          e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalArgumentException("cannot be set: " + parse + " is not accessible", e);
    }
  }
}
