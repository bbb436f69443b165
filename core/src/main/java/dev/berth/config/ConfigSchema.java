package dev.berth.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jakarta.validation.JakartaValidationModule;
import com.github.victools.jsonschema.module.jakarta.validation.JakartaValidationOption;
import dev.berth.spi.BaseContainerRegistryConfig;
import java.util.Map;

/** Describes a configuration class as a JSON Schema (draft 2020-12). */
public final class ConfigSchema {
  private ConfigSchema() {}

  /** The schema, with a type for each property, and its default and constraints if it has any. */
  public static Map<String, Object> of(Class<? extends BaseContainerRegistryConfig> configClass) {
    BaseContainerRegistryConfig defaults = ConfigBinder.construct(configClass);
    var builder =
        new SchemaGeneratorConfigBuilder(SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
            .with(
                new JakartaValidationModule(
                    JakartaValidationOption.NOT_NULLABLE_FIELD_IS_REQUIRED,
                    JakartaValidationOption.INCLUDE_PATTERN_EXPRESSIONS))
            .with(Option.INLINE_ALL_SCHEMAS, Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES);
    builder
        .forFields()
        .withDefaultResolver(
            field ->
                field.isFakeContainerItemScope()
                    ? null
                    : new ConfigProperty(field.getRawMember()).get(defaults));
    builder
        .forTypesInGeneral()
        .withCustomDefinitionProvider(
            (type, context) ->
                PropertyValues.isParsed(type.getErasedType())
                    ? new CustomDefinition(
                        context.getGeneratorConfig().createObjectNode().put("type", "string"))
                    : null);
    ObjectNode schema = new SchemaGenerator(builder.build()).generateSchema(configClass);
    requireIfWithoutDefault(schema);
    return new PropertyValues().map(schema.put("additionalProperties", false));
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
