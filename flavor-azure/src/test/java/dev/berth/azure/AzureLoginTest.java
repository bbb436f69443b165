package dev.berth.azure;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.spi.BerthException;
import dev.berth.spi.Check;
import dev.berth.spi.ErrorCode;
import dev.berth.testing.FlavorKit;
import dev.berth.testing.RecordingEngine;
import dev.berth.testing.server.FakeServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From Microsoft Entra to the registry, hop by hop. */
class AzureLoginTest {
  private static final String METADATA = "AZURE_POD_IDENTITY_AUTHORITY_HOST";

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

  private Check.Result login(Check.Status status, String words) {
    return kit.expect(status, "login", words);
  }

  @Test
  void aPrincipalGetsTheRegistrysRefreshToken() {
    assertEquals(
        azure.host() + "/team/app@" + RecordingEngine.DIGEST, kit.push().reference().toString());
    var credentials = kit.engine().logins().get(0);
    assertEquals("00000000-0000-0000-0000-000000000000", credentials.username().orElseThrow());
    assertTrue(credentials.password().orElseThrow().endsWith("signature-canary"));
    String exchange = azure.requests("POST /oauth2/exchange").get(0);
    assertTrue(exchange.contains("grant_type=access_token"), exchange);
    assertTrue(exchange.contains("service=" + FakeAzure.SERVICE), exchange);
    assertTrue(exchange.contains("tenant=" + FakeAzure.TENANT), exchange);
    String entra = azure.requests(FakeAzure.ENTRA).get(0);
    assertTrue(entra.contains("containerregistry.azure.net"), entra);
  }

  @Test
  void theLoginIsMadeOnceForAllChecksAndThePush() {
    kit.engine().askingForLogins(3);
    kit.push();
    assertEquals(1, azure.requests("POST /oauth2/exchange").size());
  }

  @Test
  void aLoginThatHasEndedIsRenewed() {
    azure.withRefreshLife(0);
    kit.engine().askingForLogins(2);
    kit.pushSkippingChecks();
    int exchanges = azure.requests("POST /oauth2/exchange").size();
    assertTrue(exchanges >= 2, () -> "exchanges: " + exchanges);
  }

  @Test
  void theCheckSaysWhereTheLoginComesFromAndUntilWhenItIsValid() {
    login(Check.Status.PASS, "(Microsoft Entra, valid until ");
  }

  @Test
  void theConfigurationGoesBeforeTheEnvironment() {
    String tenant = "44444444-4444-4444-4444-444444444444";
    AzureKit.register(kit, azure, "tenantId", tenant);
    login(Check.Status.PASS, "accepts the credentials");
    assertEquals(1, azure.requests("POST /" + tenant + "/oauth2/v2.0/token").size());
  }

  @Test
  void aClientSecretOfTheConfigurationLogsIn() {
    withNothing();
    kit.environment("BERTH_SECRET_PRINCIPAL_KEY", "canary-of-berth");
    AzureKit.register(
        kit,
        azure,
        "tenantId",
        FakeAzure.TENANT,
        "clientId",
        "55555555-5555-5555-5555-555555555555",
        "clientSecret",
        "{{principal.key}}");
    login(Check.Status.PASS, "(Microsoft Entra");
    String entra = azure.requests(FakeAzure.ENTRA).get(0);
    assertTrue(entra.contains("canary-of-berth"), entra);
    assertTrue(entra.contains("55555555-5555-5555-5555-555555555555"), entra);
  }

  private void withNothing() {
    kit.withoutEnvironment("AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET");
  }

  @Test
  @Timeout(20)
  void noCredentialsAnywhereNamesWhatWasTried() {
    withNothing();
    login(
        Check.Status.FAIL,
        "tried environmentcredential, as AZURE_TOKEN_CREDENTIALS says; Docker's configuration");
    kit.expect(Check.Status.UNKNOWN, "repository", "see 'login'");
    var refused = assertThrows(BerthException.class, kit::pushSkippingChecks);
    assertEquals(ErrorCode.CREDENTIALS, refused.code());
    assertTrue(refused.hints().contains("az login"), refused.hints()::toString);
    assertEquals(0, azure.requests("POST /oauth2/exchange").size());
  }

  @Test
  void aRefusedWorkloadIdentityIsNotTakenForNone() throws IOException {
    Path token = Files.writeString(folder.resolve("token"), FakeAzure.token("{}"));
    azure.at(FakeAzure.ENTRA, 401, FakeAzure.entraError("700213", "no matching identity"));
    kit.withoutEnvironment("AZURE_CLIENT_SECRET")
        .environment(
            "AZURE_TOKEN_CREDENTIALS", "prod", "AZURE_FEDERATED_TOKEN_FILE", token.toString());
    login(Check.Status.FAIL, "AADSTS700213");
  }

  @Test
  void aFederatedTokenFileThatIsMissingIsTold() {
    kit.withoutEnvironment("AZURE_CLIENT_SECRET")
        .environment("AZURE_TOKEN_CREDENTIALS", "prod", "AZURE_FEDERATED_TOKEN_FILE", "/no/token");
    login(Check.Status.FAIL, "the file /no/token does not exist");
  }

  /**
   * https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token,
   * "Error handling".
   */
  @ParameterizedTest
  @CsvSource({
    "400, FAIL, has no such managed identity: Identity not found",
    "404, FAIL, has no such managed identity: Identity not found",
    "429, UNKNOWN, responds 429",
    "500, UNKNOWN, responds 500",
    "503, UNKNOWN, responds 503",
    "408, UNKNOWN, responds 408"
  })
  @Timeout(20)
  void whatTheMetadataServiceSaysIsTold(int status, Check.Status expected, String words) {
    URI metadata = URI.create(System.getenv(METADATA));
    withNothing();
    kit.environment(
        "AZURE_CLIENT_ID",
        "44444444-4444-4444-4444-444444444444",
        "AZURE_TOKEN_CREDENTIALS",
        "prod",
        METADATA,
        metadata.toString());
    String body = "{\"error\":\"invalid_request\",\"error_description\":\"Identity not found\"}";
    try (var server = new FakeServer(metadata.getPort())) {
      server.otherwise(FakeServer.answer(status, body));
      assertEquals(expected == Check.Status.UNKNOWN, login(expected, words).isUnreachable());
    }
  }

  @Test
  @Timeout(20)
  void aMachineWithoutAnIdentityHasNone() {
    URI metadata = URI.create(System.getenv(METADATA));
    withNothing();
    kit.environment("AZURE_TOKEN_CREDENTIALS", "prod", METADATA, metadata.toString());
    try (var server = new FakeServer(metadata.getPort())) {
      server.otherwise(
          FakeServer.answer(
              400, "{\"error\":\"invalid_request\",\"error_description\":\"Identity not found\"}"));
      login(Check.Status.FAIL, "Docker's configuration has none either");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "408, responds 408",
    "500, responds 500",
    "502, responds 502",
    "200, its answer is not the one that is expected",
    "404, its answer is not the one that is expected"
  })
  void aPageInPlaceOfMicrosoftEntraMayGoAway(int status, String words) {
    azure.at(FakeAzure.ENTRA, status, "<html>maintenance of canary</html>");
    assertTrue(login(Check.Status.UNKNOWN, words).isUnreachable());
  }

  @Test
  void halfAPrincipalIsToldByWhatIsMissing() {
    kit.withoutEnvironment("AZURE_TENANT_ID").environment("AZURE_TOKEN_CREDENTIALS", "prod");
    login(
        Check.Status.FAIL,
        "the credentials of AZURE_CLIENT_SECRET give no token: no AZURE_TENANT_ID");
  }

  @Test
  void aSelectionThatThereIsNotIsNamed() {
    withNothing();
    kit.environment("AZURE_TOKEN_CREDENTIALS", "Environment");
    login(Check.Status.FAIL, "Invalid value for AZURE_TOKEN_CREDENTIALS");
  }

  @Test
  @Timeout(20)
  void aMetadataServiceThatStallsHoldsNothingUp() {
    URI metadata = URI.create(System.getenv(METADATA));
    CountDownLatch asked = new CountDownLatch(1);
    withNothing();
    kit.environment("AZURE_TOKEN_CREDENTIALS", "prod", METADATA, metadata.toString());
    try (var stalled = new StalledMetadata(metadata.getPort(), asked)) {
      login(Check.Status.FAIL, "workload identity, managed identity");
      assertEquals(0, asked.getCount());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "7000222, the client secret has expired, az ad app credential reset",
    "7000215, the client secret is wrong, az ad app credential reset",
    "700082, the login has expired, az login",
    "90002, the tenant does not exist, az account list",
    "700016, is it the wrong tenant?, az ad app show",
    "53003, rejects the credentials, az login",
  })
  void whatMicrosoftEntraRefusesIsToldApart(String code, String words, String remedy) {
    azure.at(FakeAzure.ENTRA, 401, FakeAzure.entraError(code, "no " + AzureKit.SECRET));
    Check.Result result = login(Check.Status.FAIL, words);
    assertTrue(result.message().contains("AADSTS" + code), result::toString);
    assertTrue(result.remedy().orElseThrow().contains(remedy), result::toString);
  }

  @ParameterizedTest
  @CsvSource({"429, too many requests", "503, responds 503"})
  void aBusyMicrosoftEntraIsNoRefusal(int status, String words) {
    azure.at(FakeAzure.ENTRA, status, "{\"error\":\"temporarily_unavailable\"}");
    login(Check.Status.UNKNOWN, words);
  }

  @Test
  @Timeout(60)
  void aMicrosoftEntraThatStallsIsNoRefusal() throws IOException {
    try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      AzureKit.register(kit, azure, "authorityHost", "https://127.0.0.1:" + silent.getLocalPort());
      login(Check.Status.UNKNOWN, "timed out");
    }
  }

  @Test
  void anUnknownAuthorityCertificateIsNamed() {
    kit.register(
        "azure",
        "uri",
        azure.host(),
        "endpointOverride",
        azure.url(),
        "authorityHost",
        azure.url());
    kit.expect(Check.Status.UNKNOWN, "registry", "TLS failed");
  }

  @Test
  void aRefusedExchangeNamesWhoAndWhatToDo() {
    azure.at(FakeAzure.EXCHANGE, 401, FakeAzure.error("UNAUTHORIZED", "authentication required"));
    Check.Result result = login(Check.Status.FAIL, "exchanging the token of Microsoft Entra");
    assertTrue(
        result.message().contains(FakeAzure.PRINCIPAL + " of tenant " + FakeAzure.TENANT),
        result::toString);
    assertTrue(
        result.remedy().orElseThrow().contains("--assignee " + FakeAzure.PRINCIPAL),
        result::toString);
  }

  @ParameterizedTest
  @CsvSource({
    "429, UNKNOWN, too many requests",
    "503, UNKNOWN, responds 503",
    "404, FAIL, responds 404",
    "403, FAIL, responds 403",
    "200, FAIL, has no refresh_token",
  })
  void otherAnswersToTheExchangeAreToldApart(int status, Check.Status expected, String words) {
    azure.at(FakeAzure.EXCHANGE, status, "{}");
    login(expected, words);
  }

  @Test
  void aPageInPlaceOfTheExchangeMayGoAway() {
    azure.at(FakeAzure.EXCHANGE, 200, "<html>");
    assertTrue(login(Check.Status.UNKNOWN, "is not the registry's").isUnreachable());
  }

  @Test
  void aTokenThatTheExchangeEchoesIsNotShown() {
    String token =
        FakeAzure.token(
            "{\"tid\":\"%s\",\"oid\":\"%s\"}".formatted(FakeAzure.TENANT, FakeAzure.PRINCIPAL));
    azure.at(FakeAzure.EXCHANGE, 401, FakeAzure.error("UNAUTHORIZED", "not " + token));
    login(Check.Status.FAIL, "not ***");
  }

  @Test
  void aRefusedAccessTokenIsTheLastHop() {
    azure.at("/oauth2/token", 401, FakeAzure.error("UNAUTHORIZED", "no access"));
    login(Check.Status.FAIL, "401: UNAUTHORIZED: no access");
  }

  @Test
  void aConfiguredSecretIsAllThatIsUsed() {
    kit.environment(
        "BERTH_SECRET_ADMIN_USERNAME", "berth", "BERTH_SECRET_ADMIN_PASSWORD", "password-canary");
    AzureKit.register(kit, azure, "authenticationSecret", "admin");
    kit.push();
    assertEquals("berth", kit.engine().logins().get(0).username().orElseThrow());
    assertEquals(0, azure.requests("POST ").size());
  }

  @Test
  void dockersConfigurationComesLast() throws IOException {
    withNothing();
    String auth = Base64.getEncoder().encodeToString("berth:pass".getBytes(US_ASCII));
    dockerConfig("\"auth\":\"" + auth + "\"");
    kit.push();
    assertEquals("berth", kit.engine().logins().get(0).username().orElseThrow());
  }

  @Test
  void whatAzAcrLoginLeavesWillDoForAllChecks() throws IOException {
    withNothing();
    dockerConfig("\"auth\":\"MDAwOg==\",\"identitytoken\":\"canary\"");
    var report = kit.check();
    assertEquals(Check.Status.PASS, report.status(), report::toString);
  }

  private void dockerConfig(String entry) throws IOException {
    Files.writeString(
        folder.resolve("config.json"), "{\"auths\":{\"%s\":{%s}}}".formatted(azure.host(), entry));
    kit.environment("DOCKER_CONFIG", folder.toString());
  }

  @Test
  void plainHttpOnThisMachineWillDoForAnEmulator() {
    kit.environment("BERTH_SECRET_ADMIN_USERNAME", "berth", "BERTH_SECRET_ADMIN_PASSWORD", "pass");
    try (FakeAzure emulator = FakeAzure.plain()) {
      kit.register(
          "azure",
          "uri",
          emulator.host() + "/team",
          "endpointOverride",
          emulator.url(),
          "authenticationSecret",
          "admin");
      emulator.at(FakeAzure.REPOSITORY, 200, FakeAzure.repository(true));
      var report = kit.check(emulator.host() + "/team/app:1");
      assertEquals(Check.Status.PASS, report.status(), report::toString);
      assertEquals(5, report.outcomes().size());
    }
  }
}
