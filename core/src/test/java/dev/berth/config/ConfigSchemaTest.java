package dev.berth.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.berth.spi.BaseContainerRegistryConfig;
import dev.berth.spi.BerthException;
import dev.berth.spi.SecretReference;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema of a configuration class says what the binder accepts. */
class ConfigSchemaTest {
  /** A configuration whose properties have constraints and meanings. */
  @SuppressWarnings("UnusedVariable")
  public static final class ShopConfig extends BaseContainerRegistryConfig {
    enum Tier {
      BASIC,
      PREMIUM
    }

    @JsonPropertyDescription("the team that owns the images")
    @NotBlank
    @Size(max = 8)
    private String team = "core";

    @Min(1)
    @Max(10)
    private int replicas = 3;

    private boolean scan;
    private Tier tier = Tier.BASIC;
    private List<@Size(max = 20) String> mirrors = List.of();
    private Map<String, Integer> quotas = Map.of();

    @JsonPropertyDescription("the zone")
    @Pattern(regexp = "eu|us", message = "must be eu or us")
    private @Nullable String zone;

    private @Nullable SecretReference key;
  }

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNode SCHEMA = JSON.valueToTree(ConfigSchema.of(ShopConfig.class));

  private static boolean schemaAccepts(String configuration) {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(SCHEMA);
    return schema.validate(configuration, InputFormat.JSON).isEmpty();
  }

  private static boolean binderAccepts(String configuration) throws JsonProcessingException {
    try (var binder = new ConfigBinder()) {
      binder.bind(
          ShopConfig.class,
          JSON.readValue(configuration, new TypeReference<Map<String, Object>>() {}));
      return true;
    } catch (BerthException e) {
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'uri':'h.example'}",
        "{'uri':'h.example/team','team':'web','replicas':10,'scan':true,'tier':'PREMIUM'}",
        "{'uri':'h.example','mirrors':['a','b'],'quotas':{'a':1}}",
        "{'uri':'h.example','zone':'eu'}",
        "{'uri':'h.example','zone':'{{shop.zone}}'}",
        "{'uri':'h.example','zone':'x-{{shop.zone}}'}",
        "{'uri':'h.example','key':'{{shop.key}}'}",
        "{'uri':'h.example','key':' {{shop.key}} '}",
        "{'uri':'h.example','authenticationSecret':'shop'}",
        "{'uri':'h.example','caCertificate':'/etc/ca.pem'}",
      })
  void bothAccept(String text) throws JsonProcessingException {
    String configuration = text.replace('\'', '"');
    assertEquals(
        List.of(true, true), List.of(binderAccepts(configuration), schemaAccepts(configuration)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'uri':'h.example','team':''}",
        "{'uri':'h.example','team':'far-too-long'}",
        "{'uri':'h.example','replicas':0}",
        "{'uri':'h.example','replicas':11}",
        "{'uri':'h.example','replicas':1.5}",
        "{'uri':'h.example','replicas':[1]}",
        "{'uri':'h.example','scan':'perhaps'}",
        "{'uri':'h.example','tier':'GOLD'}",
        "{'uri':'h.example','mirrors':['a-name-of-more-than-20-characters']}",
        "{'uri':'h.example','quotas':{'a':'many'}}",
        "{'uri':'h.example','zone':'europe'}",
        "{'uri':'h.example','zone':'neu'}",
        "{'uri':'h.example','key':'plain'}",
        "{'uri':'h.example','key':'x{{shop.key}}'}",
        "{'uri':'h.example','authenticationSecret':'{{shop.key}}'}",
        "{'uri':'h.example','caCertificate':'ca.pem'}",
        "{'uri':'h.example','unknown':1}",
      })
  void bothRefuse(String text) throws JsonProcessingException {
    String configuration = text.replace('\'', '"');
    assertEquals(
        List.of(false, false), List.of(binderAccepts(configuration), schemaAccepts(configuration)));
  }

  @Test
  void aPropertySaysWhatItMeansAndWhatItMustBe() {
    JsonNode properties = SCHEMA.path("properties");
    assertEquals("the zone; must be eu or us", properties.at("/zone/description").asText());
    assertEquals("the team that owns the images", properties.at("/team/description").asText());
    assertEquals("uri", properties.fieldNames().next());
  }

  @Test
  void aPatternThatOnlyJavaKnowsIsLeftOut() {
    assertEquals("", SCHEMA.at("/properties/proxy/pattern").asText());
    assertEquals(2048, SCHEMA.at("/properties/proxy/maxLength").asInt());
  }
}
