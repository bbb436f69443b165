package dev.berth.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.CheckReport;
import dev.berth.spi.BerthException;
import dev.berth.spi.CheckResult;
import dev.berth.spi.CheckStatus;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
  private AzureKit kit;

  @BeforeEach
  void start() throws IOException {
    azure = FakeAzure.overTls();
    kit = new AzureKit(folder, AzureKit.principal()).with(azure);
  }

  @AfterEach
  void stop() {
    kit.close();
    azure.close();
  }

  private String image() {
    return azure.host() + "/team/app:1";
  }

  private CheckResult finding(String check) {
    return kit.finding(check, image());
  }

  private static void assertResult(CheckStatus status, String words, CheckResult result) {
    assertEquals(status, result.status(), result::toString);
    assertTrue(result.message().contains(words), result::toString);
    assertFalse(result.toString().contains("signature-is-secret"), result::toString);
  }

  @Test
  void everythingIsWell() {
    azure.at(FakeAzure.REPOSITORY, 200, FakeAzure.repository(true));
    azure.at(FakeAzure.TAG, 200, FakeAzure.tag(true, OTHER));
    CheckReport report = kit.check(image());
    assertEquals(
        List.of("network", "login", "push-right", "repository", "tag"),
        report.findings().stream().map(CheckReport.Finding::check).toList());
    assertEquals(CheckStatus.PASS, report.status(), report::toString);
    assertTrue(report.toString().contains(OTHER), report::toString);
    assertEquals(List.of(), azure.requests("PUT "));
    assertEquals(List.of(), azure.requests("DELETE "));
    assertEquals(
        List.of(), azure.requests("POST ").stream().filter(it -> !it.contains("oauth2")).toList());
  }

  @Test
  void withoutAnImageTheRegistryAloneIsLookedAt() {
    assertEquals(
        List.of("network", "login"),
        kit.check("acr").findings().stream().map(CheckReport.Finding::check).toList());
  }

  @Test
  void aRepositoryThatIsNotThereIsMadeByThePush() {
    assertResult(CheckStatus.PASS, "the push makes it", finding("repository"));
    assertResult(CheckStatus.PASS, "names nothing yet", finding("tag"));
    kit.push(image(), 1);
  }

  @Test
  void aLockedRepositoryStopsThePush() {
    azure.at(FakeAzure.REPOSITORY, 200, FakeAzure.repository(false));
    CheckResult result = finding("repository");
    assertResult(CheckStatus.FAIL, "locked against writes", result);
    assertEquals(
        "az acr repository update -n NAME --repository team/app --write-enabled true",
        result.remedy().orElseThrow());
    var stopped = assertThrows(BerthException.class, () -> kit.push(image(), 1));
    assertEquals(ErrorCode.PREREQUISITE, stopped.code());
    assertEquals(List.of(), kit.pushedWith());
    kit.push(image(), 1, true);
    assertEquals(1, kit.pushedWith().size());
  }

  @Test
  void aLockedTagStopsThePushOfAnythingElse() {
    azure.at(FakeAzure.TAG, 200, FakeAzure.tag(false, OTHER));
    CheckResult result = finding("tag");
    assertResult(CheckStatus.WARN, "is locked and is " + OTHER, result);
    assertEquals(
        "az acr repository update -n NAME --image team/app:1 --write-enabled true",
        result.remedy().orElseThrow());
    assertResult(CheckStatus.FAIL, OTHER, kit.finding("tag", image() + "@" + AzureKit.DIGEST));
    assertResult(CheckStatus.PASS, "already", kit.finding("tag", image() + "@" + OTHER));
  }

  @ParameterizedTest
  @CsvSource({
    "401, UNAUTHORIZED",
    "403, answers 403",
    "429, too many requests",
    "500, answers 500",
    "400, answers 400",
  })
  void whatCannotBeLookedAtIsUnknown(int status, String words) {
    azure.at(FakeAzure.REPOSITORY, status, FakeAzure.error("UNAUTHORIZED", "no"));
    azure.at(FakeAzure.TAG, status, "<html>");
    assertResult(CheckStatus.UNKNOWN, words, finding("repository"));
    assertResult(CheckStatus.UNKNOWN, "answers " + status, finding("tag"));
    kit.push(image(), 1);
  }

  @Test
  void aMissingRightToPushNamesBothRoles() {
    azure.granting("pull");
    CheckResult result = finding("push-right");
    assertResult(CheckStatus.FAIL, "granted is pull", result);
    String remedy = result.remedy().orElseThrow();
    assertTrue(remedy.contains("--assignee " + FakeAzure.PRINCIPAL + " --role AcrPush"), remedy);
    assertTrue(remedy.contains("--role 'Container Registry Repository Writer'"), remedy);
  }

  @Test
  void aTokenOfTheRegistrysIsGivenAScopeMap() throws IOException {
    Map<String, String> environment =
        Map.of("BERTH_SECRET_CI_USERNAME", "ci-token", "BERTH_SECRET_CI_PASSWORD", "password");
    try (var own = new AzureKit(folder.resolve("own"), environment)) {
      own.register(
          "uri", azure.host(),
          "endpointOverride", azure.url(),
          "caCertificate", TestCertificate.get().pem().toString(),
          "authenticationSecret", "ci");
      azure.granting("pull");
      CheckResult result = own.finding("push-right", image());
      assertTrue(
          result.remedy().orElseThrow().contains("-n ci-token --scope-map _repositories_push"),
          result::toString);
    }
  }

  @ParameterizedTest
  @CsvSource({"/v2/, network", "/oauth2/exchange, login"})
  void aFirewallIsNamedAsSuch(String path, String check) {
    azure.at(path, 403, FakeAzure.BLOCKED);
    CheckResult result = finding(check);
    assertResult(CheckStatus.FAIL, "the firewall of " + azure.host(), result);
    assertTrue(result.message().contains("1.2.3.4"), result::toString);
    assertEquals(
        "az acr network-rule add -n NAME --ip-address 1.2.3.4", result.remedy().orElseThrow());
    assertEquals(
        1, kit.check(image()).findings().stream().filter(it -> it.result().isFailure()).count());
  }

  @Test
  void aFailureIsToldOnce() {
    azure.at(FakeAzure.ENTRA, 401, FakeAzure.entraError("7000222", "expired"));
    var failure = kit.check(image()).failure().orElseThrow();
    assertEquals(1, failure.getMessage().split("7000222", -1).length - 1, failure::getMessage);
  }

  @Test
  @Timeout(60)
  void aRegistryThatStallsIsUnknown() throws IOException {
    try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var own = new AzureKit(folder.resolve("own"), AzureKit.principal())) {
      own.register(
          "uri",
          "registry.example",
          "endpointOverride",
          "http://127.0.0.1:" + silent.getLocalPort());
      CheckReport report = own.check("registry.example/team/app:1");
      assertEquals(CheckStatus.UNKNOWN, report.status(), report::toString);
      assertResult(
          CheckStatus.UNKNOWN, "does not answer in time", AzureKit.finding("network", report));
    }
  }

  @Test
  void aRegistryThatIsNotThereIsUnknown() {
    try (var own = new AzureKit(folder.resolve("own"), AzureKit.principal())) {
      own.register("uri", "registry.example", "endpointOverride", "https://nowhere.invalid");
      assertResult(CheckStatus.UNKNOWN, "does not exist", own.finding("network", "acr"));
    }
  }
}
