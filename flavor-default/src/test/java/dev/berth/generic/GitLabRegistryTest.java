package dev.berth.generic;

import static dev.berth.spi.Check.Status.FAIL;
import static dev.berth.spi.Check.Status.PASS;
import static dev.berth.testing.server.FakeServer.answer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.spi.Check;
import dev.berth.testing.FlavorKit;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GitLabRegistryTest {
  @TempDir private Path folder;
  private LocalService gitLab;
  private FlavorKit kit;

  /** In a job of the GitLab that the registry belongs to. */
  @BeforeEach
  void inAJob() {
    gitLab = new LocalService(folder).register("gitlab", "host", "gitlab.example");
    kit =
        gitLab.kit.environment(
            "CI_SERVER_HOST", "gitlab.example",
            "CI_REGISTRY_USER", "job",
            "CI_REGISTRY_PASSWORD", LocalService.TOKEN);
  }

  @AfterEach
  void close() {
    gitLab.close();
  }

  private void withJobTokenOnly() {
    kit.withoutEnvironment("CI_REGISTRY_USER", "CI_REGISTRY_PASSWORD")
        .environment("CI_JOB_TOKEN", LocalService.TOKEN);
  }

  /** The registry requires a token from its token service, and accepts uploads with it. */
  private void grants(String actions) {
    grants(actions, "{}");
  }

  private void grants(String actions, String meta) {
    String claims =
        "{\"access\":[{\"type\":\"repository\",\"name\":\"acme/app\",\"actions\":%s,\"meta\":%s}]}"
            .formatted(actions, meta);
    var encoder = Base64.getUrlEncoder().withoutPadding();
    String token = "e30." + encoder.encodeToString(claims.getBytes(UTF_8)) + ".c2ln";
    String challenge =
        "Bearer realm=\"http://%s/jwt/auth\",service=\"container_registry\""
            .formatted(gitLab.server.host());
    gitLab.server.on("/jwt/auth", answer(200, "{\"token\":\"" + token + "\"}"));
    gitLab.server.otherwise(
        exchange -> {
          String login = exchange.getRequestHeaders().getFirst("Authorization");
          if (("Bearer " + token).equals(login)) {
            LocalService.registry(exchange);
          } else {
            answer(401, "", "WWW-Authenticate", challenge).handle(exchange);
          }
        });
  }

  @Test
  void pushesWithTheJobsLogin() {
    kit.push();
    withJobTokenOnly();
    kit.push();
    assertEquals(
        List.of("job", "gitlab-ci-token"),
        kit.engine().logins().stream().map(it -> it.username().orElseThrow()).toList());
  }

  @Test
  void aJobsLoginIsForItsOwnGitLab() {
    withJobTokenOnly();
    kit.environment("CI_SERVER_HOST", "git.acme.com");
    kit.expect(FAIL, "login", "this is not a job of gitlab.example");
    assertTrue(gitLab.sawNoLogin(), "the token goes nowhere else");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "[\"pull\",\"push\"]; PASS; accepts uploads",
        "[\"pull\"]; FAIL; granted",
        "[]; FAIL; granted"
      })
  void theTokenServiceSaysWhatItGrants(String actions, Check.Status status, String words) {
    grants(actions);
    var result = kit.expect(status, "permission", words);
    assertEquals(
        status == FAIL, result.remedy().filter(it -> it.contains("write_registry")).isPresent());
  }

  /** GitLab's documentation, "Protected container tags" and "Immutable container tags". */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"tag_deny_access_patterns\":{\"push\":[\"^1\"]}}; FAIL; is protected by the rule '^1'",
        "{\"tag_deny_access_patterns\":{\"push\":[\"^v\"],\"delete\":[\"1\"]}}; PASS; can be changed",
        "{\"tag_immutable_patterns\":[\"\\\\d\"]}; WARN; is immutable and is sha256:aaaa",
        "{\"tag_immutable_patterns\":[\"^v\"]}; PASS; can be changed",
        "{}; PASS; can be changed"
      })
  void theProjectsRulesForTagsStopThePush(String meta, Check.Status status, String words) {
    grants("[\"pull\",\"push\"]", meta);
    gitLab.server.on(
        "/v2/acme/app/manifests/1",
        answer(200, "", "Docker-Content-Digest", "sha256:" + "a".repeat(64)));
    kit.expect(status, "tag", words);
  }

  @Test
  void aRegistryWithoutATokenServiceIsAskedForAnUpload() {
    kit.expect(PASS, "permission", "accepts uploads");
  }

  @Test
  void anImageIsBelowAProject() {
    kit.expect(PASS, "path", "below a project");
    assertEquals(FAIL, kit.check(gitLab.image("app:1"), "path").status());
  }
}
