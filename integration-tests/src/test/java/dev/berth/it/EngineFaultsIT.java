package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.it.kit.Berth;
import dev.berth.it.kit.Permissions;
import dev.berth.it.kit.Run;
import dev.berth.it.kit.StubRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Docker engines that cannot be used, each with what to do about it. */
class EngineFaultsIT {
  @TempDir private static Path folder;
  private static Berth berth;

  @BeforeAll
  static void register() {
    berth = Berth.inProject(folder).registered("r", "localhost:5000");
  }

  private static Run push(Berth berth, String dockerHost) {
    return berth.with("DOCKER_HOST", dockerHost).fails(7, "push", "localhost:5000/app");
  }

  private static String closedPort() throws IOException {
    try (var socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      return "127.0.0.1:" + socket.getLocalPort();
    }
  }

  /** A socket that an engine could listen to, but that nobody may use. */
  private Run pushToForbiddenSocket() throws IOException {
    Path socket = folder.resolve("forbidden.sock");
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      Permissions.set(socket, "---------");
      Berth other = berth.withoutRootsRights();
      Permissions.set(berth.store().folder(), "rwxr-xr-x");
      Permissions.set(berth.store().file(), "rw-r--r--");
      return push(other, "unix://" + socket);
    }
  }

  @Test
  void eachOfTheUsualReasonsHasAHintOfItsOwn() throws IOException {
    Run missing = push(berth, "unix:///nonexistent/docker.sock");
    Run forbidden = pushToForbiddenSocket();
    Run wrong = push(berth, "tcp://" + closedPort());

    missing.says("/nonexistent/docker.sock", "does not exist", "start Docker");
    forbidden.says("forbidden.sock", "permission", "docker");
    wrong.says("127.0.0.1", "check the address", "DOCKER_HOST");
    assertEquals(3, Set.of(hint(missing), hint(forbidden), hint(wrong)).size());
  }

  private static String hint(Run run) {
    return run.err().lines().toList().get(1);
  }

  @Test
  void aSocketThatNobodyListensToIsNoEngine() throws IOException {
    Path socket = folder.resolve("left.sock");
    ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(socket))
        .close();

    push(berth, "unix://" + socket).says(socket.toString(), "start Docker");
  }

  @Test
  void aServerThatIsNoEngineIsFoundOut() {
    try (var server = StubRegistry.refusing(500, "UNKNOWN", "no engine")) {
      push(berth, "tcp://" + server.host()).says(server.host(), "DOCKER_HOST");
    }
  }

  @Test
  void aDockerHostThatIsNoAddressIsShown() {
    var hosts =
        Stream.of("http:", "unix://", "unix://relative.sock", "tcp://:0", "ftp://e.example");

    assertAll(hosts.map(host -> () -> push(berth, host).says("DOCKER_HOST", host)));
  }

  @Test
  void aDockerContextThatIsNotThereIsNamed() {
    berth
        .without("DOCKER_HOST")
        .with("DOCKER_CONTEXT", "no-such-context")
        .fails(7, "push", "localhost:5000/app")
        .says("no-such-context", "docker context ls");
  }

  @Test
  void certificatesThatAreNotThereAreNamed() {
    Path certificates = folder.resolve("no-certificates");

    berth
        .with("DOCKER_TLS_VERIFY", "1")
        .with("DOCKER_CERT_PATH", certificates.toString())
        .with("DOCKER_HOST", "tcp://127.0.0.1:1")
        .fails(7, "push", "localhost:5000/app")
        .says(certificates.toString());
  }
}
