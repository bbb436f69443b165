package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.it.kit.Berth;
import dev.berth.it.kit.Canary;
import dev.berth.it.kit.Engine;
import dev.berth.it.kit.Registry;
import dev.berth.it.kit.UntouchedPort;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a registry is logged in with. */
class CredentialsIT {
  @RegisterExtension static final Engine engine = new Engine();
  private static Registry registry;

  private final Berth berth;

  CredentialsIT(@TempDir Path folder) {
    berth = Berth.inProject(folder);
  }

  @BeforeAll
  static void startRegistry() {
    registry = engine.sharedProtectedRegistry();
  }

  private static String image(String repository) {
    String image = registry.host() + "/" + repository + ":1";
    engine.build(image, "one");
    return image;
  }

  private Berth registeredWithSecret(String secret) {
    register(berth, secret);
    return berth;
  }

  private static void register(Berth by, String secret) {
    by.ok(
        "container-registry",
        "register",
        "protected",
        "--flavor",
        "default",
        "--uri",
        registry.host(),
        "--authentication-secret",
        secret);
  }

  @Test
  void aPushLogsInWithTheSecretFromTheEnvironment() {
    String image = image("secret");

    String pushed = registeredWithSecret("canary").ok("push", image).line();

    assertTrue(pushed.endsWith(registry.digest("secret", "1").orElseThrow()));
  }

  @Test
  void aSecretsNameIsWrittenInCapitalsInTheEnvironment() {
    String image = image("dotted");

    Berth job =
        berth
            .with("BERTH_SECRET_MY_TEAM_PUSH_USERNAME", Canary.USERNAME)
            .with("BERTH_SECRET_MY_TEAM_PUSH_PASSWORD", Canary.PASSWORD);
    register(job, "my-team.push");
    job.ok("push", image);
  }

  @Test
  void aPushLogsInAsDockerDoes() {
    String image = image("docker");
    berth.dockerConfig(Canary.dockerConfig(registry.host()));

    berth.registered("protected", registry.host()).ok("push", image);

    assertTrue(registry.digest("docker", "1").isPresent());
  }

  @Test
  void theSecretWinsOverDockersConfiguration() {
    String image = image("both");
    berth.dockerConfig(Canary.dockerConfig(registry.host(), "not the password"));

    registeredWithSecret("canary").ok("push", image);
  }

  @Test
  void withoutCredentialsThePushIsRefused() {
    String image = image("anonymous");

    berth.registered("protected", registry.host()).fails(5, "push", image).says(registry.host());

    assertEquals(Optional.empty(), registry.digest("anonymous", "1"));
  }

  @Test
  void withWrongCredentialsThePushIsRefused() {
    String image = image("wrong");

    registeredWithSecret("canary")
        .with("BERTH_SECRET_CANARY_PASSWORD", Canary.PASSWORD + "?")
        .fails(5, "push", image)
        .says(registry.host(), "credentials");

    assertEquals(Optional.empty(), registry.digest("wrong", "1"));
  }

  @Test
  void aSecretThatIsNotThereEndsThePushBeforeItBegins() {
    try (var server = new UntouchedPort()) {
      String[] registration = {
        "cr",
        "register",
        "r",
        "--flavor",
        "default",
        "--uri",
        server.host(),
        "--authentication-secret",
        "absent"
      };
      berth.fails(5, registration).says("'absent'", "'username'", "'password'");
      berth
          .with("BERTH_SECRET_ABSENT_USERNAME", "somebody")
          .with("BERTH_SECRET_ABSENT_PASSWORD", "something")
          .ok(registration);
      Berth push = berth.with("DOCKER_HOST", server.engine());

      push.fails(5, "push", server.host() + "/app")
          .says("'absent'", "BERTH_SECRET_ABSENT_USERNAME");
      push.with("BERTH_SECRET_ABSENT_USERNAME", "somebody")
          .fails(5, "push", server.host() + "/app")
          .says("'absent'", "BERTH_SECRET_ABSENT_PASSWORD");

      server.assertUntouched();
    }
  }

  @Test
  void aUserNameThatCannotBeSentIsRefused() {
    registeredWithSecret("canary")
        .with("BERTH_SECRET_CANARY_USERNAME", "a:b")
        .fails(5, "push", registry.host() + "/app");
  }

  @Test
  void aDamagedDockerConfigurationIsNotQuoted() {
    berth.registered("protected", registry.host());
    berth.dockerConfig(Canary.dockerConfig(registry.host()).replace("\"}", "\n"));

    berth
        .fails(5, "push", registry.host() + "/app")
        .says(berth.home().resolve(".docker/config.json").toString());
  }
}
