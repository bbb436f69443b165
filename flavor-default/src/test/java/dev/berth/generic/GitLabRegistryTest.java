package dev.berth.generic;

import static dev.berth.push.fake.FakeServer.answer;
import static dev.berth.spi.CheckStatus.FAIL;
import static dev.berth.spi.CheckStatus.PASS;
import static dev.berth.spi.CheckStatus.UNKNOWN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.spi.CheckStatus;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GitLabRegistryTest {
  @TempDir private Path folder;
  private StandardKit kit;

  @BeforeEach
  void inAJob() {
    open("CI_REGISTRY_USER", "job", "CI_REGISTRY_PASSWORD", StandardKit.TOKEN);
  }

  @AfterEach
  void close() {
    kit.close();
  }

  /** In a job of the GitLab that the registry belongs to. */
  private void open(String... variables) {
    kit =
        new StandardKit(
            folder.resolve(String.valueOf(System.identityHashCode(variables))),
            host -> {
              Map<String, String> environment =
                  new HashMap<>(Map.of("CI_SERVER_HOST", "gitlab.example"));
              for (int i = 0; i < variables.length; i += 2) {
                environment.put(variables[i], variables[i + 1]);
              }
              return environment;
            });
    kit.register("gitlab", "host", "gitlab.example");
  }

  private void reopen(String... variables) {
    kit.close();
    open(variables);
  }

  /** The registry wants a token of its service, and accepts uploads with it. */
  private void grants(String actions) {
    String claims =
        "{\"access\":[{\"type\":\"repository\",\"name\":\"acme/app\",\"actions\":%s}]}"
            .formatted(actions);
    var encoder = Base64.getUrlEncoder().withoutPadding();
    String token = "e30." + encoder.encodeToString(claims.getBytes(UTF_8)) + ".c2ln";
    String challenge =
        "Bearer realm=\"http://%s/jwt/auth\",service=\"container_registry\""
            .formatted(kit.server.host());
    kit.server.on("/jwt/auth", answer(200, "{\"token\":\"" + token + "\"}"));
    kit.server.otherwise(
        exchange ->
            (("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"))
                    ? answer(200, "")
                    : answer(401, "", "WWW-Authenticate", challenge))
                .handle(exchange));
  }

  @Test
  void pushesWithTheJobsLogin() {
    kit.push("acme/app:1");
    assertEquals(Optional.of("job"), kit.logins.get(0).username());

    reopen("CI_JOB_TOKEN", StandardKit.TOKEN);
    kit.push("acme/app:1");
    assertEquals(Optional.of("gitlab-ci-token"), kit.logins.get(0).username());
  }

  @Test
  void aJobsLoginIsForItsOwnGitLab() {
    kit.close();
    kit =
        new StandardKit(
                folder.resolve("other"),
                Map.of("CI_JOB_TOKEN", StandardKit.TOKEN, "CI_SERVER_HOST", "git.acme.com"))
            .register("gitlab", "host", "gitlab.example");
    kit.expect(FAIL, "login", "this is no job of gitlab.example");
    assertTrue(
        kit.server.requests().stream()
            .noneMatch(request -> request.header("Authorization").isPresent()),
        "the token goes nowhere else");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {"[\"pull\",\"push\"]; PASS", "[\"pull\"]; FAIL", "[]; FAIL"})
  void theTokenServiceSaysWhatItGrants(String actions, CheckStatus status) {
    grants(actions);
    var result = kit.expect(status, "scope", "granted");
    assertEquals(
        status == FAIL, result.remedy().filter(it -> it.contains("write_registry")).isPresent());
  }

  @Test
  void aRegistryWithoutATokenServiceDoesNotSay() {
    kit.expect(UNKNOWN, "scope", "does not say");
    kit.expect(PASS, "push", "accepts uploads");
  }

  @Test
  void anImageIsBelowAProject() {
    kit.expect(PASS, "path", "below a project");
    assertEquals(
        FAIL,
        kit.check("app:1").findings().stream()
            .filter(finding -> finding.check().equals("path"))
            .findFirst()
            .orElseThrow()
            .result()
            .status());
  }
}
