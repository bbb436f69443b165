package dev.berth.push.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.push.PushListener;
import dev.berth.push.PushRequest;
import dev.berth.reference.ImageReference;
import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import dev.berth.testing.server.FakeServer;
import dev.berth.testing.server.TlsFiles;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineUnreachableTest {
  @TempDir private Path folder;

  private BerthException failure(String host, Duration limit) {
    var engine = DockerEngine.find(Map.of("DOCKER_HOST", host), folder, limit);
    var request = new PushRequest(ImageReference.parse("r.example/app:1"), Credentials.anonymous());
    BerthException e =
        assertThrows(BerthException.class, () -> engine.push(request, PushListener.NONE));
    assertEquals(ErrorCode.ENGINE, e.code());
    return e;
  }

  private BerthException failure(String host) {
    return failure(host, Duration.ofMinutes(1));
  }

  private static void assertHint(String expected, BerthException e) {
    assertEquals(1, e.hints().size());
    assertTrue(e.hints().get(0).contains(expected), e.hints()::toString);
  }

  @Test
  void aMissingSocketMeansThatThereIsNoEngine() {
    Path socket = folder.resolve("docker.sock");

    BerthException e = failure("unix://" + socket);

    assertEquals(
        "no Docker engine at unix://" + socket + ": the socket does not exist (from DOCKER_HOST)",
        e.getMessage());
    assertHint("start Docker", e);
  }

  @Test
  void aSocketThatNobodyListensToMeansThatThereIsNoEngine() throws Exception {
    Path socket = folder.resolve("docker.sock");
    ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(socket))
        .close();

    assertHint("start Docker", failure("unix://" + socket));
  }

  // What the socket of another user answers cannot be had where tests run as root.
  @Test
  void aForbiddenSocketHasAHintOfItsOwn() throws Exception {
    Path socket = Files.createFile(folder.resolve("docker.sock"));
    var endpoint =
        new EngineEndpoint(
            new URI("unix", null, socket.toString(), null), Optional.empty(), "DOCKER_HOST");

    BerthException e = endpoint.unreachable(new SocketException("Permission denied"));

    assertEquals(ErrorCode.ENGINE, e.code());
    assertHint("usermod -aG docker", e);
  }

  @Test
  void aHostThatRefusesHasAHintOfItsOwn() {
    assertHint("check the address that DOCKER_HOST gives", failure("tcp://127.0.0.1:1"));
  }

  @Test
  void anUnknownHostHasAHintOfItsOwn() {
    BerthException e = failure("tcp://nobody.invalid:2375");

    assertTrue(String.valueOf(e.getMessage()).contains("unknown host"), e::getMessage);
    assertHint("check the address that DOCKER_HOST gives", e);
  }

  @Test
  void aServerThatIsNoEngineIsNotTakenForOne() {
    try (FakeServer web = new FakeServer()) {
      assertHint("check that DOCKER_HOST names a Docker engine", failure("tcp://" + web.host()));

      web.on("/images/r.example/app:1/json", FakeServer.answer(200, "<html>Welcome</html>"));
      assertHint("check that DOCKER_HOST names a Docker engine", failure("tcp://" + web.host()));
    }
  }

  @Test
  void anEngineThatNeverAnswersIsGivenUp() throws Exception {
    Path socket = folder.resolve("docker.sock");
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));

      BerthException e = failure("unix://" + socket, Duration.ofMillis(200));

      assertTrue(String.valueOf(e.getMessage()).contains("no answer in"), e::getMessage);
    }
  }

  @Test
  void anEngineIsSpokenToWithTlsAndTheCertificateThatIsTrustedForIt() throws Exception {
    Path certificates = TlsFiles.in(folder);
    try (FakeServer server = new FakeServer(TlsFiles.serverContext(certificates))) {
      server.on(
          "/images/r.example/app:1/json",
          FakeServer.answer(500, "{\"message\":\"spoken over TLS\"}"));
      var engine =
          DockerEngine.find(
              Map.of(
                  "DOCKER_HOST",
                  "tcp://" + server.host(),
                  "DOCKER_TLS_VERIFY",
                  "1",
                  "DOCKER_CERT_PATH",
                  certificates.toString()),
              folder,
              Duration.ofMinutes(1));
      var request =
          new PushRequest(ImageReference.parse("r.example/app:1"), Credentials.anonymous());

      BerthException e =
          assertThrows(BerthException.class, () -> engine.push(request, PushListener.NONE));

      assertTrue(String.valueOf(e.getMessage()).endsWith("spoken over TLS"), e::getMessage);
    }
  }
}
