package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.it.kit.Berth;
import dev.berth.it.kit.Engine;
import dev.berth.it.kit.Started;
import dev.berth.it.kit.StubRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Registries that do not take an image, as a real engine reports them. */
class RegistryFaultsIT {
  @RegisterExtension static final Engine engine = new Engine();

  private final Berth berth;

  RegistryFaultsIT(@TempDir Path folder) {
    berth = Berth.inProject(folder);
  }

  private String image(String host) {
    berth.registered("r", host);
    engine.build(host + "/app:1", "one");
    return host + "/app:1";
  }

  @Test
  void aRegistryThatIsDownMayBeUpTheNextTime() throws IOException {
    String host;
    try (var socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      host = "localhost:" + socket.getLocalPort();
    }

    berth.fails(8, "push", image(host)).says(host, "connection refused");
  }

  @ParameterizedTest
  @CsvSource({
    "403, DENIED, 5",
    "401, UNAUTHORIZED, 5",
    "400, UNSUPPORTED, 9",
    "404, NAME_UNKNOWN, 10",
    "429, TOOMANYREQUESTS, 8"
  })
  void aRefusalIsToldInTheRegistrysWords(int status, String code, int exit) {
    try (var registry = StubRegistry.refusing(status, code, "not on a Sunday")) {
      berth.fails(exit, "push", image(registry.host())).says(registry.host(), "not on a Sunday");

      assertFalse(registry.requests().stream().anyMatch(request -> request.startsWith("PUT")));
    }
  }

  @Test
  void whatARegistrySaysCannotHarmATerminal() {
    try (var registry =
        StubRegistry.refusing(
            400, "UNSUPPORTED", "\u001b[2J\u202eno\u0007 ${7*7} {} %s\r\nerror: x")) {
      berth.fails(9, "push", image(registry.host())).says("no ${7*7} {} %s");
    }
  }

  /** Signals are sent to the command itself, as a terminal or a supervisor sends them. */
  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void anInterruptedPushEndsAtOnceAndSaysWhatMayHaveHappened(String signal, int status) {
    try (var registry = StubRegistry.silent()) {
      // Whoever runs the tests in the background may have them ignore interrupts.
      Started push =
          berth.startedBy("env", "--default-signal=INT").start("push", image(registry.host()));
      registry.awaitUpload();

      push.signal(signal);

      push.ends(status).says("may be uploaded");
      assertTrue(registry.requests().stream().noneMatch(r -> r.contains("/manifests/")));
    }
  }
}
