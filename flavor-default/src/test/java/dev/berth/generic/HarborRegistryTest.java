package dev.berth.generic;

import static dev.berth.spi.Check.Status.FAIL;
import static dev.berth.spi.Check.Status.PASS;
import static dev.berth.spi.Check.Status.UNKNOWN;
import static dev.berth.spi.Check.Status.WARN;
import static dev.berth.testing.server.FakeServer.answer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.spi.BerthException;
import dev.berth.spi.Check;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.PushPlan;
import dev.berth.testing.FlavorKit;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** After Harbor's API, version 2.0 (api/v2.0/swagger.yaml). */
class HarborRegistryTest {
  private static final String PROJECT = "/api/v2.0/projects/acme";
  private static final String PROJECTS = "/api/v2.0/projects";
  private static final String RULES = PROJECT + "/immutabletagrules";
  private static final String SUMMARY = PROJECT + "/summary";

  @TempDir private Path folder;
  private LocalService harbor;
  private FlavorKit kit;

  @BeforeEach
  void open() {
    harbor = new LocalService(folder);
    kit =
        harbor.kit.environment(
            "BERTH_SECRET_ROBOT_USERNAME",
            "robot$acme+ci",
            "BERTH_SECRET_ROBOT_PASSWORD",
            LocalService.TOKEN);
    harbor.register("harbor", "authenticationSecret", "robot");
    harbor
        .server
        .on(PROJECT, answer(200, "{\"name\":\"acme\",\"project_id\":1,\"registry_id\":0}"))
        .on(
            SUMMARY,
            answer(200, "{\"quota\":{\"hard\":{\"storage\":-1},\"used\":{\"storage\":9}}}"))
        .on(RULES, answer(200, "[]"));
  }

  @AfterEach
  void close() {
    harbor.close();
  }

  @Test
  void passesAndPushesWithTheRobotsLogin() {
    kit.push();
    assertEquals(Optional.of("robot$acme+ci"), kit.engine().logins().get(0).username());
    assertEquals(List.of(), kit.listener().warnings());
    assertTrue(
        harbor.server.requests().stream()
            .filter(request -> request.path().startsWith("/api/"))
            .allMatch(
                request ->
                    request.header("X-Is-Resource-Name").equals(Optional.of("true"))
                        && request.header("Authorization").orElse("").startsWith("Basic ")));
  }

  @Test
  void aProjectThatDoesNotExistStopsThePush() {
    harbor.server.on(PROJECT, answer(404, "{\"errors\":[{\"code\":\"NOT_FOUND\"}]}"));
    BerthException e = kit.refused(ErrorCode.PREREQUISITE);
    assertTrue(e.getMessage().contains("project acme does not exist"), e::getMessage);
    assertTrue(e.hints().get(0).contains("--create-project"), () -> e.hints().toString());
  }

  @ParameterizedTest
  @CsvSource({
    "200, PASS, project acme exists",
    "404, FAIL, project acme does not exist",
    "403, UNKNOWN, is not shown to this login"
  })
  void aProjectThatIsNotShownIsAskedForByItsName(int status, Check.Status expected, String words) {
    harbor.server.on(PROJECT, answer(403, "{}")).on(PROJECTS, answer(status, ""));
    kit.expect(expected, "repository", words);
  }

  @Test
  void aPushCreatesAProjectOnRequest() {
    harbor.register("harbor", "authenticationSecret", "robot", "createProject", "true");
    harbor.server.on(PROJECT, answer(404, "{}")).on(PROJECTS, answer(201, ""));
    // Harbor refuses uploads to a project that does not exist.
    harbor.server.on("/v2/acme/app/blobs/uploads/", answer(401, "{}"));
    kit.dryRun();
    assertEquals(0, created());
    kit.push();
    assertEquals(1, created());
    assertTrue(kit.listener().infos().contains("created project acme"));
  }

  private long created() {
    return harbor.server.requests().stream()
        .filter(it -> it.method().equals("POST") && it.path().equals(PROJECTS))
        .count();
  }

  @Test
  void aProjectThatMayNotBeCreatedIsToldInHarborsWords() {
    harbor.register("harbor", "authenticationSecret", "robot", "createProject", "true");
    harbor
        .server
        .on(PROJECT, answer(404, "{}"))
        .on(PROJECTS, answer(403, "{\"errors\":[{\"message\":\"only administrators\"}]}"));
    BerthException e = kit.refused(ErrorCode.PREREQUISITE);
    assertTrue(e.getMessage().contains("403: only administrators"), e::getMessage);
  }

  @Test
  void aProxyCacheTakesNoPushes() {
    harbor.server.on(PROJECT, answer(200, "{\"name\":\"acme\",\"registry_id\":3}"));
    kit.expect(FAIL, "repository", "is a proxy cache");
  }

  @Test
  void aQuotaThatIsUsedUpIsWarnedOf() {
    harbor.server.on(
        SUMMARY,
        answer(200, "{\"quota\":{\"hard\":{\"storage\":100},\"used\":{\"storage\":100}}}"));
    kit.expect(WARN, "quota", "has 0 of 100 bytes left");
    harbor.server.on(
        SUMMARY, answer(200, "{\"quota\":{\"hard\":{\"storage\":100},\"used\":{\"storage\":40}}}"));
    kit.expect(PASS, "quota", "has 60 of 100 bytes left");
    kit.engine().planning(new PushPlan(Optional.empty(), 61));
    kit.push();
    assertTrue(
        kit.listener().warnings().toString().contains("refuses layers that need more"),
        () -> kit.listener().warnings().toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "**; matches; **; repoMatches; false; WARN",
        "1*; matches; app; repoMatches; false; WARN",
        "{1,2}; matches; a*; repoMatches; false; WARN",
        "[^a]; matches; **/app; repoMatches; false; WARN",
        "v*; matches; **; repoMatches; false; PASS",
        "v*; excludes; **; repoMatches; false; WARN",
        "**; matches; other; repoMatches; false; PASS",
        "**; matches; app; repoExcludes; false; PASS",
        "**; matches; **; repoMatches; true; PASS"
      })
  void anImmutableTagIsNoticed(
      String tag,
      String decoration,
      String repository,
      String scope,
      boolean disabled,
      Check.Status expected) {
    harbor.server.on(
        RULES,
        answer(
            200,
            """
            [{"disabled":%s,"tag_selectors":[{"kind":"doublestar","decoration":"%s","pattern":"%s"}],
            "scope_selectors":{"repository":[
            {"kind":"doublestar","decoration":"%s","pattern":"%s"}]}}]"""
                .formatted(disabled, decoration, tag, scope, repository)));
    harbor.server.on(
        "/v2/acme/app/manifests/1",
        answer(200, "", "Docker-Content-Digest", "sha256:" + "a".repeat(64)));
    kit.expect(expected, "tag", expected == WARN ? "is immutable" : "can be changed");
  }

  @Test
  void anImageIsInAProject() {
    assertEquals(FAIL, kit.check(harbor.image("app:1"), "path").status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1,2]", "\"text\"", "{}", "null"})
  void anAnswerThatIsNotHarborsTellsNothing(String body) {
    harbor.server.on(PROJECT, answer(200, body));
    kit.expect(UNKNOWN, "repository", "is not Harbor's");
  }

  @Test
  void anApiThatIsBrokenStopsNothing() {
    harbor.server.on(PROJECT, answer(503, "<html>"));
    assertTrue(kit.expect(UNKNOWN, "repository", "it answers 503").isUnreachable());
    kit.push();
  }
}
