package dev.berth.generic;

import static dev.berth.push.fake.FakeServer.answer;
import static dev.berth.spi.CheckStatus.FAIL;
import static dev.berth.spi.CheckStatus.PASS;
import static dev.berth.spi.CheckStatus.UNKNOWN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitHubRegistryTest {
  private static final String UPLOADS = "/v2/acme/app/blobs/uploads/";

  @TempDir private Path folder;
  private StandardKit kit;

  @BeforeEach
  void inAWorkflow() {
    with(Map.of("GITHUB_TOKEN", StandardKit.TOKEN, "GITHUB_ACTOR", "octocat"));
  }

  private void with(Map<String, String> environment) {
    kit =
        new StandardKit(
                folder.resolve(
                    "with" + environment.size() + environment.containsKey("GITHUB_ACTOR")),
                environment)
            .register("local-github");
    kit.server.on("/user", answer(200, "{}", "X-OAuth-Scopes", "repo, write:packages"));
  }

  @AfterEach
  void close() {
    kit.close();
  }

  @Test
  void pushesWithTheWorkflowsToken() {
    kit.push("acme/app:1");
    assertEquals(Optional.of("octocat"), kit.logins.get(0).username());
    assertEquals(Optional.of(StandardKit.TOKEN), kit.logins.get(0).password());
  }

  @Test
  void readsTheScopesOfAClassicToken() {
    kit.expect(PASS, "scope", "write:packages");
    kit.server.on("/user", answer(200, "{}", "X-OAuth-Scopes", "repo, read:packages"));
    var result = kit.expect(FAIL, "scope", "read:packages");
    assertTrue(result.remedy().orElseThrow().contains("gh auth refresh"));
  }

  @Test
  void aTokenWithoutScopesShowsWhatItMayDoWhenItPushes() {
    kit.server.on("/user", answer(403, "{}"));
    kit.expect(PASS, "scope", "no scopes");
    kit.expect(PASS, "push", "accepts uploads");
  }

  @Test
  void aTokenOfAnotherServerGoesNowhere() {
    kit.close();
    with(Map.of("GITHUB_TOKEN", StandardKit.TOKEN, "GITHUB_SERVER_URL", "https://github.acme.com"));
    kit.expect(FAIL, "login", "of another server");
    assertTrue(
        kit.server.requests().stream()
            .noneMatch(request -> request.header("Authorization").isPresent()));
  }

  @Test
  void whatGitHubDoesNotSayIsUnknown() {
    kit.server.on("/user", answer(503, ""));
    kit.expect(UNKNOWN, "scope", "answers 503");
  }

  @Test
  void aTokenThatHasExpiredIsNamed() {
    kit.server.on("/user", answer(401, "{}"));
    kit.expect(FAIL, "scope", "has expired");
  }

  @Test
  void aPackageThatDoesNotLetTheRepositoryInStopsThePush() {
    kit.server.on(UPLOADS, answer(403, "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"no\"}]}"));
    BerthException e = assertThrows(BerthException.class, () -> kit.push("acme/app:1"));
    assertEquals(ErrorCode.PREREQUISITE, e.code());
    assertTrue(e.hints().get(0).contains("Manage Actions access"), () -> e.hints().toString());
    assertEquals(List.of(), kit.logins);
  }

  @Test
  void aRegistryThatThrottlesStopsNothing() {
    kit.server.on(UPLOADS, answer(429, ""));
    kit.expect(UNKNOWN, "push", "429");
    kit.push("acme/app:1");
    assertEquals(1, kit.logins.size());
  }

  @Test
  void whoHasNoTokenIsToldWhatWasTried() {
    kit.close();
    with(Map.of());
    kit.expect(FAIL, "login", "there is no GITHUB_TOKEN");
  }

  @Test
  void aSecretComesBeforeTheWorkflowsToken() {
    kit.close();
    kit =
        new StandardKit(
                folder.resolve("other"),
                Map.of(
                    "GITHUB_TOKEN", "canary-other",
                    "BERTH_SECRET_GH_USERNAME", "me",
                    "BERTH_SECRET_GH_PASSWORD", "canary-pat"))
            .register("local-github", "authenticationSecret", "gh");
    kit.server.on("/user", answer(200, "{}", "X-OAuth-Scopes", "write:packages"));
    kit.push("acme/app:1");
    assertEquals(Optional.of("canary-pat"), kit.logins.get(0).password());
  }
}
