package dev.berth.push.docker;

import static dev.berth.push.fake.FakeEngine.aux;
import static dev.berth.push.fake.FakeEngine.error;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.push.PushListener;
import dev.berth.push.PushRequest;
import dev.berth.push.fake.FakeEngine;
import dev.berth.push.fake.FakeRegistry;
import dev.berth.reference.ImageReference;
import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryAuthTest {
  // Nothing listens there, so that only the engine is spoken to.
  private static final String HOST = "127.0.0.1:1";
  private static final String CANARY = "canary-Pässwörd\"\\";

  private final FakeEngine engine = new FakeEngine();
  @TempDir private Path home;

  @BeforeEach
  void haveAnImageAndALoginOfDockers() throws IOException {
    engine.withImage(HOST + "/app", "1");
    engine.pushes(HOST + "/app", aux("1", FakeRegistry.digest("pushed").toString()));
    String auth =
        Base64.getEncoder().encodeToString("docker:login".getBytes(StandardCharsets.UTF_8));
    Files.createDirectory(home.resolve(".docker"));
    Files.writeString(
        home.resolve(".docker/config.json"),
        "{\"auths\":{\"" + HOST + "\":{\"auth\":\"" + auth + "\"}}}");
  }

  @AfterEach
  void closeEngine() {
    engine.close();
  }

  private String header(Credentials credentials) {
    push(credentials);
    var request = engine.requests().get(engine.requests().size() - 1);
    byte[] header = Base64.getUrlDecoder().decode(request.header("X-Registry-Auth").orElseThrow());
    return new String(header, StandardCharsets.UTF_8);
  }

  private void push(Credentials credentials) {
    DockerEngine.find(engine.environment(), home, Duration.ofMinutes(1))
        .push(
            new PushRequest(ImageReference.parse(HOST + "/app:1"), credentials), PushListener.NONE);
  }

  @Test
  void sendsAnEmptyLoginWhenAnonymousAndNotTheOneInDockersConfiguration() {
    assertEquals("{}", header(Credentials.anonymous()));
  }

  @Test
  void sendsUserNameAndPassword() {
    assertEquals(
        "{\"username\":\"user\",\"password\":\"pass\",\"serveraddress\":\"127.0.0.1:1\"}",
        header(Credentials.basic("user", "pass")));
  }

  @Test
  void sendsWhatIsNotAsciiWhateverTheSystemsCharacterSetIs() {
    assertEquals(
        "{\"username\":\"user\",\"password\":\"canary-P\\u00E4ssw\\u00F6rd\\\"\\\\\",\"serveraddress\":\"127.0.0.1:1\"}",
        header(Credentials.basic("user", CANARY)));
  }

  @Test
  void sendsAnIdentityToken() {
    assertEquals(
        "{\"serveraddress\":\"127.0.0.1:1\",\"identitytoken\":\"secret\"}",
        header(Credentials.basic("<token>", "secret")));
  }

  @Test
  void showsThePasswordInNoFailureEvenIfTheEngineEchoesIt() {
    engine.pushes(HOST + "/app", error("unauthorized: user with " + CANARY));

    BerthException e =
        assertThrows(BerthException.class, () -> push(Credentials.basic("user", CANARY)));

    StringWriter printed = new StringWriter();
    e.printStackTrace(new PrintWriter(printed, true));
    assertTrue(printed.toString().contains("unauthorized: user with ***"), printed::toString);
    assertFalse(printed.toString().contains("canary"), printed::toString);
    assertFalse(e.hints().toString().contains("canary"));
  }
}
