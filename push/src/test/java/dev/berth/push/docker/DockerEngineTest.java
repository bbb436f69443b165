package dev.berth.push.docker;

import static dev.berth.push.fake.FakeEngine.aux;
import static dev.berth.push.fake.FakeEngine.error;
import static dev.berth.push.fake.FakeEngine.progress;
import static dev.berth.push.fake.FakeEngine.status;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.push.ConnectionSettings;
import dev.berth.push.IfExists;
import dev.berth.push.PushRequest;
import dev.berth.push.PushResult;
import dev.berth.push.PushResult.Layer;
import dev.berth.push.PushResult.Outcome;
import dev.berth.push.fake.FakeEngine;
import dev.berth.push.fake.FakeRegistry;
import dev.berth.push.fake.RecordingListener;
import dev.berth.push.image.ImageForm;
import dev.berth.push.image.ImageLocation;
import dev.berth.push.image.Platform;
import dev.berth.reference.Digest;
import dev.berth.reference.ImageReference;
import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DockerEngineTest {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final String ID_1 = "a".repeat(12);
  private static final String ID_2 = "b".repeat(12);
  private static final String DIFF_1 = "sha256:" + ID_1 + "0".repeat(52);
  private static final String DIFF_2 = "sha256:" + ID_2 + "0".repeat(52);
  private static final String ID = "sha256:" + "1".repeat(64);
  private static final String IMMUTABLE =
      "tag invalid: The image tag '1' already exists in the 'team/app' repository and cannot be"
          + " overwritten because the tag is immutable.";
  private static final Digest BLOB_1 = FakeRegistry.digest("first layer");
  private static final Digest BLOB_2 = FakeRegistry.digest("second layer");
  private static final String MANIFEST = FakeRegistry.manifest(BLOB_1, BLOB_2);

  private final FakeEngine engine = new FakeEngine();
  private final FakeRegistry registry = new FakeRegistry();
  private final RecordingListener listener = new RecordingListener();
  private final String repository = registry.host() + "/team/app";

  @BeforeEach
  void haveAnImage() {
    engine.withImage(repository, "1", DIFF_1, DIFF_2);
  }

  @AfterEach
  void closeServers() {
    engine.close();
    registry.close();
  }

  private PushResult push(Duration idleLimit, Credentials credentials, String image) {
    return DockerEngine.find(engine.environment(), Path.of("/nonexistent"), idleLimit)
        .push(new PushRequest(ImageReference.parse(image), credentials), listener);
  }

  private PushResult push() {
    return push(LONG, Credentials.anonymous(), repository + ":1");
  }

  private BerthException failure(ErrorCode code) {
    BerthException e = assertThrows(BerthException.class, this::push);
    assertEquals(code, e.code(), e::getMessage);
    return e;
  }

  @Test
  void pushesAndTellsWhatBecameOfEachLayer() {
    Digest digest = registry.put("team/app", "1", MANIFEST);
    engine.pushes(
        repository,
        "{\"status\":\"The push refers to repository [" + repository + "]\"}",
        status(ID_1, "Preparing"),
        status(ID_2, "Preparing"),
        status(ID_2, "Layer already exists"),
        progress(ID_1, 512, 1024),
        status(ID_1, "Retrying in 5 seconds"),
        status(ID_1, "Pushed"),
        "{\"status\":\"1: digest: " + digest + " size: 1\"}",
        aux("1", digest.toString()));

    PushResult result = push();

    assertEquals(
        new PushResult(
            digest,
            List.of(
                new Layer(BLOB_1, 100, Outcome.UPLOADED), new Layer(BLOB_2, 101, Outcome.EXISTS))),
        result);
    assertEquals(
        List.of(
            "layer 1 0/0",
            "layer 2 0/0",
            "layer 2 done",
            "layer 1 512/1024",
            "layer 1 0/0",
            "layer 1 done"),
        listener.events());
    assertEquals(List.of(), listener.warnings());
  }

  @Test
  void asksTheEngineForTheTagInItsOwnVersionOfTheProtocol() {
    Digest digest = registry.put("team/app", "1", MANIFEST);
    engine.pushes(repository, aux("1", digest.toString()));

    push();

    var request = engine.requests().get(engine.requests().size() - 1);
    assertEquals("/images/" + repository + "/push", request.path());
    assertEquals("tag=1", request.query());
  }

  @Test
  void anImmutableTagThatIsTheImageAlreadyIsSuccess() {
    String same = MANIFEST.replaceFirst("\\{", "{\"config\":{\"digest\":\"%s\"},".formatted(ID));
    Digest digest = registry.put("team/app", "1", same);
    engine.pushes(repository, error(IMMUTABLE));

    PushResult result = push();

    assertEquals(digest, result.digest());
    assertTrue(result.layers().stream().allMatch(it -> it.outcome() == Outcome.EXISTS));
  }

  @Test
  void anImmutableTagThatIsAnotherImageIsRefused() {
    registry.put("team/app", "1", MANIFEST);
    engine.pushes(repository, error(IMMUTABLE));
    failure(ErrorCode.REFUSED);
  }

  @Test
  void failsWithTheFirstErrorThoughTheStreamGoesOn() {
    Digest digest = registry.put("team/app", "1", MANIFEST);
    engine.pushes(
        repository,
        status(ID_1, "Preparing"),
        error("manifest invalid: no such schema"),
        error("denied: a later error"),
        status(ID_1, "Pushed"),
        aux("1", digest.toString()));

    BerthException e = failure(ErrorCode.REFUSED);

    assertEquals(
        repository
            + ":1 was not pushed to "
            + registry.host()
            + "; the engine failed while pushing its layers: manifest invalid: no such schema",
        e.getMessage());
    assertEquals(List.of(), registry.server().requests());
  }

  @Test
  void takesAnErrorInTheOldFieldOnly() {
    engine.pushes(repository, "{\"error\":\"manifest invalid\"}");

    assertTrue(
        String.valueOf(failure(ErrorCode.REFUSED).getMessage()).endsWith("manifest invalid"));
  }

  @Test
  void failsWhenTheStreamEndsWithoutTheTagsDigest() {
    Digest digest = registry.put("team/app", "1", MANIFEST);
    engine.pushes(repository, status(ID_1, "Pushed"), aux("other", digest.toString()));

    assertTrue(
        String.valueOf(failure(ErrorCode.ENGINE).getMessage())
            .endsWith(
                "failed while writing its manifest: its response ends without the image's digest"));
  }

  @Test
  void takesTheDigestOfPodmansStatus() {
    Digest digest = registry.put("team/app", "1", MANIFEST);
    engine.pushes(
        repository,
        "{\"status\":\"The push refers to repository [" + repository + ":1]\"}",
        "{\"status\":\"1: digest: " + digest + " size: 343\"}");

    assertEquals(new PushResult(digest, List.of()), push());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"id\":\"x\",\"sta", "{\"status\":\"ended\"}"})
  void findsTheImageThatTheEngineDidNotConfirm(String last) {
    String same = MANIFEST.replaceFirst("\\{", "{\"config\":{\"digest\":\"%s\"},".formatted(ID));
    Digest digest = registry.put("team/app", "1", same);
    engine.pushes(repository, status(ID_1, "Pushed"), last);

    assertEquals(digest, push().digest());
    assertEquals(1, listener.warnings().size());
    assertTrue(
        listener.warnings().get(0).startsWith("the registry has the image, although"),
        listener.warnings()::toString);
  }

  @Test
  void takesADigestThatIsNoneForNone() {
    engine.pushes(repository, aux("1", "sha256:short"));

    assertTrue(
        String.valueOf(failure(ErrorCode.ENGINE).getMessage())
            .endsWith("its response ends without the image's digest"));
  }

  @Test
  void failsWhenTheStreamBreaksOff() {
    engine.pushes(repository, status(ID_1, "Pushing"), "{\"id\":\"" + ID_1 + "\",\"sta");

    assertTrue(
        String.valueOf(failure(ErrorCode.ENGINE).getMessage()).contains("its response broke off"));
  }

  @Test
  void failsWhenTheStreamBreaksOffBeforeItsFirstReport() {
    engine.pushes(repository, "nul");

    assertTrue(
        String.valueOf(failure(ErrorCode.ENGINE).getMessage()).contains("its response broke off"));
  }

  @Test
  void failsWhenTheStreamHasAnEndlessString() {
    engine.pushes(
        repository, "{\"status\":\"" + "x".repeat(2 * 1024 * 1024) + "\"}", aux("1", "sha256:00"));

    assertTrue(
        String.valueOf(failure(ErrorCode.ENGINE).getMessage()).contains("its response broke off"));
  }

  @Test
  void failsWhenTheStreamIsSilentForTooLong() {
    engine.fallsSilent(repository, status(ID_1, "Preparing"));

    BerthException e =
        assertThrows(
            BerthException.class, () -> push(SHORT, Credentials.anonymous(), repository + ":1"));

    assertEquals(ErrorCode.ENGINE, e.code());
    assertTrue(String.valueOf(e.getMessage()).contains("while pushing its layers: no report for"));
  }

  @Test
  void endsWhenItsThreadIsInterrupted() {
    engine.fallsSilent(repository, status(ID_1, "Preparing"));
    Thread pushing = Thread.currentThread();
    Thread interrupter =
        new Thread(
            () -> {
              engine.awaitSilence();
              pushing.interrupt();
            });
    interrupter.start();

    BerthException e = failure(ErrorCode.ENGINE);

    assertTrue(Thread.interrupted(), "the thread stays interrupted");
    assertTrue(
        String.valueOf(e.getMessage())
            .endsWith("interrupted; layers may have been uploaded already"));
  }

  @Test
  void namesTheNearestImagesWhenTheEngineDoesNotHaveIt() {
    engine.withNames(
        "redis:7", registry.host() + "/team/redis:1", "app:1", "other.example/team/app:2");

    BerthException e =
        assertThrows(
            BerthException.class, () -> push(LONG, Credentials.anonymous(), repository + ":2"));

    assertEquals(ErrorCode.IMAGE, e.code());
    assertEquals("the Docker engine has no image " + repository + ":2", e.getMessage());
    assertEquals(
        List.of(
            "the engine has other.example/team/app:2, app:1, " + registry.host() + "/team/redis:1",
            "if that is it: docker tag other.example/team/app:2 " + repository + ":2"),
        e.hints());
  }

  @Test
  void refusesAnImageThatIsNamedByItsDigest() {
    String image = repository + "@" + FakeRegistry.digest("content");

    BerthException e =
        assertThrows(BerthException.class, () -> push(LONG, Credentials.anonymous(), image));

    assertEquals(ErrorCode.INVALID, e.code());
    assertTrue(String.valueOf(e.getMessage()).contains("the engine pushes tags"));
    assertFalse(engine.requests().stream().anyMatch(r -> r.path().startsWith("/images")));
  }

  @Test
  void refusesWhatOnlyTheEngineDirectSupports() {
    var plain = new PushRequest(ImageReference.parse(repository + ":1"), Credentials.anonymous());
    var platform = ImageForm.DEFAULTS.forPlatform(Platform.parse("linux/arm64"));
    var connection = ConnectionSettings.DEFAULTS;
    for (PushRequest request :
        List.of(
            plain.from(ImageLocation.parse("oci:layout")),
            new PushRequest(
                plain.image(),
                Optional.empty(),
                Optional.empty(),
                platform,
                plain.login(),
                connection,
                IfExists.REPLACE,
                false),
            new PushRequest(
                plain.image(),
                Optional.empty(),
                Optional.empty(),
                ImageForm.DEFAULTS,
                plain.login(),
                connection,
                IfExists.REPLACE,
                true))) {
      var docker = DockerEngine.find(engine.environment(), Path.of("/nonexistent"), LONG);

      BerthException e = assertThrows(BerthException.class, () -> docker.push(request, listener));

      assertEquals(ErrorCode.INVALID, e.code(), e::getMessage);
    }
    assertEquals(List.of(), engine.requests());
  }
}
