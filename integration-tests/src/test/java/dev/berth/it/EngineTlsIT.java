package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.it.kit.Berth;
import dev.berth.it.kit.Certificates;
import dev.berth.it.kit.Engine;
import dev.berth.it.kit.Registry;
import dev.berth.it.kit.TlsRelay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A real engine that requires TLS and a client's certificate. */
class EngineTlsIT {
  @RegisterExtension static final Engine engine = new Engine();
  private static Registry registry;

  @TempDir private Path folder;

  @BeforeAll
  static void startRegistry() {
    registry = engine.sharedRegistry();
  }

  private Berth berth(TlsRelay relay, Certificates certificates) throws IOException {
    Path docker = Files.createDirectory(folder.resolve("docker"));
    Files.copy(certificates.certificate("ca"), docker.resolve("ca.pem"));
    Files.copy(certificates.certificate("client"), docker.resolve("cert.pem"));
    Files.copy(certificates.keyFile("client"), docker.resolve("key.pem"));
    return Berth.inProject(Files.createDirectory(folder.resolve("project")))
        .registered("local", registry.host())
        .with("DOCKER_HOST", relay.address())
        .with("DOCKER_TLS_VERIFY", "1")
        .with("DOCKER_CERT_PATH", docker.toString())
        .asProcess();
  }

  @Test
  void pushesAndExportsOverTls() throws IOException {
    String repository = registry.host() + "/engine-tls";
    engine.build(repository + ":1", "one", "two");
    var certificates = Certificates.in(folder).issue("server").issue("client");
    try (var relay = new TlsRelay(certificates, "server")) {
      Berth berth = berth(relay, certificates);

      String pushed = berth.ok("push", repository + ":1").line();
      berth.ok("push", repository + ":2", "--from", "docker-daemon:" + repository + ":1");

      assertEquals(repository + "@" + registry.digest("engine-tls", "1").orElseThrow(), pushed);
      assertTrue(registry.digest("engine-tls", "2").isPresent());
      assertTrue(relay.connections() > 0);
    }
  }

  @Test
  void anEngineWithoutTheImageListsWhatItHas() throws IOException {
    String repository = registry.host() + "/engine-tls-near";
    engine.build(repository + ":1", "one");
    var certificates = Certificates.in(folder).issue("server").issue("client");
    try (var relay = new TlsRelay(certificates, "server")) {
      berth(relay, certificates).fails(6, "push", repository + ":2").says(repository + ":1");
    }
  }
}
