package dev.berth.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.berth.it.kit.Berth;
import dev.berth.it.kit.Engine;
import dev.berth.it.kit.Registry;
import dev.berth.it.kit.ServedRegistry;
import dev.berth.it.kit.Skopeo;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The embedded registry, used by the programs that it is for. */
class LocalRegistryIT {
  @RegisterExtension static final Engine engine = new Engine();
  @TempDir Path folder;

  private Path storage() {
    return folder.resolve("storage");
  }

  private ServedRegistry serve() {
    return Berth.in(folder).serve(storage());
  }

  private static String digest(Registry registry, String tag) {
    return registry.digest("team/app", tag).orElseThrow();
  }

  @Test
  void dockerPushesToItAndPullsFromIt() {
    try (var served = serve()) {
      String image = served.host() + "/team/app:1";
      String id = engine.build(image, "one", "two");

      engine.push(image);

      engine.remove(image);
      assertEquals(id, engine.pull(image));
      String digest = digest(served.registry(), "1");
      assertEquals(id, engine.pull(served.host() + "/team/app@" + digest));
    }
  }

  @Test
  void berthPushesToIt() {
    try (var served = serve()) {
      String image = served.host() + "/team/app:1";
      String id = engine.build(image, "one", "two");
      Berth berth = Berth.inProject(folder).registered("embedded", served.host());

      String pushed = berth.ok("push", image).line();

      assertEquals(served.host() + "/team/app@" + digest(served.registry(), "1"), pushed);
      engine.remove(image);
      assertEquals(id, engine.pull(pushed));
    }
  }

  @Test
  void skopeoCopiesFromItAndToIt() {
    try (var served = serve()) {
      String repository = served.host() + "/team/app";
      engine.build(repository + ":1", "one", "two");
      engine.push(repository + ":1");
      String copy = "dir:" + folder.resolve("copy");

      Skopeo.copy("docker://" + repository + ":1", copy);
      Skopeo.copy(copy, "docker://" + repository + ":2");
      Skopeo.copy("docker://" + repository + ":2", "docker://" + served.host() + "/other:3");

      String digest = digest(served.registry(), "1");
      assertEquals(digest, digest(served.registry(), "2"));
      assertEquals(digest, served.registry().digest("other", "3").orElseThrow());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 100", "Transfer-Encoding: chunked"})
  void aClientThatBreaksOffIsNoFault(String length) throws IOException {
    try (var served = serve()) {
      int port = Integer.parseInt(served.host().replaceFirst(".*:", ""));
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        String request =
            "POST /v2/app/blobs/uploads/?digest=sha256:%s HTTP/1.1\r\nHost: localhost\r\n%s\r\n\r\n40\r\nab";
        socket
            .getOutputStream()
            .write(request.formatted("0".repeat(64), length).getBytes(US_ASCII));
        socket.shutdownOutput();
        awaitEnd(socket);
      }
      assertFalse(served.messages().contains("Exception"), served::messages);
    }
  }

  private static void awaitEnd(Socket socket) throws IOException {
    try {
      assertEquals(0, socket.getInputStream().readAllBytes().length, "an answer");
    } catch (SocketException e) {
      // Reset, which is an end as well.
      return;
    }
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130"})
  void whatItStoredIsThereWhenItIsStartedAgain(String signal, int status) {
    String id;
    String digest;
    var starting = Berth.in(folder).startedBy("env", "--default-signal=INT");
    try (var served = starting.serve(storage())) {
      String image = served.host() + "/team/app:1";
      id = engine.build(image, "one");
      engine.push(image);
      engine.remove(image);
      digest = digest(served.registry(), "1");

      assertEquals(status, served.end(signal));
    }

    try (var served = serve()) {
      assertEquals(digest, digest(served.registry(), "1"));
      assertEquals(id, engine.pull(served.host() + "/team/app:1"));
    }
  }

  @Test
  void theReferenceRegistryServesWhatItStored() {
    String id;
    String digest;
    try (var served = serve()) {
      String image = served.host() + "/team/app:1";
      id = engine.build(image, "one", "two");
      engine.push(image);
      engine.remove(image);
      digest = digest(served.registry(), "1");
    }

    Registry reference = engine.startRegistryOn(storage());

    assertEquals(digest, digest(reference, "1"));
    assertEquals(id, engine.pull(reference.host() + "/team/app:1"));
  }

  @Test
  void itServesWhatTheReferenceRegistryStored() throws IOException {
    Registry reference = engine.startRegistry();
    String image = reference.host() + "/team/app:1";
    String id = engine.build(image, "one", "two");
    engine.push(image);
    engine.remove(image);

    reference.copyStorage(Files.createDirectory(storage()));

    try (var served = serve()) {
      assertEquals(digest(reference, "1"), digest(served.registry(), "1"));
      assertEquals(id, engine.pull(served.host() + "/team/app:1"));
    }
  }
}
