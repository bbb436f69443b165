package dev.berth.generic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.spi.BerthException;
import dev.berth.spi.Check;
import dev.berth.spi.ErrorCode;
import dev.berth.testing.FlavorKit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The presets of the flavor {@code default}. */
class PresetTest {
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
  @EnumSource
  void thePageHasTheRowOfThePreset(Preset preset) throws IOException {
    String page = Files.readString(Path.of("../docs/flavors/default.md"));
    assertTrue(
        page.contains(preset.row()), () -> "add to docs/flavors/default.md: " + preset.row());
  }

  @ParameterizedTest
  @CsvSource({
    "registry.digitalocean.com, DIGITALOCEAN",
    "registry.cloudflare.com, CLOUDFLARE",
    "iad.ocir.io, ORACLE",
    "us-ashburn-1.ocir.io, ORACLE",
    "us-gov-ashburn-1.ocir.io, ORACLE",
    "ocir.eu-frankfurt-1.oci.oraclecloud.com, ORACLE",
    "icr.io, IBM",
    "de.icr.io, IBM",
    "jp2.icr.io, IBM",
    "private.us.icr.io, IBM",
    "registry.cn-hangzhou.aliyuncs.com, ALIBABA",
    "registry-intl-vpc.ap-southeast-1.aliyuncs.com, ALIBABA",
    "acme-registry.eu-central-1.cr.aliyuncs.com, ALIBABA",
    "rg.fr-par.scw.cloud, SCALEWAY",
    "registry.digitalocean.com.evil.example,",
    "registry.example,"
  })
  void theHostTellsThePreset(String host, Preset preset) {
    assertEquals(Optional.ofNullable(preset), Preset.ofHost(host));
  }

  @Test
  void aPresetOfAnotherHostIsRefused() {
    BerthException e =
        kit.invalid("default", "uri", "registry.example/acme", "preset", "digitalocean");
    assertTrue((e.getMessage() + e.hints()).contains("'preset'"), e::getMessage);
  }

  @Test
  void aPresetSaysWhatToLogInWith() {
    var registration = kit.register("default", "uri", "de.icr.io/acme");
    assertTrue(registration.notice().orElse("").contains("'iamapikey'"), registration::toString);
    service.register("default", "preset", "gitea");
    Check.Result login = kit.expect(Check.Status.FAIL, "login", "no credentials");
    assertTrue(login.remedy().orElse("").contains("write:package"), login::toString);
  }

  @ParameterizedTest
  @EnumSource(names = {"NEXUS", "GITEA"})
  void aRegistryOfACompanyHasItsRules(Preset preset) {
    kit.environment("BERTH_SECRET_CI_USERNAME", "ci", "BERTH_SECRET_CI_PASSWORD", "canary");
    service.register("default", "preset", preset.name(), "authenticationSecret", "ci");
    kit.expect(Check.Status.PASS, "path", "is long enough");
    kit.push();
    kit.target(service.image("app:1"));
    if (preset.segments() > 1) {
      kit.refused(ErrorCode.PREREQUISITE);
    } else {
      kit.push();
    }
  }

  @Test
  void aUserNameOfAnotherFormIsWarnedOf() {
    assertTrue(Preset.IBM.accepts("iamapikey"));
    assertEquals(false, Preset.IBM.accepts("ci"));
    assertTrue(Preset.ORACLE.accepts("acme/ci"));
    assertEquals(false, Preset.ORACLE.accepts("ci"));
  }
}
