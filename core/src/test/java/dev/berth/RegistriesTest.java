package dev.berth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.push.IfExists;
import dev.berth.push.PushEngine;
import dev.berth.push.PushListener;
import dev.berth.push.PushRequest;
import dev.berth.push.PushResult;
import dev.berth.reference.Digest;
import dev.berth.reference.ImageReference;
import dev.berth.reference.InvalidReferenceException;
import dev.berth.spi.BaseContainerRegistry;
import dev.berth.spi.BaseContainerRegistryConfig;
import dev.berth.spi.BaseContainerRegistryFlavor;
import dev.berth.spi.BerthException;
import dev.berth.spi.Check;
import dev.berth.spi.ContainerRegistry;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.Login;
import dev.berth.spi.RegistryContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RegistriesTest {
  private static final Digest DIGEST = Digest.parse("sha256:" + "a".repeat(64));

  /** A flavor on the class path whose registries write down what is asked of them. */
  public static final class RecordingFlavor extends BaseContainerRegistryFlavor {
    static final List<String> calls = new ArrayList<>();

    /** For the service loader. */
    public RecordingFlavor() {}

    private static Check.Result existing() {
      return Check.Result.pass("it does not exist yet")
          .then("created the repository", () -> !calls.add("look"));
    }

    @Override
    public String name() {
      return "recording";
    }

    @Override
    public Optional<String> notice(BaseContainerRegistryConfig config) {
      if (config.uri().toString().endsWith("/notice")) {
        throw new IllegalStateException("boom");
      }
      return super.notice(config);
    }

    @Override
    public ContainerRegistry createRegistry(RegistryContext context) {
      String uri = context.config(BaseContainerRegistryConfig.class).uri().toString();
      if (uri.endsWith("/eager")) {
        context.credentials();
      }
      return new BaseContainerRegistry(context) {
        @Override
        public void prepareImagePush(ImageReference image) {
          calls.add("prepare " + image);
          String tag = image.tag().orElseThrow();
          if (tag.equals("forbidden")) {
            throw new BerthException(ErrorCode.PREREQUISITE, "not this one");
          }
          if (tag.equals("existing")) {
            context.prepare(List.of(new Check("repository", RecordingFlavor::existing)));
          }
          if (tag.equals("created")) {
            context.prepare(
                List.of(
                    new Check(
                        "repository",
                        () ->
                            Check.Result.pass("it does not exist yet")
                                .then("created the repository", () -> calls.add("create")))));
          }
        }

        @Override
        public Login login() {
          return Login.none("none");
        }
      };
    }
  }

  private static final class TestEngine implements PushEngine {
    private @Nullable RuntimeException failure;

    @Override
    public String name() {
      return "recording";
    }

    @Override
    public PushResult push(PushRequest request, PushListener listener) {
      RecordingFlavor.calls.add((request.dryRun() ? "dry push " : "push ") + request.image());
      request.credentials();
      if (failure != null) {
        throw failure;
      }
      return new PushResult(DIGEST, List.of());
    }
  }

  @TempDir Path temporary;
  private final TestEngine engine = new TestEngine();
  private Registries registries;

  @BeforeEach
  void open() {
    RecordingFlavor.calls.clear();
    registries = open(engine, Map.of());
  }

  @AfterEach
  void close() {
    registries.close();
  }

  private Registries open(PushEngine pushEngine, Map<String, String> variables) {
    return Registries.builder()
        .home(
            BerthHome.find(
                temporary.resolve("home"), Map.of(), temporary, temporary, Optional.empty()))
        .environment(variables)
        .access(
            (host, connection, login) -> {
              throw new IllegalStateException("nothing is to be asked");
            })
        .engine(pushEngine)
        .open();
  }

  private void register(String name, String uri) {
    registries.register(name, "recording", properties("uri", uri));
  }

  private static Map<String, Object> properties(String... namesAndValues) {
    var properties = new LinkedHashMap<String, Object>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      properties.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return properties;
  }

  private PushedImage push(String image, String... registry) {
    PushOptions options = PushOptions.DEFAULTS;
    return registries.push(
        image, registry.length > 0 ? options.to(registry[0]) : options, PushListener.NONE);
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
  void aPreparationThatFailsIsAWarningWhereChecksAreSkipped() {
    register("a", "localhost:5000");
    List<String> warnings = new ArrayList<>();
    registries.push(
        "localhost:5000/app:forbidden",
        PushOptions.DEFAULTS.skippingChecks(),
        new PushListener() {
          @Override
          public void warning(String message) {
            warnings.add(message);
          }
        });
    assertEquals(List.of("not this one"), warnings);
    assertEquals(
        List.of("prepare localhost:5000/app:forbidden", "push localhost:5000/app:forbidden"),
        RecordingFlavor.calls);
  }

  @ParameterizedTest
  @EnumSource(
      value = ErrorCode.class,
      names = {"IMAGE", "ENGINE", "CREDENTIALS", "TRANSIENT", "REFUSED", "INVALID"})
  void anEnginesFailureThroughAFlavorKeepsItsCode(ErrorCode code) {
    register("a", "localhost:5000");
    engine.failure = new BerthException(code, "the engine said so");
    BerthException e = refused(() -> push("localhost:5000/app:1"));
    assertEquals(code, e.code());
    assertEquals("the engine said so", e.getMessage());
  }

  @Test
  void skippedChecksDoNotRepeatAPushThatFailed() {
    register("a", "localhost:5000");
    engine.failure = new BerthException(ErrorCode.PREREQUISITE, "the registry is read-only");
    BerthException e =
        refused(
            () ->
                registries.push(
                    "localhost:5000/app:1",
                    PushOptions.DEFAULTS.skippingChecks(),
                    PushListener.NONE));
    assertEquals(ErrorCode.PREREQUISITE, e.code());
    assertEquals(
        List.of("prepare localhost:5000/app:1", "push localhost:5000/app:1"),
        RecordingFlavor.calls);
  }

  @Test
  void aFlavorThatUsesTheRegistryInItsConstructorIsReported() {
    register("a", "localhost:5000/eager");
    BerthException e = refused(() -> push("localhost:5000/eager/app:1"));
    assertEquals(ErrorCode.FLAVOR, e.code());
    assertTrue(e.getMessage().contains("'recording'"), e::getMessage);
  }

  @Test
  void aNoticeThatFailsDoesNotHideThatTheRegistryIsRegistered() {
    Registration registration =
        registries.register("a", "recording", properties("uri", "localhost:5000/notice"));
    assertTrue(registration.notice().orElseThrow().contains("failed in notice()"));
    assertEquals(List.of("a"), names());
  }

  @Test
  void aDefaultRepositoryMayBeASecret() {
    registries.close();
    registries = open(engine, Map.of("BERTH_SECRET_CI_REPOSITORY", "web/app"));
    registries.register(
        "a",
        "recording",
        properties("uri", "ghcr.io/acme", "defaultRepository", "{{ci.repository}}"));
    assertEquals("ghcr.io/acme/web/app@" + DIGEST, push(":1.0", "a").reference().toString());
  }

  @Test
  void aPreparationThatChangedNothingIsNotReported() {
    register("a", "localhost:5000");
    List<String> told = new ArrayList<>();
    var listener =
        new PushListener() {
          @Override
          public void info(String message) {
            told.add(message);
          }
        };
    registries.push("localhost:5000/app:existing", PushOptions.DEFAULTS, listener);
    assertEquals(List.of(), told);
    assertTrue(RecordingFlavor.calls.contains("look"));
  }

  @Test
  void jobsOutOfTheirRangeAreRefused() {
    for (int jobs : List.of(-1, 0, 65)) {
      BerthException e =
          refused(
              () ->
                  new PushOptions(
                      Optional.empty(),
                      Optional.empty(),
                      Optional.empty(),
                      PushOptions.DEFAULTS.form(),
                      jobs,
                      false,
                      IfExists.REPLACE,
                      false));
      assertEquals(ErrorCode.INVALID, e.code());
      assertTrue(e.getMessage().contains("from 1 to 64"), e::getMessage);
    }
  }

  @Test
  void anEnginesBugIsNotTheFlavors() {
    register("a", "localhost:5000");
    engine.failure = new IllegalStateException("a bug");
    assertSame(
        engine.failure,
        assertThrows(IllegalStateException.class, () -> push("localhost:5000/app:1")));
  }

  @Test
  void aDryRunCreatesNothingAndSaysWhatItWouldCreate() {
    register("a", "localhost:5000");
    List<String> told = new ArrayList<>();
    var listener =
        new PushListener() {
          @Override
          public void info(String message) {
            told.add(message);
          }
        };
    registries.push("localhost:5000/app:created", PushOptions.DEFAULTS.asDryRun(), listener);
    assertEquals(List.of("would have created the repository"), told);
    assertEquals(
        List.of("prepare localhost:5000/app:created", "dry push localhost:5000/app:created"),
        RecordingFlavor.calls);

    registries.push("localhost:5000/app:created", PushOptions.DEFAULTS, listener);
    assertEquals("created the repository", told.get(1));
    assertTrue(RecordingFlavor.calls.contains("create"));
  }

  @Test
  void imagesAreNamedRelativeToARegistryThatIsNamed() {
    register("a", "ghcr.io/acme");
    registries.update("a", properties("defaultRepository", "web/app"));
    assertEquals("ghcr.io/acme/web/app@" + DIGEST, push(":1.0", "a").reference().toString());
    assertEquals("ghcr.io/acme/tool@" + DIGEST, push("tool:1.0", "a").reference().toString());
    assertEquals("ghcr.io/acme/team/x@" + DIGEST, push("team/x", "a").reference().toString());
    assertEquals(
        "ghcr.io/acme/full@" + DIGEST, push("ghcr.io/acme/full:1", "a").reference().toString());
    assertEquals(ErrorCode.INVALID, refused(() -> push("quay.io/acme/app:1", "a")).code());
  }

  @Test
  void aDefaultRepositoryIsNeededOnlyForAnImageWithoutOne() {
    register("hub", "docker.io");
    assertEquals("docker.io/library/app@" + DIGEST, push("app", "hub").reference().toString());
    var missing =
        assertThrows(InvalidReferenceException.class, () -> push(":1.0", "hub")).getMessage();
    assertTrue(missing.contains("defaultRepository"), missing);
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
        Map.of("uri", "ghcr.io", "defaultRepository", "team", "insecure", false),
        registries.describe("a").configuration());
  }

  @Test
  void aRemovedPropertyHasItsDefaultAgainAndARequiredOneStays() {
    register("a", "ghcr.io");
    registries.update("a", properties("defaultRepository", "team"));
    registries.removeAttributes("a", List.of("default_repository"));
    assertEquals(
        Map.of("uri", "ghcr.io", "insecure", false), registries.describe("a").configuration());
    assertEquals(
        "property 'uri' is required",
        refused(() -> registries.removeAttributes("a", List.of("uri"))).getMessage());
    assertTrue(
        refused(() -> registries.removeAttributes("a", List.of("zone")))
            .getMessage()
            .contains("property 'zone' of registry 'a' is not set"));
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
