package dev.berth.azure;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.spi.BerthException;
import dev.berth.spi.CheckResult;
import dev.berth.spi.CheckStatus;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
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

  @BeforeEach
  void start() throws IOException {
    azure = FakeAzure.overTls();
  }

  @AfterEach
  void stop() {
    azure.close();
  }

  private String image() {
    return azure.host() + "/team/app:1";
  }

  private AzureKit kit(Map<String, String> environment) {
    return new AzureKit(folder, environment).with(azure);
  }

  private CheckResult login(Map<String, String> environment) {
    try (AzureKit kit = kit(environment)) {
      CheckResult result = kit.finding("login", "acr");
      assertFalse(result.toString().contains(AzureKit.SECRET), result::toString);
      assertFalse(result.toString().contains("signature-is-secret"), result::toString);
      return result;
    }
  }

  private static void assertResult(CheckStatus status, String words, CheckResult result) {
    assertEquals(status, result.status(), result::toString);
    assertTrue(result.message().contains(words), result::toString);
  }

  @Test
  void aPrincipalGetsTheRegistrysRefreshToken() {
    try (AzureKit kit = kit(AzureKit.principal())) {
      assertEquals(azure.host() + "/team/app@" + AzureKit.DIGEST, kit.push(image(), 1).toString());
      var credentials = kit.pushedWith().get(0);
      assertEquals("00000000-0000-0000-0000-000000000000", credentials.username().orElseThrow());
      assertTrue(credentials.password().orElseThrow().endsWith("signature-is-secret"));
    }
    String exchange = azure.requests("POST /oauth2/exchange").get(0);
    assertTrue(exchange.contains("grant_type=access_token"), exchange);
    assertTrue(exchange.contains("service=" + FakeAzure.SERVICE), exchange);
    assertTrue(exchange.contains("tenant=" + FakeAzure.TENANT), exchange);
    String entra = azure.requests(FakeAzure.ENTRA).get(0);
    assertTrue(entra.contains("containerregistry.azure.net"), entra);
  }

  @Test
  void theLoginIsMadeOnceForAllChecksAndThePush() {
    try (AzureKit kit = kit(AzureKit.principal())) {
      kit.push(image(), 3);
    }
    assertEquals(1, azure.requests("POST /oauth2/exchange").size());
  }

  @Test
  void theLoginIsRenewedBeforeItEnds() {
    azure.withRefreshLife(60);
    try (AzureKit kit = kit(AzureKit.principal())) {
      kit.push(image(), 2, true);
    }
    int first = azure.requests("POST /oauth2/exchange").size();
    assertTrue(first >= 2, () -> "exchanges: " + first);
  }

  @Test
  void theConfigurationGoesBeforeTheEnvironment() {
    String tenant = "44444444-4444-4444-4444-444444444444";
    try (var kit = new AzureKit(folder, AzureKit.principal())) {
      kit.register(
          "uri", azure.host(),
          "endpointOverride", azure.url(),
          "authorityHost", azure.url(),
          "caCertificate", TestCertificate.get().pem().toString(),
          "tenantId", tenant);
      assertResult(CheckStatus.PASS, "accepts the credentials", kit.finding("login", "acr"));
    }
    assertEquals(1, azure.requests("POST /" + tenant + "/oauth2/v2.0/token").size());
  }

  @Test
  @Timeout(20)
  void noCredentialsAnywhereNamesWhatWasTried() {
    try (AzureKit kit = kit(AzureKit.nothing())) {
      assertResult(
          CheckStatus.FAIL,
          "tried environmentcredential, as AZURE_TOKEN_CREDENTIALS says; Docker's configuration",
          kit.finding("login", "acr"));
      assertResult(CheckStatus.UNKNOWN, "see 'login'", kit.finding("repository", image()));
      var refused = assertThrows(BerthException.class, () -> kit.push(image(), 1, true));
      assertEquals(ErrorCode.CREDENTIALS, refused.code());
      assertTrue(refused.hints().contains("az login"), refused.hints()::toString);
    }
    assertEquals(0, azure.requests("POST /oauth2/exchange").size());
  }

  @Test
  void aRefusedWorkloadIdentityIsNotTakenForNone() throws IOException {
    Path token = Files.writeString(folder.resolve("token"), FakeAzure.token("{}"));
    azure.at(FakeAzure.ENTRA, 401, FakeAzure.entraError("700213", "no matching identity"));
    Map<String, String> environment = new LinkedHashMap<>(AzureKit.principal());
    environment.remove("AZURE_CLIENT_SECRET");
    environment.put("AZURE_TOKEN_CREDENTIALS", "prod");
    environment.put("AZURE_FEDERATED_TOKEN_FILE", token.toString());
    assertResult(CheckStatus.FAIL, "AADSTS700213", login(environment));
  }

  @Test
  void halfAPrincipalIsToldByWhatIsMissing() {
    Map<String, String> environment = new LinkedHashMap<>(AzureKit.principal());
    environment.remove("AZURE_TENANT_ID");
    environment.put("AZURE_TOKEN_CREDENTIALS", "prod");
    CheckResult result = login(environment);
    assertResult(CheckStatus.FAIL, "tried the environment (no AZURE_TENANT_ID), workload", result);
  }

  @Test
  void aSelectionThatThereIsNotIsNamed() {
    CheckResult result = login(Map.of("AZURE_TOKEN_CREDENTIALS", "Environment"));
    assertResult(CheckStatus.FAIL, "Invalid value for AZURE_TOKEN_CREDENTIALS", result);
  }

  @Test
  @Timeout(20)
  void aMetadataServiceThatStallsHoldsNothingUp() throws IOException {
    URI metadata = URI.create(System.getenv(METADATA));
    CountDownLatch asked = new CountDownLatch(1);
    try (var stalled = new StalledMetadata(metadata.getPort(), asked)) {
      CheckResult result =
          login(Map.of("AZURE_TOKEN_CREDENTIALS", "prod", METADATA, metadata.toString()));
      assertResult(CheckStatus.FAIL, "workload identity, managed identity", result);
      assertEquals(0, asked.getCount());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "7000222, the client secret has expired, az ad app credential reset",
    "7000215, the client secret is wrong, az ad app credential reset",
    "700082, the login has expired, az login",
    "90002, there is no such tenant, az account list",
    "700016, is it the wrong tenant?, az ad app show",
    "53003, refuses the credentials, az login",
  })
  void whatMicrosoftEntraRefusesIsToldApart(String code, String words, String remedy) {
    azure.at(FakeAzure.ENTRA, 401, FakeAzure.entraError(code, "no " + AzureKit.SECRET));
    CheckResult result = login(AzureKit.principal());
    assertResult(CheckStatus.FAIL, words, result);
    assertTrue(result.message().contains("AADSTS" + code), result::toString);
    assertTrue(result.remedy().orElseThrow().contains(remedy), result::toString);
  }

  @ParameterizedTest
  @CsvSource({"429, too many requests", "503, answers 503"})
  void aBusyMicrosoftEntraIsNoRefusal(int status, String words) {
    azure.at(FakeAzure.ENTRA, status, "{\"error\":\"temporarily_unavailable\"}");
    assertResult(CheckStatus.UNKNOWN, words, login(AzureKit.principal()));
  }

  @Test
  @Timeout(60)
  void aMicrosoftEntraThatStallsIsNoRefusal() throws IOException {
    try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var kit = new AzureKit(folder, AzureKit.principal())) {
      kit.register(
          "uri", azure.host(),
          "endpointOverride", azure.url(),
          "authorityHost", "https://127.0.0.1:" + silent.getLocalPort(),
          "caCertificate", TestCertificate.get().pem().toString());
      assertResult(CheckStatus.UNKNOWN, "does not answer in time", kit.finding("login", "acr"));
    }
  }

  @Test
  void anUnknownAuthorityCertificateIsNamed() {
    try (var kit = new AzureKit(folder, AzureKit.principal())) {
      kit.register(
          "uri", azure.host(), "endpointOverride", azure.url(), "authorityHost", azure.url());
      assertResult(CheckStatus.UNKNOWN, "with TLS", kit.finding("network", "acr"));
    }
  }

  @Test
  void aRefusedExchangeNamesWhoAndWhatToDo() {
    azure.at(FakeAzure.EXCHANGE, 401, FakeAzure.error("UNAUTHORIZED", "authentication required"));
    CheckResult result = login(AzureKit.principal());
    assertResult(CheckStatus.FAIL, "exchanging the token of Microsoft Entra", result);
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
    "503, UNKNOWN, answers 503",
    "404, UNKNOWN, answers 404",
    "403, FAIL, answers 403",
    "200, UNKNOWN, has no refresh_token",
  })
  void otherAnswersToTheExchangeAreToldApart(int status, CheckStatus expected, String words) {
    azure.at(FakeAzure.EXCHANGE, status, "{}");
    assertResult(expected, words, login(AzureKit.principal()));
  }

  @Test
  void aTokenThatTheExchangeEchoesIsNotShown() {
    String token =
        FakeAzure.token(
            "{\"tid\":\"%s\",\"oid\":\"%s\"}".formatted(FakeAzure.TENANT, FakeAzure.PRINCIPAL));
    azure.at(FakeAzure.EXCHANGE, 401, FakeAzure.error("UNAUTHORIZED", "not " + token));
    assertResult(CheckStatus.FAIL, "not ***", login(AzureKit.principal()));
  }

  @Test
  void aRefusedAccessTokenIsTheLastHop() {
    azure.at("/oauth2/token", 401, FakeAzure.error("UNAUTHORIZED", "no access"));
    assertResult(CheckStatus.FAIL, "refuses an access token", login(AzureKit.principal()));
  }

  @Test
  void aConfiguredSecretIsAllThatIsUsed() {
    Map<String, String> environment = new LinkedHashMap<>(AzureKit.principal());
    environment.put("BERTH_SECRET_ADMIN_USERNAME", "berth");
    environment.put("BERTH_SECRET_ADMIN_PASSWORD", "password-canary");
    try (var kit = new AzureKit(folder, environment)) {
      kit.register(
          "uri", azure.host(),
          "endpointOverride", azure.url(),
          "authorityHost", azure.url(),
          "caCertificate", TestCertificate.get().pem().toString(),
          "authenticationSecret", "admin");
      kit.push(image(), 1);
      assertEquals("berth", kit.pushedWith().get(0).username().orElseThrow());
    }
    assertEquals(0, azure.requests("POST ").size());
  }

  @Test
  void dockersConfigurationComesLast() throws IOException {
    String auth = Base64.getEncoder().encodeToString("berth:pass".getBytes(US_ASCII));
    Files.writeString(
        folder.resolve("config.json"),
        "{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}".formatted(azure.host(), auth));
    Map<String, String> environment = new LinkedHashMap<>(AzureKit.nothing());
    environment.put("DOCKER_CONFIG", folder.toString());
    try (AzureKit kit = kit(environment)) {
      kit.push(image(), 1);
      assertEquals("berth", kit.pushedWith().get(0).username().orElseThrow());
    }
  }

  @Test
  void whatAzAcrLoginLeavesWillDoForAllChecks() throws IOException {
    Files.writeString(
        folder.resolve("config.json"),
        "{\"auths\":{\"%s\":{\"auth\":\"MDAwOg==\",\"identitytoken\":\"canary\"}}}"
            .formatted(azure.host()));
    Map<String, String> environment = new LinkedHashMap<>(AzureKit.nothing());
    environment.put("DOCKER_CONFIG", folder.toString());
    try (AzureKit kit = kit(environment)) {
      var report = kit.check(image());
      assertEquals(CheckStatus.PASS, report.status(), report::toString);
      assertFalse(report.toString().contains("canary"));
    }
  }

  @Test
  void plainHttpOnThisMachineWillDoForAnEmulator() throws IOException {
    Map<String, String> environment =
        Map.of("BERTH_SECRET_ADMIN_USERNAME", "berth", "BERTH_SECRET_ADMIN_PASSWORD", "pass");
    try (FakeAzure emulator = FakeAzure.plain();
        var kit = new AzureKit(folder, environment)) {
      kit.register(
          "uri",
          emulator.host() + "/team",
          "endpointOverride",
          emulator.url(),
          "authenticationSecret",
          "admin");
      emulator.at(FakeAzure.REPOSITORY, 200, FakeAzure.repository(true));
      var report = kit.check(emulator.host() + "/team/app:1");
      assertEquals(CheckStatus.PASS, report.status(), report::toString);
      assertEquals(5, report.findings().size());
    }
  }
}
