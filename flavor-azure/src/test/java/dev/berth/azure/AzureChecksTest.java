package dev.berth.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.check.CheckReport;
import dev.berth.spi.Check;
import dev.berth.spi.ErrorCode;
import dev.berth.testing.FlavorKit;
import dev.berth.testing.RecordingEngine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is looked at before a push. */
class AzureChecksTest {
  private static final String OTHER = "sha256:" + "b".repeat(64);

  @TempDir Path folder;
  private FakeAzure azure;
  private FlavorKit kit;

  @BeforeEach
  void start() throws IOException, GeneralSecurityException {
    azure = FakeAzure.overTls();
    kit = AzureKit.register(AzureKit.withPrincipal(folder), azure);
  }

  @AfterEach
  void stop() {
    kit.close();
    azure.close();
  }

  private String image() {
    return azure.host() + "/team/app:1";
  }

  @Test
  void everythingIsWell() {
    azure.at(FakeAzure.REPOSITORY, 200, FakeAzure.repository(true));
    azure.at(FakeAzure.TAG, 200, FakeAzure.tag(true, OTHER));
    CheckReport report = kit.check();
    assertEquals(
        List.of("login", "registry", "permission", "repository", "tag"), FlavorKit.names(report));
    assertEquals(Check.Status.PASS, report.status(), report::toString);
    assertTrue(report.toString().contains(OTHER), report::toString);
    assertEquals(List.of(), azure.requests("PUT "));
    assertEquals(List.of(), azure.requests("DELETE "));
    assertEquals(
        List.of(), azure.requests("POST ").stream().filter(it -> !it.contains("oauth2")).toList());
  }

  @Test
  void withoutAnImageTheRegistryAloneIsLookedAt() {
    assertEquals(List.of("login", "registry"), FlavorKit.names(kit.check(FlavorKit.REGISTRY)));
  }

  @Test
  void aRepositoryThatIsNotThereIsCreatedByThePush() {
    kit.expect(Check.Status.PASS, "repository", "the push creates it");
    kit.expect(Check.Status.PASS, "tag", "does not exist yet");
    kit.push();
  }

  @Test
  void aLockedRepositoryStopsThePush() {
    azure.at(FakeAzure.REPOSITORY, 200, FakeAzure.repository(false));
    Check.Result result = kit.expect(Check.Status.FAIL, "repository", "is locked");
    assertEquals(
        "az acr repository update -n NAME --repository team/app --write-enabled true",
        result.remedy().orElseThrow());
    kit.refused(ErrorCode.PREREQUISITE);
    kit.pushSkippingChecks();
    assertEquals(1, kit.engine().logins().size());
  }

  @Test
  void aLockedTagStopsThePushOfAnythingElse() {
    azure.at(FakeAzure.TAG, 200, FakeAzure.tag(false, OTHER));
    Check.Result result = kit.expect(Check.Status.WARN, "tag", "is immutable and is " + OTHER);
    assertEquals(
        "az acr repository update -n NAME --image team/app:1 --write-enabled true",
        result.remedy().orElseThrow());
    kit.target(image() + "@" + RecordingEngine.DIGEST).expect(Check.Status.FAIL, "tag", OTHER);
    kit.target(image() + "@" + OTHER)
        .expect(Check.Status.PASS, "tag", "which is the image to be pushed");
  }

  @ParameterizedTest
  @CsvSource({
    "401, UNAUTHORIZED",
    "403, responds 403",
    "429, too many requests",
    "500, responds 500",
    "400, responds 400",
  })
  void whatCannotBeLookedAtIsUnknown(int status, String words) {
    azure.at(FakeAzure.REPOSITORY, status, FakeAzure.error("UNAUTHORIZED", "no"));
    azure.at(FakeAzure.TAG, status, "<html>");
    kit.expect(Check.Status.UNKNOWN, "repository", words);
    kit.expect(Check.Status.UNKNOWN, "tag", "responds " + status);
    kit.push();
  }

  @Test
  void aMissingRightToPushNamesBothRoles() {
    azure.granting("pull");
    Check.Result result = kit.expect(Check.Status.FAIL, "permission", "granted is pull");
    String remedy = result.remedy().orElseThrow();
    assertTrue(remedy.contains("--assignee " + FakeAzure.PRINCIPAL + " --role AcrPush"), remedy);
    assertTrue(remedy.contains("--role 'Container Registry Repository Writer'"), remedy);
  }

  @Test
  void aTokenOfTheRegistrysIsGivenAScopeMap() {
    kit.environment("BERTH_SECRET_CI_USERNAME", "ci-token", "BERTH_SECRET_CI_PASSWORD", "password");
    AzureKit.register(kit, azure, "authenticationSecret", "ci");
    azure.granting("pull");
    Check.Result result = kit.expect(Check.Status.FAIL, "permission", "granted");
    assertTrue(
        result.remedy().orElseThrow().contains("-n ci-token --scope-map _repositories_push"),
        result::toString);
  }

  @ParameterizedTest
  @CsvSource({"/v2/, registry", "/oauth2/exchange, login"})
  void aFirewallIsNamedAsSuch(String path, String check) {
    azure.at(path, 403, FakeAzure.BLOCKED);
    Check.Result result = kit.expect(Check.Status.FAIL, check, "the firewall of " + azure.host());
    assertTrue(result.message().contains("1.2.3.4"), result::toString);
    assertEquals(
        "az acr network-rule add -n NAME --ip-address 1.2.3.4", result.remedy().orElseThrow());
    String failure = kit.check().failure().orElseThrow().getMessage();
    assertEquals(1, failure.split("the firewall of", -1).length - 1, failure);
  }

  @Test
  void aFailureIsToldOnce() {
    azure.at(FakeAzure.ENTRA, 401, FakeAzure.entraError("7000222", "expired"));
    var failure = kit.check().failure().orElseThrow();
    assertEquals(1, failure.getMessage().split("7000222", -1).length - 1, failure::getMessage);
  }

  @Test
  @Timeout(60)
  void aRegistryThatStallsIsUnknown() throws IOException {
    try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String endpoint = "http://127.0.0.1:" + silent.getLocalPort();
      kit.register("azure", "uri", "registry.example", "endpointOverride", endpoint);
      CheckReport report = kit.check("registry.example/team/app:1");
      assertEquals(Check.Status.UNKNOWN, report.status(), report::toString);
      FlavorKit.expect(report, Check.Status.UNKNOWN, "registry", "timed out");
    }
  }

  @Test
  void aRegistryThatIsNotThereIsUnknown() {
    kit.register("azure", "uri", "registry.example", "endpointOverride", "https://nowhere.invalid");
    kit.target(FlavorKit.REGISTRY).expect(Check.Status.UNKNOWN, "registry", "unknown host");
  }
}
