package dev.berth.generic;

import static dev.berth.spi.Check.Status.FAIL;
import static dev.berth.spi.Check.Status.PASS;
import static dev.berth.spi.Check.Status.UNKNOWN;
import static dev.berth.testing.server.FakeServer.answer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import dev.berth.testing.FlavorKit;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitHubRegistryTest {
  private static final String UPLOADS = "/v2/acme/app/blobs/uploads/";

  @TempDir private Path folder;
  private LocalService gitHub;
  private FlavorKit kit;

  @BeforeEach
  void inAWorkflow() {
    gitHub = new LocalService(folder).register("local-github");
    gitHub.server.on("/user", answer(200, "{}", "X-OAuth-Scopes", "repo, write:packages"));
    kit = gitHub.kit.environment("GITHUB_TOKEN", LocalService.TOKEN, "GITHUB_ACTOR", "octocat");
  }

  @AfterEach
  void close() {
    gitHub.close();
  }

  @Test
  void pushesWithTheWorkflowsToken() {
    kit.push();
    Credentials login = kit.engine().logins().get(0);
    assertEquals(Optional.of("octocat"), login.username());
    assertEquals(Optional.of(LocalService.TOKEN), login.password());
  }

  @Test
  void saysWhereTheLoginComesFrom() {
    kit.expect(PASS, "login", "(GITHUB_TOKEN)");
  }

  @Test
  void readsTheScopesOfAClassicToken() {
    kit.expect(PASS, "permission", "write:packages");
    gitHub.server.on("/user", answer(200, "{}", "X-OAuth-Scopes", "repo, read:packages"));
    var result = kit.expect(FAIL, "permission", "read:packages");
    assertTrue(result.remedy().orElseThrow().contains("gh auth refresh"));
  }

  @Test
  void aTokenWithoutScopesShowsWhatItMayDoWhenItPushes() {
    gitHub.server.on("/user", answer(403, "{}"));
    kit.expect(PASS, "permission", "no scopes");
    kit.expect(PASS, "permission", "accepts uploads");
  }

  @Test
  void aTokenOfAnotherServerGoesNowhere() {
    kit.withoutEnvironment("GITHUB_ACTOR")
        .environment("GITHUB_SERVER_URL", "https://github.acme.com");
    kit.expect(FAIL, "login", "for another server");
    assertTrue(gitHub.sawNoLogin());
  }

  @Test
  void aWebApiThatIsBrokenStopsNothingWhereTheRegistryAcceptsUploads() {
    gitHub.server.on("/user", answer(503, ""));
    kit.expect(PASS, "permission", "accepts uploads; the token's scopes are unknown");
    var alone = kit.check(FlavorKit.REGISTRY, "permission");
    assertEquals(UNKNOWN, alone.status());
    assertTrue(alone.isUnreachable(), alone::message);
  }

  @Test
  void aTokenThatHasExpiredIsNamed() {
    gitHub.server.on("/user", answer(401, "{}"));
    kit.expect(FAIL, "permission", "has expired");
  }

  @Test
  void aPackageThatDoesNotLetTheRepositoryInStopsThePush() {
    gitHub.server.on(
        UPLOADS, answer(403, "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"no\"}]}"));
    BerthException e = kit.refused(ErrorCode.PREREQUISITE);
    assertTrue(e.hints().get(0).contains("Manage Actions access"), () -> e.hints().toString());
  }

  @Test
  void aRegistryThatThrottlesStopsNothing() {
    gitHub.server.on(UPLOADS, answer(429, ""));
    kit.expect(UNKNOWN, "permission", "429");
    kit.push();
    assertEquals(1, kit.engine().logins().size());
  }

  @Test
  void whoHasNoTokenIsToldWhatWasTried() {
    kit.withoutEnvironment("GITHUB_TOKEN", "GITHUB_ACTOR");
    var result = kit.expect(FAIL, "login", "GITHUB_TOKEN is not set");
    assertTrue(result.remedy().orElseThrow().contains("docker login ghcr.io"));
  }

  @Test
  void aSecretComesBeforeTheWorkflowsToken() {
    kit.environment("BERTH_SECRET_GH_USERNAME", "me", "BERTH_SECRET_GH_PASSWORD", "canary-pat");
    gitHub.register("local-github", "authenticationSecret", "gh");
    kit.push();
    assertEquals(Optional.of("canary-pat"), kit.engine().logins().get(0).password());
  }
}
