package dev.berth.push.docker;

import static dev.berth.push.fake.FakeEngine.aux;
import static dev.berth.push.fake.FakeEngine.status;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.push.PushRequest;
import dev.berth.push.PushResult;
import dev.berth.push.PushResult.Layer;
import dev.berth.push.PushResult.Outcome;
import dev.berth.push.fake.FakeEngine;
import dev.berth.push.fake.FakeRegistry;
import dev.berth.push.fake.RecordingListener;
import dev.berth.reference.Digest;
import dev.berth.reference.ImageReference;
import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import dev.berth.testing.server.FakeServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConfirmationTest {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final String ID_1 = "a".repeat(12);
  private static final String ID_2 = "b".repeat(12);
  private static final String DIFF_1 = "sha256:" + ID_1 + "0".repeat(52);
  private static final String DIFF_2 = "sha256:" + ID_2 + "0".repeat(52);
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

  private PushResult push() {
    return DockerEngine.find(engine.environment(), Path.of("/nonexistent"), LONG)
        .push(
            new PushRequest(ImageReference.parse(repository + ":1"), Credentials.anonymous()),
            listener);
  }

  private BerthException failure(ErrorCode code) {
    BerthException e = assertThrows(BerthException.class, this::push);
    assertEquals(code, e.code(), e::getMessage);
    return e;
  }

  @Test
  void understandsLayersThatAreNamedByTheirBlobs() {
    Digest digest = registry.put("team/app", "1", MANIFEST);
    engine.pushes(
        repository,
        status(BLOB_1.hex().substring(0, 12), "Mounted from other/app"),
        status(BLOB_2.hex().substring(0, 12), "Pushed"),
        aux("1", digest.toString()));

    assertEquals(
        List.of(Outcome.MOUNTED, Outcome.UPLOADED),
        push().layers().stream().map(Layer::outcome).toList());
  }

  @Test
  void tellsTheLayersOfAllManifestsOfAnIndex() {
    Digest first = registry.put("team/app", "first", FakeRegistry.manifest(BLOB_1));
    Digest second = registry.put("team/app", "second", FakeRegistry.manifest(BLOB_2));
    Digest digest = registry.put("team/app", "1", FakeRegistry.index(first, second));
    engine.pushes(
        repository, status(BLOB_2.hex().substring(0, 12), "Pushed"), aux("1", digest.toString()));

    assertEquals(
        List.of(new Layer(BLOB_1, 100, Outcome.EXISTS), new Layer(BLOB_2, 100, Outcome.UPLOADED)),
        push().layers());
  }

  @Test
  void failsWhenTheRegistryHasSomethingElseThere() {
    Digest actual = registry.put("team/app", "1", MANIFEST);
    Digest claimed = FakeRegistry.digest("what the engine pushed");
    engine.pushes(repository, aux("1", claimed.toString()));

    String message = String.valueOf(failure(ErrorCode.REFUSED).getMessage());

    assertTrue(
        message.contains(actual.toString()) && message.contains(claimed.toString()), message);
  }

  @Test
  void failsWhenTheRegistryHasNothingThere() {
    engine.pushes(repository, aux("1", FakeRegistry.digest("lost").toString()));

    assertTrue(String.valueOf(failure(ErrorCode.REFUSED).getMessage()).endsWith("it is missing"));
  }

  @Test
  void takesTheEnginesDigestWithAWarningWhenTheRegistryDoesNotLetUsRead() {
    Digest digest = FakeRegistry.digest("pushed");
    registry.server().on("/v2/team/app/manifests/1", FakeServer.answer(403, ""));
    engine.pushes(repository, status(ID_1, "Pushed"), aux("1", digest.toString()));

    assertEquals(new PushResult(digest, List.of()), push());
    assertEquals(1, listener.warnings().size());
    assertTrue(listener.warnings().get(0).contains("answers 403"), listener.warnings()::toString);
  }

  @Test
  void takesTheEnginesDigestWithAWarningWhenTheRegistryCannotBeReachedFromHere() {
    Digest digest = FakeRegistry.digest("pushed");
    registry.close();
    engine.pushes(repository, aux("1", digest.toString()));

    assertEquals(new PushResult(digest, List.of()), push());
    assertEquals(1, listener.warnings().size());
  }

  @Test
  void asksNoLocalRegistryWhenTheEngineIsOnAnotherMachine() {
    var image = ImageReference.parse(repository + ":1");
    var confirmation = new Confirmation(new PushRequest(image, Credentials.anonymous()), listener);

    assertEquals(List.of(), confirmation.confirm(FakeRegistry.digest("pushed"), true));
    assertTrue(listener.warnings().get(0).endsWith("it is on the engine's machine"));
    assertEquals(List.of(), registry.server().requests());
  }
}
