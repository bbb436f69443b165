package dev.berth.generic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.push.PushListener;
import dev.berth.spi.BerthException;
import dev.berth.spi.CheckStatus;
import dev.berth.spi.ErrorCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandardFlavorsTest {
  @TempDir private Path folder;
  private StandardKit kit;

  @BeforeEach
  void open() {
    kit = new StandardKit(folder, Map.of());
  }

  @AfterEach
  void close() {
    kit.close();
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
    assertEquals(canonical, kit.registries.describe("reg").uri());
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
    BerthException e = assertThrows(BerthException.class, () -> kit.register(flavor, "uri", uri));
    assertEquals(ErrorCode.INVALID, e.code());
    assertTrue((e.getMessage() + e.hints()).contains(words), () -> e.getMessage() + e.hints());
  }

  @Test
  void gitLabsOfOnesOwnNameTheirHost() {
    kit.register("gitlab", "uri", "registry.acme.com/web", "host", "gitlab.acme.com");
  }

  @Test
  void anyRegistryIsAskedForAllThatAPushBeginsWith() {
    kit.register("default");
    var report = kit.check("acme/app:1");
    assertEquals(
        List.of("registry", "login", "push", "tag"),
        report.findings().stream().map(finding -> finding.check()).toList());
    assertEquals(CheckStatus.FAIL, report.status(), "it wants a login, and there is none");
  }

  @Test
  void aMistypedRegistryIsNoImage() {
    kit.register("default");
    BerthException e =
        assertThrows(
            BerthException.class,
            () -> kit.registries.check("rge", Optional.empty(), PushListener.NONE));
    assertTrue(e.getMessage().contains("no registry 'rge'"), e::getMessage);
  }
}
