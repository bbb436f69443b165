package dev.berth.generic;

import static dev.berth.spi.Check.Status.FAIL;
import static dev.berth.spi.Check.Status.PASS;
import static dev.berth.spi.Check.Status.UNKNOWN;
import static dev.berth.spi.Check.Status.WARN;
import static dev.berth.testing.server.FakeServer.answer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.reference.Digest;
import dev.berth.spi.BerthException;
import dev.berth.spi.Check;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.PushPlan;
import dev.berth.testing.FlavorKit;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DockerHubRegistryTest {
  private static final String REPOSITORY = "/v2/namespaces/acme/repositories/app";
  private static final String PRIVATE = "/v2/users/acme/private_repositories";
  private static final String DIGEST = "sha256:" + "a".repeat(64);
  private static final String OTHER = "sha256:" + "b".repeat(64);
  private static final String LIMIT = "/v2/ratelimitpreview/test/manifests/latest";

  @TempDir private Path folder;
  private LocalService hub;
  private FlavorKit kit;

  @BeforeEach
  void open() {
    hub = new LocalService(folder);
    kit = hub.kit;
    kit.environment(
        "BERTH_SECRET_HUB_USERNAME", "acme", "BERTH_SECRET_HUB_PASSWORD", LocalService.TOKEN);
    hub.register("local-dockerhub", "authenticationSecret", "hub");
    hub.server
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
    hub.close();
  }

  @Test
  void passesAndPushes() {
    kit.expect(PASS, "login", "accepts the credentials");
    kit.expect(PASS, "repository", "may write to it");
    kit.expect(PASS, "private-repositories", "1 private repositories");
    kit.expect(PASS, "rate-limit", "76 pulls");
    kit.push();
    assertEquals(1, kit.engine().logins().size());
  }

  @Test
  void aMissingRepositoryIsCreatedByThePush() {
    hub.server.on(REPOSITORY, answer(404, "{}")).on("/v2/users/acme/", answer(200, "{}"));
    kit.expect(PASS, "repository", "the push creates the repository");
    hub.server.on("/v2/users/acme/", answer(404, "{}")).on("/v2/orgs/acme/", answer(200, "{}"));
    kit.expect(PASS, "repository", "the push creates the repository");
  }

  @Test
  void aNamespaceThatIsNotThereStopsThePush() {
    hub.server
        .on(REPOSITORY, answer(404, "{}"))
        .on("/v2/users/acme/", answer(404, "{}"))
        .on("/v2/orgs/acme/", answer(404, "{}"));
    BerthException e = kit.refused(ErrorCode.PREREQUISITE);
    assertTrue(e.getMessage().contains("namespace acme does not exist"), e::getMessage);
    assertEquals(List.of("push to docker.io/YOUR-NAME/…"), e.hints());
  }

  @Test
  void aRepositoryThatMayOnlyBeReadStopsThePush() {
    hub.server.on(REPOSITORY, answer(200, "{\"permissions\":{\"read\":true,\"write\":false}}"));
    kit.expect(FAIL, "repository", "may not write");
  }

  @Test
  void whatTheWebApiDoesNotTellIsUnknown() {
    hub.server.on(PRIVATE, answer(403, "{}"));
    kit.expect(PASS, "private-repositories", "does not tell");
    hub.server.on(REPOSITORY, answer(403, "{}"));
    kit.expect(UNKNOWN, "repository", "responds 403");
    kit.expect(UNKNOWN, "tag", "see 'repository'");
    hub.server.on("/v2/auth/token", answer(401, "{}"));
    kit.expect(UNKNOWN, "repository", "rejects the credentials");
    kit.push();
    assertEquals(1, kit.engine().logins().size());
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503, 504})
  void aWebApiThatIsBrokenIsUnreachable(int status) {
    hub.server.on(REPOSITORY, answer(status, "<html>"));
    assertTrue(kit.expect(UNKNOWN, "repository", "answers " + status).isUnreachable());
  }

  @Test
  void aPageInPlaceOfTheWebApiIsUnreachable() {
    hub.server.on(REPOSITORY, answer(200, "<html>maintenance</html>"));
    assertTrue(kit.expect(UNKNOWN, "repository", "is not JSON").isUnreachable());
  }

  /** Docker Hub API reference, "immutable_tags_settings". */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"enabled\":true,\"rules\":[\".*\"]}; WARN; is immutable and is sha256:aaaa",
        "{\"enabled\":true,\"rules\":[\"v.*\",\"^1$\"]}; WARN; is immutable",
        "{\"enabled\":true,\"rules\":[\"v.*\"]}; PASS; can be changed",
        "{\"enabled\":true,\"rules\":[\"(\"]}; UNKNOWN; the rule '(' for tags cannot be read",
        "{\"enabled\":false,\"rules\":[\".*\"]}; PASS; can be changed",
        "null; PASS; can be changed"
      })
  void anImmutableTagStopsThePushOfAnotherImage(
      String settings, Check.Status status, String words) {
    hub.server
        .on(REPOSITORY, answer(200, "{\"immutable_tags_settings\":" + settings + "}"))
        .on("/v2/acme/app/manifests/1", answer(200, "", "Docker-Content-Digest", DIGEST));
    kit.expect(status, "tag", words);
    if (status == WARN) {
      kit.engine().planning(new PushPlan(Optional.of(Digest.parse(OTHER)), 0));
      kit.refused(ErrorCode.PREREQUISITE);
    }
  }

  @Test
  void aPrivateNumberOfAnOrganizationIsNoWarning() {
    kit.target(hub.image("orga/app:1"));
    hub.server.on("/v2/namespaces/orga/repositories/app", answer(200, "{}"));
    kit.expect(PASS, "private-repositories", "for the own user only");
    kit.push();
    assertEquals(List.of(), kit.listener().warnings());
  }

  /** Docker's documentation, "OIDC connections"; RFC 8693. */
  private void inAWorkflow(String connection) {
    hub.register("local-dockerhub");
    kit.environment(
        "DOCKERHUB_OIDC_CONNECTIONID",
        connection,
        "ACTIONS_ID_TOKEN_REQUEST_URL",
        "http://" + hub.server.host() + "/id?api-version=2",
        "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
        "canary-request");
    hub.server.on("/id", answer(200, "{\"count\":1,\"value\":\"canary-id\"}"));
  }

  @Test
  void aWorkflowLogsInWithItsIdentity() {
    inAWorkflow("123e4567-e89b-42d3-a456-426614174000");
    var form = new AtomicReference<String>("");
    hub.server.on(
        "/oauth/token",
        exchange -> {
          form.set(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          answer(200, "{\"access_token\":\"canary-hub\"}").handle(exchange);
        });
    kit.push();
    var login = kit.engine().logins().get(0);
    assertEquals(Optional.of("acme"), login.username());
    assertEquals(Optional.of("canary-hub"), login.password());
    assertTrue(form.get().contains("subject_token=canary-id"), form::get);
    assertTrue(
        form.get().contains("connection_id=123e4567-e89b-42d3-a456-426614174000"), form::get);
  }

  @Test
  void aWorkflowThatTheConnectionRefusesIsTold() {
    inAWorkflow("123e4567-e89b-42d3-a456-426614174000");
    hub.server.on(
        "/oauth/token",
        answer(403, "{\"error\":\"access_denied\",\"error_description\":\"no ruleset\"}"));
    kit.expect(FAIL, "login", "refuses the workflow's identity");
    kit.expect(FAIL, "login", "403: no ruleset");
    kit.withoutEnvironment("ACTIONS_ID_TOKEN_REQUEST_URL");
    kit.expect(FAIL, "login", "there is no OIDC connection");
  }

  @Test
  void aNestedRepositoryIsTooLong() {
    kit.target(hub.image("acme/app/api:1"));
    assertEquals(
        Optional.of("push to docker.io/acme/app-api"),
        kit.expect(FAIL, "repository", "is too long").remedy());
  }

  @Test
  void limitsThatAreUsedUpAreWarnedOf() {
    hub.server.on(PRIVATE, answer(200, "{\"private_repos_available\":0}"));
    kit.expect(WARN, "private-repositories", "must be public");
    hub.server.on(LIMIT, answer(429, ""));
    kit.expect(WARN, "rate-limit", "used up");
  }
}
