package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.it.kit.Berth;
import dev.berth.it.kit.Canary;
import dev.berth.it.kit.Certificates;
import dev.berth.it.kit.Engine;
import dev.berth.it.kit.Layout;
import dev.berth.it.kit.Registry;
import dev.berth.it.kit.Skopeo;
import dev.berth.it.kit.TokenService;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Images between real registries, compared with what skopeo copies. */
class CopyIT {
  @RegisterExtension static final Engine engine = new Engine();
  private static TokenService tokens;
  private static Registry plain;
  private static Registry basic;
  private static Registry bearer;
  private static Layout image;
  private static JsonNode arm64;
  private static JsonNode index;
  private static Berth project;

  @BeforeAll
  static void pushIndex(@TempDir Path folder) {
    tokens = new TokenService(Certificates.in(folder));
    plain = engine.sharedRegistry();
    basic = engine.sharedProtectedRegistry();
    bearer = engine.startRegistry(tokens);
    image = Layout.random(folder.resolve("image"), 3, 200_000);
    JsonNode manifest = image.descriptor();
    var other = Layout.random(folder.resolve("image"), 2, 100_000);
    arm64 = other.descriptor();
    index = image.addIndex(forPlatform(manifest, "amd64"), forPlatform(arm64, "arm64"));
    image.holding(index);
    project = Berth.inProject(folder).registered("plain", plain.host());
    secured("basic", basic.host());
    secured("bearer", bearer.host());
    project.ok("push", basic.host() + "/copies/app:1", "--from", image.location());
  }

  private static JsonNode forPlatform(JsonNode manifest, String architecture) {
    ObjectNode entry = manifest.deepCopy();
    entry.remove("annotations");
    entry.putObject("platform").put("os", "linux").put("architecture", architecture);
    return entry;
  }

  private static void secured(String name, String host) {
    project.ok(
        "cr",
        "register",
        name,
        "-f",
        "default",
        "--uri",
        host,
        "--authentication-secret",
        "canary");
  }

  @AfterAll
  static void stop() {
    tokens.close();
  }

  private static String digest(Registry registry, String repository) {
    return registry.digest(repository, "1").orElseThrow();
  }

  @Test
  void anIndexIsCopiedAsSkopeoCopiesIt() {
    String source = basic.host() + "/copies/app:1";

    String copied = project.ok("copy", source, plain.host() + "/from-berth/app:1").line();

    Skopeo.convert(
        "docker://" + source,
        "docker://" + plain.host() + "/from-skopeo/app:1",
        "--all",
        "--dest-tls-verify=false",
        "--src-creds=" + Canary.USERNAME + ":" + Canary.PASSWORD);
    assertEquals(digest(plain, "from-skopeo/app"), digest(plain, "from-berth/app"));
    assertTrue(copied.endsWith("@" + index.path("digest").asText()), copied);
    assertEquals(plain.manifest("from-skopeo/app", "1"), plain.manifest("from-berth/app", "1"));
  }

  @Test
  void eachRegistryHasItsOwnLogin() {
    String target = bearer.host() + "/copies/app:1";

    project.ok("push", target, "--from", "registry:" + basic.host() + "/copies/app:1");
    project.ok("copy", target, plain.host() + "/from-bearer/app:1", "--platform", "linux/arm64");

    assertEquals(arm64.path("digest").asText(), digest(plain, "from-bearer/app"));
  }

  @Test
  void withinARegistryNothingIsUploaded() {
    JsonNode copied =
        project
            .ok(
                "copy",
                basic.host() + "/copies/app:1",
                basic.host() + "/released/app:1",
                "-o",
                "json")
            .json();

    assertEquals(0, copied.path("uploadedBytes").asLong(-1), copied::toString);
    assertEquals(Set.of("mounted"), Set.copyOf(copied.path("layers").findValuesAsText("result")));
  }

  @Test
  void aSourceThatNobodyRegisteredUsesTheLoginsOfFiles(@TempDir Path folder) {
    Berth other = Berth.inProject(folder).registered("plain", plain.host());
    String[] copy = {"copy", basic.host() + "/copies/app:1", plain.host() + "/unregistered/app:1"};

    other.fails(5, copy).says(basic.host(), "credentials for the source ");
    other.dockerConfig(Canary.dockerConfig(basic.host())).ok(copy);

    assertEquals(index.path("digest").asText(), digest(plain, "unregistered/app"));
  }

  @Test
  void aMissingSourceIsNotTransient() {
    project
        .fails(6, "copy", basic.host() + "/copies/app:none", plain.host() + "/none/app:1")
        .says("has no image none");
    assertTrue(plain.digest("none/app", "1").isEmpty());
  }

  @Test
  void aDryRunCopiesNothing(@TempDir Path cache) {
    JsonNode plan =
        project
            // Nothing is known to mount from.
            .with("XDG_CACHE_HOME", cache.toString())
            .ok(
                "copy",
                basic.host() + "/copies/app:1",
                plain.host() + "/dry/app:1",
                "--dry-run",
                "-o",
                "json")
            .json();

    assertTrue(plan.path("wouldUploadBytes").asLong() > 0, plan::toString);
    assertTrue(plain.digest("dry/app", "1").isEmpty());
  }
}
