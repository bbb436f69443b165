package dev.berth.generic;

import static dev.berth.spi.Check.Status.FAIL;
import static dev.berth.spi.Check.Status.PASS;
import static dev.berth.testing.server.FakeServer.answer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.spi.BerthException;
import dev.berth.spi.Check;
import dev.berth.testing.FlavorKit;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** After Red Hat Quay's API guide, version 1. */
class QuayRegistryTest {
  private static final String REPOSITORY = "/api/v1/repository/acme/app";
  private static final String ORGANIZATION = "/api/v1/organization/acme";
  private static final String USER = "/api/v1/users/acme";

  @TempDir private Path folder;
  private LocalService quay;
  private FlavorKit kit;

  @BeforeEach
  void open() {
    quay = new LocalService(folder);
    kit = quay.kit;
    logIn("$oauthtoken");
    quay.register("quay", "authenticationSecret", "ci");
  }

  private void logIn(String user) {
    kit.environment(
        "BERTH_SECRET_CI_USERNAME", user, "BERTH_SECRET_CI_PASSWORD", LocalService.TOKEN);
  }

  @AfterEach
  void close() {
    quay.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "200; {\"state\":\"NORMAL\",\"can_write\":true}; PASS; exists",
        "200; {\"state\":\"READ_ONLY\",\"can_write\":true}; FAIL; has the state READ_ONLY",
        "200; {\"state\":\"MIRROR\"}; FAIL; has the state MIRROR",
        "200; {\"can_write\":false}; FAIL; may not write",
        "200; []; UNKNOWN; is not Quay's",
        "401; {}; PASS; is not shown to this login",
        "500; ; UNKNOWN; it answers 500"
      })
  void theStateOfTheRepositoryDecides(
      int status, String body, Check.Status expected, String words) {
    quay.server.on(REPOSITORY, answer(status, body == null ? "" : body));
    kit.expect(expected, "repository", words);
  }

  @Test
  void aTokenOfTheApiIsABearerToken() {
    quay.server.on(REPOSITORY, answer(200, "{\"state\":\"NORMAL\"}"));
    kit.check();
    assertTrue(
        quay.server.requests().stream()
            .filter(it -> it.path().equals(REPOSITORY))
            .allMatch(
                it ->
                    it.header("Authorization")
                        .equals(Optional.of("Bearer " + LocalService.TOKEN))));
  }

  @Test
  void aMissingRepositoryIsCreatedWhereItsNamespaceExists() {
    quay.server.on(REPOSITORY, answer(404, "{}"));
    quay.server.on(ORGANIZATION, answer(404, "{}")).on(USER, answer(404, "{}"));
    kit.expect(FAIL, "repository", "there is no organization or user 'acme'");
    quay.server.on(USER, answer(200, "{}"));
    kit.expect(PASS, "repository", "the push creates it");
    quay.server.on(ORGANIZATION, answer(200, "{}"));
    kit.expect(PASS, "repository", "the push creates it");
  }

  @Test
  void aRobotPushesToItsOwnNamespaceOnly() {
    logIn("acme+ci");
    kit.expect(PASS, "identity", "robot acme+ci is of the namespace acme");
    logIn("other+ci");
    Check.Result result = kit.expect(FAIL, "identity", "cannot push to acme");
    assertEquals(Optional.of("use a robot account of acme"), result.remedy());
  }

  @Test
  void aCheckCreatesNoRepository() {
    quay.server.on(REPOSITORY, answer(404, "{}")).on(ORGANIZATION, answer(403, "{}"));
    kit.expect(PASS, "repository", "the push creates it");
    kit.expect(PASS, "permission", "would create a missing repository");
    assertTrue(
        quay.server.requests().stream().noneMatch(it -> it.path().contains("/blobs/uploads/")));
  }

  @Test
  void aRegistryOfRedHatsProductsTakesNoPushes() {
    BerthException e = kit.invalid("quay", "uri", "registry.redhat.io/ubi9");
    assertTrue((e.getMessage() + e.hints()).contains("accepts no pushes"), e::getMessage);
  }

  @Test
  void anImageIsInANamespace() {
    assertEquals(FAIL, kit.check(quay.image("app:1"), "path").status());
  }
}
