package dev.berth.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.spi.BaseContainerRegistryConfig;
import dev.berth.spi.BerthException;
import dev.berth.spi.SecretReference;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Properties of the types that flavors have in practice. */
class PropertyTypesTest {
  /** A configuration with a property of each type. */
  @SuppressWarnings("UnusedVariable")
  public static final class RichConfig extends BaseContainerRegistryConfig {
    enum Tier {
      BASIC,
      PREMIUM
    }

    record Mirror(String host, @Min(1) int weight) {}

    static final class Limits {
      @Min(1)
      private int jobs = 2;

      private @Nullable String unit;
      private boolean isOn;
      private List<String> token = List.of();
      private List<Mirror> mirrors = List.of();
      private @Nullable Map<String, Short> ports;
    }

    private Optional<@Size(max = 4) String> zone = Optional.empty();
    private Optional<Integer> port = Optional.of(443);
    private Duration patience = Duration.ofSeconds(5);
    private @Nullable Instant since;
    private @Nullable LocalDate day;
    private @Nullable UUID id;
    private @Nullable URI site;
    private double ratio = 0.5;
    private @Nullable Path file;
    private Set<Tier> tiers = Set.of();
    private Map<String, String> labels = Map.of();
    private Map<String, Integer> quotas = Map.of();
    private List<String> teams = List.of();
    private List<@Valid Mirror> mirrors = List.of();
    private Map<String, Mirror> byName = Map.of();
    private List<List<Integer>> matrix = List.of();
    private Map<String, Long> sizes = Map.of();
    @Valid private Limits limits = new Limits();

    @AssertTrue(message = "a quota needs a team")
    private boolean isQuotaOfATeam() {
      return quotas.isEmpty() || !teams.isEmpty();
    }
  }

  private final ConfigBinder binder = new ConfigBinder();

  @AfterEach
  void close() {
    binder.close();
  }

  private BoundConfig bind(String name, Object value) {
    var properties = new HashMap<String, Object>(Map.of("uri", "h.example"));
    properties.put(name, value);
    BoundConfig bound = binder.bind(RichConfig.class, properties);
    // What is stored can be bound again.
    assertEquals(bound.given(), binder.bind(RichConfig.class, bound.given()).given());
    return bound;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "zone|eu|eu",
        "port|8443|8443",
        "patience|PT1M|PT1M",
        "site|https://a.example/x|https://a.example/x",
        "file|/etc/a|/etc/a",
        "tiers|[\"BASIC\"]|[BASIC]",
        "tiers|premium|[PREMIUM]",
        "labels|{\"a\":\"b\"}|{a=b}",
        "labels|a=b=c|{a=b=c}",
        "quotas|a=1|none",
        "teams|[\"a\",\"b\"]|[a, b]",
        "teams|a|[a]",
        "mirrors|[{\"host\":\"m\",\"weight\":2}]|[{host=m, weight=2}]",
        "limits|{\"jobs\":3,\"unit\":\"x\"}|{jobs=3, unit=x, isOn=false, token=[], mirrors=[]}",
        "limits|{\"mirrors\":[{\"host\":\"m\",\"weight\":1}]}|{jobs=2, isOn=false, token=[], mirrors=[{host=m, weight=1}]}",
      })
  void textIsConverted(String name, String text, String stored) {
    if (stored.equals("none")) {
      assertTrue(problem(name, text).contains("a quota needs a team"));
      return;
    }
    assertEquals(stored, String.valueOf(bind(name, text).given().get(name)));
  }

  @Test
  void thePartsOfListsAndMapsCanBeGivenOneByOne() {
    assertEquals(List.of("a", "b"), bind("teams", List.of("a", "b")).given().get("teams"));
    assertEquals(
        Map.of("a", "1", "b", "2"), bind("labels", List.of("a=1", "b=2")).given().get("labels"));
  }

  @Test
  void thePartsCanBeObjectsAndLists() {
    String one = "{\"host\":\"a\",\"weight\":1}";
    String two = "{\"host\":\"b\",\"weight\":2}";
    assertEquals("[{host=a, weight=1}, {host=b, weight=2}]", given("mirrors", List.of(one, two)));
    assertEquals("[{host=a, weight=1}]", given("mirrors", one));
    assertEquals("{x={host=a, weight=1}}", given("byName", "x=" + one));
    assertEquals(
        "{x={host=a, weight=1}, y={host=b, weight=2}}",
        given("byName", List.of("x=" + one, "y=" + two)));
    assertEquals("[[1], [2, 3]]", given("matrix", List.of("[1]", "[2,3]")));
    assertEquals("[{a}, [b]", given("teams", List.of("{a}", "[b")));
    assertEquals("[{{shop.team}}]", given("teams", "{{shop.team}}"));
    assertEquals("{a={b}}", given("labels", "a={b}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mirrors|{\"host\":\"a\",\"weight\":1}|{\"host\":|property 'mirrors[1]' is not valid JSON: it ends",
        "mirrors|{\"host\":\"a\",\"weight\":1}|b|property 'mirrors[1]' must be a JSON object with host, weight",
        "byName|x={\"host\":\"a\",\"weight\":1}|y={host}|property 'byName.y' is not valid JSON: it is wrong",
        "matrix|[1]|[x]|property 'matrix[1]' is not valid JSON: it is wrong in line 1, column 2",
        "matrix|[1]|[3000000000]|property 'matrix[1][0]' must be a whole number from",
      })
  void aPartThatDoesNotFitIsNamed(String name, String one, String two, String words) {
    String problem = problem(name, List.of(one, two));
    assertTrue(problem.contains(words), problem);
  }

  private String given(String name, Object value) {
    return String.valueOf(bind(name, value).given().get(name));
  }

  @Test
  void aKeyOfAMapIsGivenOnce() {
    assertTrue(problem("labels", List.of("a=1", "a=2")).contains("property 'labels' must be"));
  }

  @Test
  void anEmptyOptionalIsNotShown() {
    Map<String, Object> effective = bind("teams", "a").effective();
    assertEquals(443, effective.get("port"));
    assertTrue(!effective.containsKey("zone"), effective::toString);
    assertEquals("PT5S", effective.get("patience"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "zone|europe|property 'zone'",
        "port|many|property 'port' must be a whole number",
        "port|99999999999|must be a whole number from -2147483648 to 2147483647, not '99999999999'",
        "patience|5 s|property 'patience' must be a Duration such as PT10S, not '5 s'",
        "since|soon|property 'since' must be an Instant such as 2030-01-31T12:00:00Z, not 'soon'",
        "day|x|property 'day' must be a LocalDate such as 2030-01-31, not 'x'",
        "id|x|property 'id' must be a UUID such as 123e4567-e89b-12d3-a456-426614174000, not 'x'",
        "tiers|gold|property 'tiers[0]' must be one of basic, premium, not 'gold'",
        "labels|a|property 'labels' must be KEY=VALUE or a JSON object",
        "mirrors|[{\"host\":\"m\",\"weight\":0}]|property 'mirrors[0].weight' must be",
        "mirrors|[{\"hots\":\"m\",\"weight\":1}]|property 'mirrors[0].hots' does not exist; did you mean 'host'?",
        "mirrors|[{\"host\":{},\"weight\":1}]|property 'mirrors[0].host' must be text, not {}",
        "mirrors|[{\"host\":\"m\"}]|property 'mirrors[0].weight' is missing; it must be a whole number",
        "mirrors|[{\"weight\":1},{\"weight\":\"x\"}]|property 'mirrors[1].weight' must be a whole number, not 'x'",
        "mirrors|[{\"host\":\"m\"|property 'mirrors' is not valid JSON: it ends too early in line 1, column 13 ",
        "mirrors|[{|is not valid JSON: it ends too early in line 1, column 3 ",
        "mirrors|[x]|is not valid JSON: it is wrong in line 1, column 2 ",
        "mirrors|[] []|is not valid JSON: more follows it in line 1, column 4 ",
        "limits|{\"jobs\":1,\"jobs\":2}|is not valid JSON: a key is given twice in line 1, column 17 ",
        "mirrors|[{\"host\":\"m\",\"weight\":3000000000}]|property 'mirrors[0].weight' must be a whole number from -2147483648 to 2147483647, not 3000000000 ",
        "byName|{\"x\":{\"host\":\"m\",\"weight\":3000000000}}|property 'byName.x.weight' must be a whole number from -2147483648 to 2147483647, not",
        "matrix|[[1],[2,3000000000]]|property 'matrix[1][1]' must be a whole number from -2147483648 to 2147483647, not",
        "limits|{\"ports\":{\"x\":40000}}|property 'limits.ports.x' must be a whole number from -32768 to 32767, not 40000 ",
        "limits|{\"ports\":{\"x\":3000000000}}|property 'limits.ports.x' must be a whole number from -32768 to 32767, not",
        "sizes|{\"x\":99999999999999999999}|property 'sizes.x' must be a whole number from -9223372036854775808 to",
        "mirrors|[5]|property 'mirrors[0]' must be a JSON object with host, weight, not 5",
        "quotas|{\"a\":\"x\"}|property 'quotas.a' must be a whole number, not 'x'",
        "limits|{\"isOn\":2}|property 'limits.isOn' must be true or false, not 2",
        "limits|{\"jobs\":0}|property 'limits.jobs' must be",
        "limits|{\"size\":1}|property 'limits.size' does not exist; the fields are isOn, jobs, mirrors, ports, token, unit",
        "limits|[]|property 'limits' must be",
        "limits|null|property 'limits' must be",
        "teams|[\"a\",null]|property 'teams[1]' must not be null",
        "mirrors|[null]|property 'mirrors[0]' must not be null",
        "mirrors|[{\"host\":null}]|property 'mirrors[0].host' must not be null",
        "ratio|NaN|property 'ratio' must be a number",
        "ratio|1e400|property 'ratio' must be a number",
        "site|a b|property 'site' must be a URI such as https://host.example/path, not 'a b'",
      })
  void aValueThatDoesNotFitIsNamed(String name, String text, String words) {
    String problem = problem(name, text);
    assertTrue(problem.contains(words), problem);
  }

  @Test
  void aLongValueIsShortenedAndASecretIsNotShown() {
    String problem = problem("mirrors", "[{\"weight\":\"" + "x".repeat(100) + "\"}]");
    assertTrue(problem.contains("not '" + "x".repeat(58) + "… "), problem);
    String secret = problem("limits", "{\"token\":{\"a\":\"hidden\"}}");
    assertTrue(secret.contains("'limits.token' must be a JSON array"), secret);
    for (String json :
        List.of("{\"token\":\"hidden\"}", "[{\"token\":hidden}]", "{\"token\": hidden")) {
      secret += problem("mirrors", json);
    }
    assertFalse(secret.contains("hidden"), secret);
  }

  private String problem(String name, Object value) {
    BerthException e = assertThrows(BerthException.class, () -> bind(name, value));
    return e.getMessage() + " " + e.hints();
  }

  @Test
  void aSecretInANestedObjectIsResolvedOnUse() {
    Map<String, Object> properties =
        Map.of("uri", "h.example", "limits", "{\"unit\":\"{{shop.unit}}\"}");
    assertTrue(
        binder.bind(RichConfig.class, properties).given().toString().contains("{{shop.unit}}"));
    BoundConfig bound = binder.bind(RichConfig.class, properties, (SecretReference it) -> "kg");
    assertTrue(bound.given().toString().contains("unit=kg"), bound.given()::toString);
  }

  @Test
  void theSchemaDescribesThem() {
    JsonNode properties =
        new ObjectMapper().valueToTree(ConfigSchema.of(RichConfig.class)).path("properties");
    assertEquals("string", properties.at("/zone/type").asText(), properties::toString);
    assertEquals(443, properties.at("/port/default").asInt());
    assertEquals("string", properties.at("/patience/type").asText());
    assertEquals("PT5S", properties.at("/patience/default").asText());
    assertEquals("string", properties.at("/file/type").asText(), properties::toString);
    assertEquals("integer", properties.at("/limits/properties/jobs/type").asText());
    assertEquals("object", properties.at("/mirrors/items/type").asText());
  }

  @Test
  void everyTypeIsSupported() {
    assertEquals(List.of(), PropertyTypes.problems(RichConfig.class));
  }
}
