package dev.berth.config;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jakarta.validation.JakartaValidationModule;
import com.github.victools.jsonschema.module.jakarta.validation.JakartaValidationOption;
import dev.berth.spi.BaseContainerRegistryConfig;
import dev.berth.spi.SecretReference;
import jakarta.validation.Constraint;
import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Describes a configuration class as a JSON Schema (draft 2020-12): a type for each property, and
 * its meaning, default and constraints.
 */
public final class ConfigSchema {
  private static final String REFERENCE = "\\{\\{[^{}]+\\}\\}";
  // Flags, possessive quantifiers and other forms that ECMA 262, which schemas use, does not have.
  private static final java.util.regex.Pattern ONLY_JAVA =
      java.util.regex.Pattern.compile("\\(\\?[^:=!]|[*+?}]\\+|\\\\[pPQEAZzGhR]|&&");

  private ConfigSchema() {}

  /** The schema, with the properties in the order of their declaration, the base class's first. */
  public static Map<String, Object> of(Class<? extends BaseContainerRegistryConfig> configClass) {
    BaseContainerRegistryConfig defaults = ConfigBinder.construct(configClass);
    List<ConfigProperty> properties = ConfigProperty.of(configClass);
    List<String> names = properties.stream().map(ConfigProperty::name).toList();
    var builder =
        new SchemaGeneratorConfigBuilder(SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
            .with(
                new JakartaValidationModule(
                    JakartaValidationOption.NOT_NULLABLE_FIELD_IS_REQUIRED,
                    JakartaValidationOption.INCLUDE_PATTERN_EXPRESSIONS))
            .with(Option.FLATTENED_OPTIONALS)
            .with(Option.INLINE_ALL_SCHEMAS, Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES);
    builder
        .forFields()
        .withDescriptionResolver(ConfigSchema::description)
        .withDefaultResolver(field -> standard(field, configClass, defaults));
    builder
        .forTypesInGeneral()
        .withPropertySorter(
            (one, other) ->
                Integer.compare(names.indexOf(one.getName()), names.indexOf(other.getName())))
        .withCustomDefinitionProvider(
            (type, context) -> {
              ObjectNode text = context.getGeneratorConfig().createObjectNode();
              if (type.getErasedType() == SecretReference.class) {
                return new CustomDefinition(
                    text.put("type", "string").put("pattern", "^\\s*" + REFERENCE + "\\s*$"));
              }
              return FieldTypes.isText(type.getErasedType())
                  ? new CustomDefinition(text.put("type", "string"))
                  : null;
            });
    ObjectNode schema = new SchemaGenerator(builder.build()).generateSchema(configClass);
    requireIfWithoutDefault(schema);
    properties.forEach(it -> requireValue(schema.path("properties").path(it.name())));
    properties.forEach(it -> anchor(it, schema.path("properties").path(it.name())));
    return new PropertyValues().map(schema.put("additionalProperties", false));
  }

  /** The types of the properties by their names, as in the schema. */
  public static Map<String, String> types(
      Class<? extends BaseContainerRegistryConfig> configClass) {
    Map<String, String> types = new TreeMap<>();
    JsonNode schema = new ObjectMapper().valueToTree(of(configClass));
    for (var property : schema.path("properties").properties()) {
      JsonNode of = property.getValue();
      String type = of.path("type").asText();
      types.put(property.getKey(), of.has("enum") ? type + " " + of.get("enum") : type);
    }
    return types;
  }

  /** The default of a property, not of a field of a nested object. */
  private static @Nullable Object standard(
      FieldScope field, Class<?> configClass, BaseContainerRegistryConfig defaults) {
    Field member = field.getRawMember();
    if (field.isFakeContainerItemScope()
        || !member.getDeclaringClass().isAssignableFrom(configClass)) {
      return null;
    }
    Object value = new ConfigProperty(member).get(defaults);
    if (value instanceof Optional<?> optional) {
      value = optional.orElse(null);
    }
    return value == null || !FieldTypes.isText(value.getClass()) ? value : value.toString();
  }

  /** The meaning, and what the constraints say themselves. */
  private static @Nullable String description(FieldScope field) {
    if (field.isFakeContainerItemScope()) {
      return null;
    }
    Field member = field.getRawMember();
    Optional<String> meaning =
        Optional.ofNullable(member.getAnnotation(JsonPropertyDescription.class))
            .map(JsonPropertyDescription::value);
    Stream<String> rules =
        Arrays.stream(member.getAnnotations())
            .flatMap(it -> message(it).stream())
            .filter(message -> message.startsWith("must "));
    String description = Stream.concat(meaning.stream(), rules).collect(Collectors.joining("; "));
    return description.isEmpty() ? null : description;
  }

  /** The message of a constraint (Jakarta Validation 3.1, "Constraint definition properties"). */
  private static Optional<String> message(Annotation annotation) {
    if (!annotation.annotationType().isAnnotationPresent(Constraint.class)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          annotation.annotationType().getMethod("message").invoke(annotation).toString());
    } catch (ReflectiveOperationException e) {
      return Optional.empty();
    }
  }

  /**
   * A pattern of a constraint is for the whole text, and one of a schema for a part of it. Text may
   * have references to secrets, whose values are validated on use.
   */
  private static void anchor(ConfigProperty property, JsonNode schema) {
    if (!schema.path("pattern").isTextual() || !(schema instanceof ObjectNode node)) {
      return;
    }
    String pattern = node.path("pattern").asText();
    if (ONLY_JAVA.matcher(pattern).find()) {
      node.remove("pattern");
    } else if (property.field().getType() == String.class) {
      String reference = property.mayNameSecrets() ? "|.*" + REFERENCE + ".*" : "";
      node.put("pattern", "^(?:" + pattern + reference + ")$");
    }
  }

  /** A property that is optional is left out; it is never null. */
  private static void requireValue(JsonNode schema) {
    JsonNode types = schema.path("type");
    if (types.isArray() && schema instanceof ObjectNode node) {
      node.set("type", types.get(0));
    }
  }

  private static void requireIfWithoutDefault(ObjectNode schema) {
    ArrayNode required = schema.arrayNode();
    for (JsonNode name : schema.path("required")) {
      if (!schema.path("properties").path(name.asText()).has("default")) {
        required.add(name);
      }
    }
    schema.set("required", required);
  }
}
