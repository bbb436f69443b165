package dev.berth.generic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.spi.BerthException;
import dev.berth.spi.Check;
import dev.berth.testing.FlavorKit;
import dev.berth.testing.RecordingEngine;
import dev.berth.testing.server.FakeServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlavorsTest {
  @TempDir private Path folder;
  private LocalService service;
  private FlavorKit kit;

  @BeforeEach
  void open() {
    service = new LocalService(folder);
    kit = service.kit;
  }

  @AfterEach
  void close() {
    service.close();
  }

  @ParameterizedTest
  @CsvSource({
    "dockerhub, docker.io, docker.io",
    "dockerhub, index.docker.io/acme, docker.io/acme",
    "dockerhub, registry-1.docker.io/acme, docker.io/acme",
    "github, ghcr.io, ghcr.io",
    "github, ghcr.io/acme/team, ghcr.io/acme/team",
    "gitlab, registry.gitlab.com/acme/app, registry.gitlab.com/acme/app",
    "default, localhost:5000, localhost:5000"
  })
  void takeTheUrisOfTheirRegistries(String flavor, String uri, String canonical) {
    kit.register(flavor, "uri", uri);
    assertEquals(canonical, kit.registries().describe(FlavorKit.REGISTRY).uri());
  }

  @ParameterizedTest
  @CsvSource({
    "dockerhub, ghcr.io/acme, docker.io",
    "dockerhub, docker.io/acme/app, docker.io",
    "github, docker.io/acme, ghcr.io",
    "github, ghcr.io.evil.com/acme, ghcr.io",
    "github, ghcr.io/Acme, lower",
    "gitlab, registry.acme.com, 'host'"
  })
  void refuseOtherUris(String flavor, String uri, String words) {
    BerthException e = kit.invalid(flavor, "uri", uri);
    assertTrue((e.getMessage() + e.hints()).contains(words), () -> e.getMessage() + e.hints());
  }

  @Test
  void gitLabsOfOnesOwnNameTheirHost() {
    kit.register("gitlab", "uri", "registry.acme.com/web", "host", "gitlab.acme.com");
  }

  @Test
  void anyRegistryIsAskedForAllThatAPushBeginsWith() {
    service.register("default");
    var report = kit.check();
    assertEquals(List.of("registry", "login", "permission", "tag"), FlavorKit.names(report));
    assertEquals(Check.Status.FAIL, report.status(), "it requires a login, and there is none");
  }

  @Test
  void anImageThatExistsIsNamedByItsDigest() {
    kit.environment("BERTH_SECRET_OWN_USERNAME", "me", "BERTH_SECRET_OWN_PASSWORD", "canary");
    service.register("default", "authenticationSecret", "own");
    kit.expect(Check.Status.PASS, "tag", "does not exist yet");
    service.server.on(
        "/v2/acme/app/manifests/1",
        FakeServer.answer(200, "", "Docker-Content-Digest", RecordingEngine.DIGEST.toString()));
    kit.expect(Check.Status.PASS, "tag", RecordingEngine.DIGEST.toString());
  }

  @Test
  void aMistypedRegistryIsNoImage() {
    service.register("default");
    BerthException e = assertThrows(BerthException.class, () -> kit.check("rge"));
    assertTrue(e.getMessage().contains("no registry 'rge'"), e::getMessage);
  }
}
