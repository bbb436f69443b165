package dev.berth.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.reference.KnownSecrets;
import dev.berth.spi.BaseContainerRegistryConfig;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigBinderTest {
  /** A configuration with a property of each kind. */
  @SuppressWarnings("UnusedVariable")
  public static final class AcmeConfig extends BaseContainerRegistryConfig {
    enum Tier {
      BASIC,
      PREMIUM
    }

    @NotBlank private String team = "core";

    @Max(10)
    private int replicas = 3;

    private boolean scanOnPush;
    private Tier tier = Tier.BASIC;
    private List<String> mirrors = List.of();
    private Map<String, Integer> quotas = Map.of();

    @Pattern(regexp = "[a-z]*", message = "may not be ${7*7} or {x}")
    private @Nullable String zone;

    private @Nullable String twin;

    @AssertTrue(message = "twin and zone go together")
    private boolean isTwinned() {
      return (twin == null) == (zone == null);
    }
  }

  private final ConfigBinder binder = new ConfigBinder();

  @AfterEach
  void close() {
    binder.close();
  }

  private BoundConfig bind(String... namesAndValues) {
    var properties = new LinkedHashMap<String, Object>();
    properties.put("uri", "localhost:5000");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      properties.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return binder.bind(AcmeConfig.class, properties);
  }

  private BerthException refused(String... namesAndValues) {
    return assertThrows(BerthException.class, () -> bind(namesAndValues));
  }

  @Test
  void textBecomesTheFieldsTypes() {
    var config =
        (AcmeConfig)
            bind(
                    "replicas",
                    "5",
                    "scan-on-push",
                    "true",
                    "tier",
                    "premium",
                    "mirrors",
                    "[\"a\",\"b\"]",
                    "quotas",
                    "{\"x\":1}")
                .config();
    assertEquals(5, config.replicas);
    assertTrue(config.scanOnPush);
    assertEquals(AcmeConfig.Tier.PREMIUM, config.tier);
    assertEquals(List.of("a", "b"), config.mirrors);
    assertEquals(Map.of("x", 1), config.quotas);
  }

  @Test
  void defaultsApplyAndAreNotAmongWhatWasGiven() {
    BoundConfig bound = bind("scan_on_push", "true");
    assertEquals(3, bound.effective().get("replicas"));
    assertEquals(Map.of("uri", "localhost:5000", "scanOnPush", true), bound.given());
  }

  @Test
  void whatWasGivenBindsAgain() {
    BoundConfig bound =
        bind("mirrors", "[\"a\"]", "tier", "PREMIUM", "uri", "index.docker.io/acme/");
    assertEquals(bound.given(), binder.bind(AcmeConfig.class, bound.given()).given());
    assertEquals("docker.io/acme", bound.config().uri().toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "replicas | 1.5 | property 'replicas' must be a whole number, not '1.5'",
        "replicas | '' | property 'replicas' must be a whole number, not ''",
        "replicas | 99999999999 | property 'replicas' must be a whole number from -2147483648 to 2147483647, not '99999999999'",
        "scanOnPush | yes | property 'scanOnPush' must be true or false, not 'yes'",
        "tier | gold | property 'tier' must be one of basic, premium, not 'gold'",
        "tier | 1 | property 'tier' must be one of basic, premium, not '1'",
        "mirrors | a,b | property 'mirrors' must be a JSON array, such as [\"a\", \"b\"], not 'a,b'",
        "quotas | [] | property 'quotas' must be KEY=VALUE or a JSON object, such as {\"key\": ...}, not '[]'",
        "replicas | 11 | property 'replicas' must be less than or equal to 10",
        "team | ' ' | property 'team' must not be blank",
        "replica | 1 | there is no property 'replica'; did you mean 'replicas'?",
      })
  void aValueThatDoesNotFitIsRefused(String name, String value, String message) {
    BerthException refused = refused(name, value);
    assertEquals(message, refused.getMessage());
    assertEquals(ErrorCode.INVALID, refused.code());
  }

  @Test
  void aSecretIsMaskedBeforeItsValueIsShortened() {
    String secret = "canary-" + "x".repeat(80);
    KnownSecrets.add(secret);
    assertEquals(
        "property 'replicas' must be a whole number, not '***'",
        refused("replicas", secret).getMessage());
  }

  @Test
  void allProblemsComeAtOnce() {
    BerthException refused =
        refused(
            "uri", "https://GHCR.io", "replicas", "x", "team", "", "colour", "red", "twin", "t");
    assertEquals(5, refused.hints().size(), refused.hints()::toString);
  }

  @Test
  void aRuleOverSeveralPropertiesSpeaksForItself() {
    assertEquals("twin and zone go together", refused("twin", "t").getMessage());
  }

  @Test
  void onePropertyInTwoSpellingsIsRefused() {
    assertTrue(
        refused("scanOnPush", "true", "scan-on-push", "true").getMessage().contains("given twice"));
  }

  @Test
  void expressionsInMessagesAndValuesStayText() {
    BerthException refused = refused("zone", "${''.getClass()}", "twin", "x");
    assertEquals("property 'zone' may not be ${7*7} or {x}", refused.getMessage());
    assertTrue(
        refused("tier", "#{1+1}${sys:x}{0}%s").getMessage().contains("'#{1+1}${sys:x}{0}%s'"));
  }

  @Test
  void theUriIsRequired() {
    var refused =
        assertThrows(
            BerthException.class, () -> binder.bind(BaseContainerRegistryConfig.class, Map.of()));
    assertEquals("property 'uri' is required", refused.getMessage());
  }

  @Test
  void aConfigurationClassThatFailsIsTheFlavorsFault() {
    /* A class whose constructor fails. */
    final class Failing extends BaseContainerRegistryConfig {}
    var refused = assertThrows(BerthException.class, () -> binder.bind(Failing.class, Map.of()));
    assertEquals(ErrorCode.FLAVOR, refused.code());
  }

  @Test
  void theSchemaSaysTypesDefaultsAndConstraints() {
    JsonNode schema = new ObjectMapper().valueToTree(ConfigSchema.of(AcmeConfig.class));
    JsonNode properties = schema.get("properties");
    assertEquals("string", properties.at("/uri/type").asText());
    assertEquals("integer", properties.at("/replicas/type").asText());
    assertEquals(3, properties.at("/replicas/default").asInt());
    assertEquals(10, properties.at("/replicas/maximum").asInt());
    assertEquals("[\"BASIC\",\"PREMIUM\"]", properties.at("/tier/enum").toString());
    assertEquals("[\"uri\"]", schema.get("required").toString());
    assertEquals("integer", properties.at("/quotas/additionalProperties/type").asText());
    assertFalse(properties.at("/mirrors/items").has("default"));
    assertFalse(schema.get("additionalProperties").booleanValue());
  }
}
