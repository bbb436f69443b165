package dev.berth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.berth.push.PushEngine;
import dev.berth.push.PushListener;
import dev.berth.push.PushRequest;
import dev.berth.push.PushResult;
import dev.berth.reference.Digest;
import dev.berth.reference.ImageReference;
import dev.berth.spi.BaseContainerRegistry;
import dev.berth.spi.BaseContainerRegistryFlavor;
import dev.berth.spi.BerthException;
import dev.berth.spi.ContainerRegistry;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.RegistryContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistriesTest {
  private static final Digest DIGEST = Digest.parse("sha256:" + "a".repeat(64));

  /** A flavor on the class path whose registries write down what is asked of them. */
  public static final class RecordingFlavor extends BaseContainerRegistryFlavor {
    static final List<String> calls = new ArrayList<>();

    /** For the service loader. */
    public RecordingFlavor() {}

    @Override
    public String name() {
      return "recording";
    }

    @Override
    public ContainerRegistry createRegistry(RegistryContext context) {
      return new BaseContainerRegistry(context) {
        @Override
        public void prepareImagePush(ImageReference image) {
          calls.add("prepare " + image);
          if (image.tag().orElseThrow().equals("forbidden")) {
            throw new BerthException(ErrorCode.PREREQUISITE, "not this one");
          }
        }
      };
    }
  }

  private static final class RecordingEngine implements PushEngine {
    @Override
    public String name() {
      return "recording";
    }

    @Override
    public PushResult push(PushRequest request, PushListener listener) {
      RecordingFlavor.calls.add("push " + request.image());
      return new PushResult(DIGEST, List.of());
    }
  }

  @TempDir Path temporary;
  private Registries registries;

  @BeforeEach
  void open() {
    RecordingFlavor.calls.clear();
    registries =
        new Registries(
            BerthHome.find(
                temporary.resolve("home"), Map.of(), temporary, temporary, Optional.empty()),
            Map.of(),
            (host, connection) -> {
              throw new IllegalStateException("nothing is to be asked");
            });
  }

  @AfterEach
  void close() {
    registries.close();
  }

  private void register(String name, String uri) {
    registries.register(name, "recording", properties("uri", uri));
  }

  private static Map<String, JsonNode> properties(String... namesAndValues) {
    var properties = new LinkedHashMap<String, JsonNode>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      properties.put(namesAndValues[i], TextNode.valueOf(namesAndValues[i + 1]));
    }
    return properties;
  }

  private PushedImage push(String image, String... registry) {
    return registries.push(
        ImageReference.parse(image),
        new PushOptions(List.of(registry).stream().findFirst(), false, false),
        RecordingEngine::new,
        PushListener.NONE);
  }

  private List<String> names() {
    return registries.list().stream().map(registry -> registry.name()).toList();
  }

  private static BerthException refused(Runnable use) {
    return assertThrows(BerthException.class, use::run);
  }

  @Test
  void aPushIsPreparedOnceAndThenMovesTheBytes() {
    register("a", "localhost:5000");
    PushedImage pushed = push("localhost:5000/app:1");
    assertEquals("localhost:5000/app@" + DIGEST, pushed.reference().toString());
    assertEquals(
        List.of("prepare localhost:5000/app:1", "push localhost:5000/app:1"),
        RecordingFlavor.calls);
  }

  @Test
  void aPreparationThatFailsStopsThePush() {
    register("a", "localhost:5000");
    var refused = refused(() -> push("localhost:5000/app:forbidden"));
    assertEquals(ErrorCode.PREREQUISITE, refused.code());
    assertEquals(List.of("prepare localhost:5000/app:forbidden"), RecordingFlavor.calls);
  }

  @Test
  void anImageThatDoesNotBelongFailsBeforeAnythingRunsAndSaysWhereItWould() {
    register("a", "gcr.io/proj");
    register("b", "gcr.io/project2");
    var refused = refused(() -> push("gcr.io/project2/app", "a"));
    assertEquals(ErrorCode.INVALID, refused.code());
    assertTrue(refused.hints().toString().contains("it belongs to: b"), refused.hints()::toString);
    assertEquals(List.of(), RecordingFlavor.calls);
  }

  @Test
  void theMostSpecificOwnerIsUsed() {
    register("host", "ghcr.io");
    register("team", "ghcr.io/acme");
    assertEquals("team", push("ghcr.io/acme/app").registry());
    assertEquals("host", push("ghcr.io/other/app").registry());
    assertEquals("host", push("ghcr.io/acme/app", "host").registry());
  }

  @Test
  void equallySpecificOwnersMustBeChosenFrom() {
    register("a", "ghcr.io");
    register("b", "ghcr.io");
    assertTrue(refused(() -> push("ghcr.io/app")).getMessage().contains("a, b"));
    assertEquals("b", push("ghcr.io/app", "b").registry());
  }

  @Test
  void aNameThatIsTakenKeepsTheFirst() {
    register("a", "ghcr.io");
    assertEquals(ErrorCode.INVALID, refused(() -> register("a", "localhost:5000")).code());
    register("b", "localhost:5000");
    assertEquals(ErrorCode.INVALID, refused(() -> registries.rename("b", "a")).code());
    assertEquals(ErrorCode.INVALID, refused(() -> registries.copy("b", "a")).code());
    assertEquals("ghcr.io", registries.describe("a").uri());
    assertEquals(List.of("a", "b"), names());
  }

  @Test
  void namesThatCouldBeSomethingElseAreRefused() {
    for (String name :
        List.of("", "A", "a/b", "..", ".a", "-a", "a\n", "a\u0000", "а", "a".repeat(64), "a b")) {
      assertEquals(ErrorCode.INVALID, refused(() -> register(name, "ghcr.io")).code(), name);
    }
    assertEquals(List.of(), names());
  }

  @Test
  void anUpdateChangesOnlyWhatItNamesAndIsValidatedAsAWhole() {
    register("a", "ghcr.io");
    registries.update("a", properties("default-repository", "team"));
    var refused = refused(() -> registries.update("a", properties("uri", "https://x.io")));
    assertEquals(ErrorCode.INVALID, refused.code());
    assertEquals(
        "{\"uri\":\"ghcr.io\",\"defaultRepository\":\"team\",\"insecure\":false}",
        registries.describe("a").configuration().toString());
  }

  @Test
  void aRemovedPropertyHasItsDefaultAgainAndARequiredOneStays() {
    register("a", "ghcr.io");
    registries.update("a", properties("defaultRepository", "team"));
    registries.removeAttributes("a", List.of("default_repository"));
    assertEquals(
        "{\"uri\":\"ghcr.io\",\"insecure\":false}",
        registries.describe("a").configuration().toString());
    assertEquals(
        "property 'uri' is required",
        refused(() -> registries.removeAttributes("a", List.of("uri"))).getMessage());
    assertTrue(
        refused(() -> registries.removeAttributes("a", List.of("zone")))
            .getMessage()
            .contains("no property 'zone'"));
  }

  @Test
  void deletingSeveralDeletesAllOrNone() {
    register("a", "ghcr.io");
    register("b", "ghcr.io");
    refused(() -> registries.delete(List.of("a", "c")));
    assertEquals(List.of("a", "b"), names());
    registries.delete(List.of("a", "b"));
    assertEquals(List.of(), names());
  }

  @Test
  void aMistypedNameIsGuessed() {
    register("production", "ghcr.io");
    assertTrue(
        refused(() -> registries.describe("prodution"))
            .hints()
            .contains("did you mean 'production'?"));
    var flavor = refused(() -> registries.register("x", "recoding", properties("uri", "ghcr.io")));
    assertEquals(ErrorCode.FLAVOR, flavor.code());
    assertTrue(flavor.hints().contains("did you mean 'recording'?"));
  }
}
