package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.it.kit.Berth;
import dev.berth.it.kit.Canary;
import dev.berth.it.kit.Certificates;
import dev.berth.it.kit.Classes;
import dev.berth.it.kit.Engine;
import dev.berth.it.kit.KeyKeeper;
import dev.berth.it.kit.Layout;
import dev.berth.it.kit.Registry;
import dev.berth.it.kit.Run;
import dev.berth.it.kit.TokenService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Where a login comes from, step by step, and that it goes nowhere else. */
class CredentialChainIT {
  private static final String FLAVOR =
      """
      package own;

      public class OwnFlavor extends dev.berth.spi.BaseContainerRegistryFlavor {
        @Override
        public String name() {
          return "own";
        }

        @Override
        public dev.berth.spi.ContainerRegistry createRegistry(
            dev.berth.spi.RegistryContext context) {
          return new OwnRegistry(context);
        }
      }
      """;

  private static final String REGISTRY =
      """
      package own;

      import dev.berth.spi.Credentials;
      import dev.berth.spi.Login;

      public class OwnRegistry extends dev.berth.spi.BaseContainerRegistry {
        public OwnRegistry(dev.berth.spi.RegistryContext context) {
          super(context);
        }

        @Override
        public Login login() {
          if (Thread.currentThread().getContextClassLoader() != getClass().getClassLoader()) {
            throw new IllegalStateException("another class loader");
          }
          context().variable("OWN_COUNT").ifPresent(OwnRegistry::count);
          return context()
              .variable("OWN_TOKEN")
              .map(token -> Login.found(Credentials.basic("%s", token), "OWN_TOKEN"))
              .map(login -> login.until(java.time.Instant.EPOCH))
              .orElseGet(() -> Login.none("OWN_TOKEN is not set"));
        }

        private static void count(String file) {
          try {
            java.nio.file.Files.writeString(
                java.nio.file.Path.of(file),
                Thread.currentThread().getName() + System.lineSeparator(),
                java.nio.file.StandardOpenOption.CREATE,
                java.nio.file.StandardOpenOption.APPEND);
          } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        }
      }
      """
          .formatted(Canary.USERNAME);

  @RegisterExtension static final Engine engine = new Engine();
  private static Registry basic;
  private static TokenService tokens;
  private static Registry bearer;
  private static Layout image;

  private final Path folder;
  private final KeyKeeper helpers;
  private Berth berth;

  CredentialChainIT(@TempDir Path folder) {
    this.folder = folder;
    helpers = new KeyKeeper(folder.resolve("helpers"));
    berth =
        Berth.inProject(folder)
            .with("PATH", helpers.path())
            .without("BERTH_SECRET_CANARY_USERNAME")
            .without("BERTH_SECRET_CANARY_PASSWORD")
            .dockerConfig("{}");
  }

  private static Path made(Path path) {
    try {
      return Files.createDirectories(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeAll
  static void startRegistries(@TempDir Path folder) {
    image = Layout.random(folder.resolve("image"), 1, 1000);
    basic = engine.sharedProtectedRegistry();
    tokens = new TokenService(Certificates.in(folder));
    bearer = engine.startRegistry(tokens);
  }

  @AfterAll
  static void stop() {
    tokens.close();
  }

  private void write(Path file, String content) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void registerOwnFlavor() {
    Classes.compile(FLAVOR, REGISTRY).jar(berth.root().resolve("flavors/own.jar"));
    berth.ok("cr", "flavor", "register", "own.OwnFlavor");
    berth.ok("cr", "register", "r", "--flavor", "own", "--uri", basic.host());
  }

  private Run push() {
    return berth.ok("push", basic.host() + "/app:1", "--from", image.location(), "--verbose");
  }

  @Test
  void theFlavorsLoginRunsUnderItsOwnClassLoaderAlsoInTheMiddleOfAPush() throws IOException {
    registerOwnFlavor();
    Path count = folder.resolve("count");
    berth = berth.with("OWN_TOKEN", Canary.PASSWORD).with("OWN_COUNT", count.toString());

    push();

    assertTrue(
        Files.readAllLines(count).size() > 1, "a login that has ended is asked for by the engine");
  }

  @Test
  void theFirstStepOfTheChainThatYieldsIsUsed() {
    registerOwnFlavor();
    berth
        .fails(5, "push", basic.host() + "/app:1", "--from", image.location())
        .says(
            "credentials not used: authenticationSecret is not configured",
            "credentials not used: the flavor's own login: OWN_TOKEN is not set",
            "credentials not used: Docker's configuration",
            "credentials used: no credentials");

    write(berth.home().resolve(".config/containers/auth.json"), Canary.dockerConfig(basic.host()));
    push().says("credentials used: Podman's");

    berth.dockerConfig(Canary.dockerConfig(basic.host()));
    push().says("credentials used: Docker's configuration");

    helpers.givingTheCanary("all").givingTheCanary("own");
    berth.dockerConfig("{\"credsStore\":\"all\"}");
    push().says("credentials used: docker-credential-all");

    berth.dockerConfig(
        "{\"credsStore\":\"all\",\"credHelpers\":{\"%s\":\"own\"}}".formatted(basic.host()));
    push().says("credentials used: docker-credential-own");

    berth = berth.with("OWN_TOKEN", Canary.PASSWORD);
    push().says("credentials used: the flavor's own login, OWN_TOKEN");

    berth
        .given(Canary.PASSWORD + "\n")
        .ok("secret", "set", "stored", "--username", Canary.USERNAME, "--password-stdin");
    berth.ok("cr", "update", "r", "--authentication-secret", "stored");
    push().says("credentials used: the secret 'stored'");

    berth
        .with("BERTH_SECRET_STORED_PASSWORD", "wrong")
        .fails(5, "push", basic.host() + "/app:2", "--from", image.location())
        .says("the secret 'stored'");
  }

  @Test
  void aCheckSaysWhereTheLoginIsFrom() {
    berth.dockerConfig(Canary.dockerConfig(basic.host()));
    berth.registered("r", basic.host());
    berth
        .ok("cr", "check", "r")
        .says("credentials not used: authenticationSecret", "credentials used: Docker's");
  }

  @Test
  void aHelpersLoginIsGoodForATokenService() {
    helpers.givingTheCanary("all");
    berth.dockerConfig("{\"credsStore\":\"all\"}");
    berth.registered("r", bearer.host());
    berth.ok("push", bearer.host() + "/app:1", "--from", image.location());
    assertTrue(tokens.scopes().contains("repository:app:pull,push"));
  }

  @Test
  void aHelperIsRunOnceForAPushAndGetsTheHostAlone() {
    helpers.givingTheCanary("all");
    berth.dockerConfig("{\"credsStore\":\"all\"}");
    berth.registered("r", basic.host());
    push();
    long runs = helpers.runs().lines().filter(line -> line.endsWith("-all get")).count();
    assertEquals(1, runs, helpers::runs);
  }

  @Test
  void aHelperThatHangsEndsThePushWithItsName() {
    helpers.install("all", "sleep 1000");
    berth.dockerConfig("{\"credsStore\":\"all\"}");
    berth.registered("r", basic.host());
    berth
        .with("BERTH_CREDENTIAL_HELPER_TIMEOUT", "1")
        .fails(5, "push", basic.host() + "/app:1", "--from", image.location())
        .says("docker-credential-all did not end within 1 s");
  }

  @Test
  void anEntryForAnotherPortIsNoLogin() {
    berth.dockerConfig(Canary.dockerConfig("localhost:1"));
    berth.registered("r", basic.host());
    berth.fails(5, "push", basic.host() + "/app:1", "--from", image.location());
  }

  /**
   * The canary is in all places at once; the invariants of every run look for it in what is
   * printed, and this in what is left behind and in what was handed on.
   */
  @Test
  void noSecretGoesWhereItDoesNotBelong() throws IOException {
    helpers.givingTheCanary("all").ofKeyStore("secretservice");
    berth.dockerConfig(
        "{\"credsStore\":\"all\",\"auths\":{\"a.example\":{\"identitytoken\":\"%s\"}}}"
            .formatted(Canary.PASSWORD));
    berth =
        berth
            .with("BERTH_SECRET_CANARY_USERNAME", Canary.USERNAME)
            .with("BERTH_SECRET_CANARY_PASSWORD", Canary.PASSWORD)
            .with("GITHUB_TOKEN", Canary.PASSWORD)
            .withJavaOptions(
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=trace -Djava.io.tmpdir="
                    + made(folder.resolve("tmp")));
    berth
        .given(Canary.PASSWORD)
        .ok("secret", "set", "stored", "--username", "u", "--password-stdin", "--verbose");
    berth.ok("secret", "list", "--output", "json");
    berth.ok("secret", "describe", "stored", "--output", "yaml").prints("password");
    berth.ok(
        "cr",
        "register",
        "r",
        "--flavor",
        "default",
        "--uri",
        basic.host(),
        "--authentication-secret",
        "stored",
        "--verbose");
    String target = basic.host() + "/app:1";
    // The stored user is the wrong one, so that failures are told too.
    berth.fails(10, "cr", "check", target, "--verbose", "--stacktrace");
    berth.fails(5, "push", target, "--from", image.location(), "--verbose", "--stacktrace");
    berth.ok("cr", "update", "r", "--authentication-secret", "canary");
    berth.ok("push", target, "--from", image.location(), "--verbose", "--stacktrace");
    berth.ok("cr", "remove-attribute", "r", "authenticationSecret");
    berth.ok("push", target, "--from", image.location(), "--verbose");
    engine.build(target, "canary");
    berth.ok("push", target, "--verbose", "--stacktrace");

    for (String place : List.of("home/.config", "home/.cache", "project", "tmp")) {
      assertNothingSecretIn(folder.resolve(place));
    }
    assertFalse(
        helpers.runs().contains("BERTH_SECRET_CANARY_PASSWORD"),
        "a helper is handed what is not its own");
  }

  private static void assertNothingSecretIn(Path place) throws IOException {
    if (!Files.exists(place)) {
      return;
    }
    try (Stream<Path> files = Files.walk(place)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text =
            new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1);
        assertFalse(text.contains(Canary.PASSWORD), () -> "a secret is in " + file);
      }
    }
  }
}
