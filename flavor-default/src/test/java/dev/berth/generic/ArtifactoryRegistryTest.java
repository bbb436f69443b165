package dev.berth.generic;

import static dev.berth.testing.server.FakeServer.answer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.spi.BerthException;
import dev.berth.spi.Check;
import dev.berth.spi.ErrorCode;
import dev.berth.testing.FlavorKit;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** After JFrog's documentation, "Get Repository Configuration". */
class ArtifactoryRegistryTest {
  private static final String REPOSITORY = "/artifactory/api/repositories/docker-local";

  @TempDir private Path folder;
  private LocalService artifactory;
  private FlavorKit kit;

  @BeforeEach
  void open() {
    artifactory = new LocalService(folder);
    kit =
        artifactory.kit.environment(
            "BERTH_SECRET_CI_USERNAME", "ci", "BERTH_SECRET_CI_PASSWORD", LocalService.TOKEN);
    kit.target(artifactory.image("docker-local/app:1"));
    register("uri", artifactory.server.host() + "/docker-local");
  }

  private void register(String... namesAndValues) {
    String[] all = java.util.Arrays.copyOf(namesAndValues, namesAndValues.length + 2);
    all[namesAndValues.length] = "authenticationSecret";
    all[namesAndValues.length + 1] = "ci";
    artifactory.register("artifactory", all);
  }

  @AfterEach
  void close() {
    artifactory.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "200; {\"rclass\":\"local\",\"packageType\":\"docker\"}; PASS; takes pushes",
        "200; {\"rclass\":\"federated\",\"packageType\":\"oci\"}; PASS; takes pushes",
        "200; {\"rclass\":\"remote\",\"packageType\":\"docker\"}; FAIL; is remote",
        "200; {\"rclass\":\"virtual\",\"repositories\":[\"a\"]}; FAIL; has no default deployment",
        "200; {\"rclass\":\"virtual\"}; PASS; where it deploys to is not shown",
        "200; {\"rclass\":\"virtual\",\"packageType\":\"docker\",\"defaultDeploymentRepo\":\"d\"}; PASS; deploys to 'd'",
        "200; {\"rclass\":\"local\",\"packageType\":\"maven\"}; FAIL; of the type maven",
        "400; {\"errors\":[{}]}; FAIL; there is no repository 'docker-local'",
        "404; {\"errors\":[{}]}; FAIL; there is no repository 'docker-local'",
        "404; <html>; UNKNOWN; there is no API of Artifactory (404)",
        "200; []; UNKNOWN; is not in Artifactory's answer",
        "403; {}; PASS; is not shown",
        "503; ; UNKNOWN; it answers 503"
      })
  void theKindOfRepositoryDecides(int status, String body, Check.Status expected, String words) {
    artifactory.server.on(REPOSITORY, answer(status, body == null ? "" : body));
    kit.expect(expected, "repository", words);
  }

  @Test
  void aRemoteRepositoryStopsThePush() {
    artifactory.server.on(REPOSITORY, answer(200, "{\"rclass\":\"remote\"}"));
    kit.refused(ErrorCode.PREREQUISITE);
  }

  @Test
  void aRepositoryOfAPortOrSubdomainIsNamed() {
    register("uri", artifactory.server.host(), "repositoryKey", "docker-local");
    kit.target(artifactory.image("app:1"));
    artifactory.server.on(REPOSITORY, answer(200, "{\"rclass\":\"local\"}"));
    kit.push();
    assertEquals(List.of(), kit.listener().warnings());
    BerthException e = kit.invalid("artifactory", "uri", "docker.acme.example");
    assertTrue((e.getMessage() + e.hints()).contains("repositoryKey"), e::getMessage);
  }

  @Test
  void aRepositoryIsNoImage() {
    assertEquals(
        Check.Status.FAIL, kit.check(artifactory.image("docker-local:1"), "path").status());
  }

  @Test
  void theLoginOfAPathGoesToItsOwnHostOnly() {
    register("uri", artifactory.server.host() + "/127");
    kit.target(artifactory.image("127/app:1"));
    artifactory.server.on(
        "/artifactory/api/repositories/127", answer(200, "{\"rclass\":\"local\"}"));
    kit.expect(Check.Status.PASS, "repository", "takes pushes");
  }

  @Test
  void theApiOfASubdomainIsAtTheHostWithoutIt() {
    register(
        "uri",
        "docker-local.artifactory.acme.example",
        "repositoryKey",
        "docker-local",
        "endpointOverride",
        "http://" + artifactory.server.host());
    artifactory.server.on(REPOSITORY, answer(200, "{\"rclass\":\"local\"}"));
    assertEquals(
        Check.Status.PASS,
        kit.check("docker-local.artifactory.acme.example/app:1", "repository").status());
  }
}
