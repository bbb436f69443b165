package dev.berth.generic;

import static dev.berth.push.fake.FakeServer.answer;
import static dev.berth.spi.CheckStatus.FAIL;
import static dev.berth.spi.CheckStatus.PASS;
import static dev.berth.spi.CheckStatus.UNKNOWN;
import static dev.berth.spi.CheckStatus.WARN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockerHubRegistryTest {
  private static final String REPOSITORY = "/v2/repositories/acme/app/";
  private static final String PRIVATE = "/v2/users/acme/private_repositories";
  private static final String LIMIT = "/v2/ratelimitpreview/test/manifests/latest";

  @TempDir private Path folder;
  private StandardKit kit;

  @BeforeEach
  void open() {
    kit =
        new StandardKit(
                folder,
                Map.of(
                    "BERTH_SECRET_HUB_USERNAME",
                    "acme",
                    "BERTH_SECRET_HUB_PASSWORD",
                    StandardKit.TOKEN))
            .register("local-dockerhub", "authenticationSecret", "hub");
    kit.server
        .on("/v2/auth/token", answer(200, "{\"access_token\":\"canary-session\"}"))
        .on("/token", answer(200, "{\"token\":\"canary-pull\"}"))
        .on(
            LIMIT,
            answer(200, "", "ratelimit-limit", "100;w=21600", "ratelimit-remaining", "76;w=21600"))
        .on(PRIVATE, answer(200, "{\"private_repos_available\":1}"))
        .on(REPOSITORY, answer(200, "{\"permissions\":{\"read\":true,\"write\":true}}"));
  }

  @AfterEach
  void close() {
    kit.close();
  }

  @Test
  void passesAndPushes() {
    kit.expect(PASS, "login", "accepts the credentials");
    kit.expect(PASS, "namespace", "may be written to");
    kit.expect(PASS, "private-repositories", "1 private repositories");
    kit.expect(PASS, "rate-limit", "76 pulls");
    kit.push("acme/app:1");
    assertEquals(1, kit.logins.size());
  }

  @Test
  void aMissingRepositoryIsMadeByThePush() {
    kit.server.on(REPOSITORY, answer(404, "{}")).on("/v2/users/acme/", answer(200, "{}"));
    kit.expect(PASS, "namespace", "a push makes the repository");
    kit.server.on("/v2/users/acme/", answer(404, "{}")).on("/v2/orgs/acme/", answer(200, "{}"));
    kit.expect(PASS, "namespace", "a push makes the repository");
  }

  @Test
  void aNamespaceThatIsNotThereStopsThePush() {
    kit.server
        .on(REPOSITORY, answer(404, "{}"))
        .on("/v2/users/acme/", answer(404, "{}"))
        .on("/v2/orgs/acme/", answer(404, "{}"));
    BerthException e = assertThrows(BerthException.class, () -> kit.push("acme/app:1"));
    assertEquals(ErrorCode.PREREQUISITE, e.code());
    assertTrue(e.getMessage().contains("no namespace 'acme'"), e::getMessage);
    assertEquals(List.of(), kit.logins);
  }

  @Test
  void aRepositoryThatMayOnlyBeReadStopsThePush() {
    kit.server.on(REPOSITORY, answer(200, "{\"permissions\":{\"read\":true,\"write\":false}}"));
    kit.expect(FAIL, "namespace", "may not write");
  }

  @Test
  void whatTheWebApiDoesNotTellIsUnknown() {
    kit.server.on(PRIVATE, answer(403, "{}"));
    kit.expect(UNKNOWN, "private-repositories", "not told");
    kit.server.on(REPOSITORY, answer(500, ""));
    kit.expect(UNKNOWN, "namespace", "answers 500");
    kit.server.on("/v2/auth/token", answer(401, "{}"));
    kit.expect(UNKNOWN, "namespace", "does not take the credentials");
    kit.push("acme/app:1");
    assertEquals(1, kit.logins.size());
  }

  @Test
  void limitsThatAreUsedUpAreWarnedOf() {
    kit.server.on(PRIVATE, answer(200, "{\"private_repos_available\":0}"));
    kit.expect(WARN, "private-repositories", "must be public");
    kit.server.on(LIMIT, answer(429, ""));
    kit.expect(WARN, "rate-limit", "used up");
  }
}
