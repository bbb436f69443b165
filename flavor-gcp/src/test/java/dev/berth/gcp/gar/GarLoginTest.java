package dev.berth.gcp.gar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.spi.BerthException;
import dev.berth.spi.Check;
import dev.berth.spi.ErrorCode;
import dev.berth.testing.FlavorKit;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GarLoginTest {
  @TempDir Path folder;
  private LocalGoogle google;

  @BeforeEach
  void start() throws IOException {
    google = new LocalGoogle(folder);
  }

  @AfterEach
  void stop() {
    google.close();
  }

  private Check.Result login() {
    return google.check("login");
  }

  private List<String> tokensOfThePush() {
    google.registered().push();
    assertEquals(Optional.of("oauth2accesstoken"), google.kit.engine().logins().get(0).username());
    return google.kit.engine().logins().stream()
        .map(login -> login.password().orElseThrow())
        .toList();
  }

  private long tokenRequests() {
    return google.web.requests.stream().filter(request -> request.startsWith("/token")).count();
  }

  @Test
  void aKeyLogsInToTheRegistryAndToTheApiWithOneToken() {
    google.withKey();
    String token = WebServer.TOKEN + "-1";
    assertEquals(List.of(token, token), tokensOfThePush());
    assertEquals(Set.of("Bearer " + token), google.api.authorizations);
    assertEquals(1, tokenRequests());
  }

  @Test
  void aTokenThatHasEndedIsRenewed() {
    google.withKey();
    google.web.tokenSeconds = 0;
    List<String> tokens = tokensOfThePush();
    assertFalse(tokens.get(0).equals(tokens.get(1)), "the same token was given again");
  }

  @Test
  void theCheckSaysWhoLogsIn() {
    google.withKey();
    assertEquals(Check.Status.PASS, login().status());
    assertTrue(login().message().contains(ServiceAccountKey.EMAIL), login()::message);
  }

  @Test
  void theQuotaProjectIsSentToTheApi() {
    google.withKey().properties.put("quotaProject", "payer");
    google.report(FlavorKit.REGISTRY);
    assertEquals(Set.of("payer"), google.api.quotaProjects);
  }

  /** https://google.aip.dev/client-libraries/4222, and what Google's own client sends. */
  @Test
  void theHeadersOfGooglesClientAreSent() {
    google.withKey();
    google.check("repository");
    assertTrue(
        google.api.clients.stream()
            .allMatch(
                it -> it.contains("gl-java/") && it.contains("grpc/") && it.contains("gapic/")),
        google.api.clients::toString);
    assertTrue(
        google.api.routes.stream().anyMatch(it -> it.contains("name=projects%2Fmy-project")),
        google.api.routes::toString);
    assertFalse(google.api.routes.contains("none"), google.api.routes::toString);
  }

  @Test
  void noQuotaProjectIsSentWhereNoneIsSet() {
    google.withKey().report(FlavorKit.REGISTRY);
    assertEquals(Set.of("none"), google.api.quotaProjects);
  }

  @Test
  void aFileThatTheEnvironmentNamesLogsIn() throws IOException {
    Path file = folder.resolve("adc.json");
    Files.writeString(file, ServiceAccountKey.json(google.web.url("/token")));
    google.kit.environment("GOOGLE_APPLICATION_CREDENTIALS", file.toString());
    assertEquals(WebServer.TOKEN + "-1", tokensOfThePush().get(0));
    assertTrue(login().message().contains(file.toString()), login()::message);
  }

  @Test
  void theFileOfGcloudLogsIn() throws IOException {
    Path file = Files.createDirectories(folder.resolve("gcloud"));
    Files.writeString(
        file.resolve("application_default_credentials.json"),
        ServiceAccountKey.json(google.web.url("/token")));
    assertEquals(WebServer.TOKEN + "-1", tokensOfThePush().get(0));
  }

  @Test
  void aWorkloadsIdentityWhoseOwnTokenIsMissingNamesItsFile() throws IOException {
    Path subject = folder.resolve("subject");
    Path file = folder.resolve("adc.json");
    Files.writeString(
        file,
        """
        {"type": "external_account", "audience": "//iam.googleapis.com/pool",
         "subject_token_type": "urn:ietf:params:oauth:token-type:jwt",
         "token_url": "https://sts.googleapis.com/v1/token",
         "credential_source": {"file": "%s"}}
        """
            .formatted(subject));
    google.kit.environment("GOOGLE_APPLICATION_CREDENTIALS", file.toString());
    assertFailed(login(), subject.toString());
  }

  @Test
  void anotherServiceAccountIsActedAs() {
    impersonate();
    assertEquals(WebServer.TOKEN + "-impersonated", tokensOfThePush().get(0));
    assertTrue(login().message().contains("acting as deploy@"), login()::message);
    assertTrue(
        google.web.requests.stream().anyMatch(request -> request.startsWith("/iam {")),
        google.web.requests::toString);
  }

  @ParameterizedTest
  @CsvSource({"403, is not allowed", "404, the account does not exist"})
  void anotherServiceAccountThatRefusesIsTold(int status, String message) {
    impersonate();
    google.web.failures.put(
        "/iam", status + " {\"error\":{\"status\":\"REFUSED\",\"message\":\"not you\"}}");
    assertFailed(login(), message);
    assertTrue(login().message().contains("not you"), login()::message);
    assertEquals(
        Optional.of(
            "gcloud iam service-accounts add-iam-policy-binding"
                + " deploy@my-project.iam.gserviceaccount.com --member=serviceAccount:"
                + ServiceAccountKey.EMAIL
                + " --role=roles/iam.serviceAccountTokenCreator"),
        login().remedy());
  }

  private void impersonate() {
    google.withKey().flavor = "gcp-local-iam";
    google.kit.environment("TEST_IAM_ENDPOINT", google.web.url("/iam"));
    google.properties.put("impersonateServiceAccount", "deploy@my-project.iam.gserviceaccount.com");
  }

  @Test
  void withoutCredentialsNobodyIsActedAs() {
    google.properties.put("impersonateServiceAccount", "deploy@my-project.iam.gserviceaccount.com");
    assertFailed(login(), "there are no credentials to act as deploy@");
  }

  @Test
  @Timeout(20)
  void noCredentialsAnywhereNamesWhatWasTried() {
    assertFailed(login(), "GOOGLE_APPLICATION_CREDENTIALS (not set)");
    assertFailed(
        login(), folder.resolve("gcloud/application_default_credentials.json") + " (does not");
    assertFailed(login(), "metadata.google.internal (switched off by NO_GCE_CHECK)");
    google.registered().refused(ErrorCode.PREREQUISITE);
    assertEquals(List.of(), google.api.calls);
  }

  @Test
  @Timeout(20)
  void aMetadataServerThatNeverAnswersIsGivenUp() throws IOException {
    google.kit.withoutEnvironment("NO_GCE_CHECK");
    try (var stalled = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      google.kit.environment("GCE_METADATA_HOST", "127.0.0.1:" + stalled.getLocalPort());
      assertFailed(login(), "the metadata server 127.0.0.1:");
    }
  }

  @Test
  void aMetadataServerThatIsNotGooglesIsNone() {
    google.kit.withoutEnvironment("NO_GCE_CHECK");
    google.kit.environment("GCE_METADATA_HOST", google.api.url().substring("http://".length()));
    assertFailed(login(), "(no response)");
  }

  @Test
  void dockersConfigurationIsTheLastResort() throws IOException {
    Path docker = Files.createDirectories(folder.resolve("docker"));
    String auth =
        Base64.getEncoder()
            .encodeToString(
                ("oauth2accesstoken:" + WebServer.TOKEN).getBytes(StandardCharsets.UTF_8));
    Files.writeString(
        docker.resolve("config.json"),
        "{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}".formatted(google.web.host(), auth));
    google.kit.environment("DOCKER_CONFIG", docker.toString());
    assertEquals(WebServer.TOKEN, tokensOfThePush().get(0));
    assertEquals(Set.of("Bearer " + WebServer.TOKEN), google.api.authorizations);
  }

  @Test
  void aConfiguredSecretComesFirstAndTheApiIsAskedWithIt() {
    google.properties.put("authenticationSecret", "gar");
    google.kit.environment("BERTH_SECRET_GAR_USERNAME", "oauth2accesstoken");
    google.kit.environment("BERTH_SECRET_GAR_PASSWORD", WebServer.TOKEN + "-secret");
    assertEquals(WebServer.TOKEN + "-secret", tokensOfThePush().get(0));
    assertEquals(Set.of("Bearer " + WebServer.TOKEN + "-secret"), google.api.authorizations);
  }

  @Test
  void aKeyAsPasswordAsksTheApiWithItsToken() {
    google.properties.put("authenticationSecret", "gar");
    google.kit.environment("BERTH_SECRET_GAR_USERNAME", "_json_key");
    google.kit.environment(
        "BERTH_SECRET_GAR_PASSWORD", ServiceAccountKey.json(google.web.url("/token")));
    assertEquals(Check.Status.PASS, google.check("repository").status());
    assertTrue(google.api.authorizations.contains("Bearer " + WebServer.TOKEN + "-1"));
  }

  @Test
  void aLoginThatTheApiDoesNotKnowStopsNothing() {
    google.properties.put("authenticationSecret", "gar");
    google.kit.environment("BERTH_SECRET_GAR_USERNAME", "somebody");
    google.kit.environment("BERTH_SECRET_GAR_PASSWORD", "CANARY");
    Check.Result result = google.check("repository");
    assertEquals(Check.Status.UNKNOWN, result.status());
    assertTrue(result.message().contains("the user name 'somebody'"), result::message);
  }

  @Test
  void anExpiredLoginIsNotADeniedOne() {
    google.withKey();
    refuse(400, "invalid_grant", "Token has been expired or revoked.");
    assertFailed(login(), "expired or was revoked");
    refuse(400, "invalid_grant", "Invalid grant: account not found");
    assertFailed(login(), "is not valid (400): invalid_grant: Invalid grant: account not found");
  }

  private void refuse(int status, String error, String description) {
    google.web.failures.put(
        "/token",
        "%d {\"error\":\"%s\",\"error_description\":\"%s\"}".formatted(status, error, description));
  }

  @ParameterizedTest
  @CsvSource({"429, throttles", "503, responded 503"})
  void aTokenServiceThatIsBusyStopsNothing(int status, String message) {
    google.withKey();
    refuse(status, "busy", "later");
    assertEquals(Check.Status.UNKNOWN, login().status());
    assertTrue(login().message().contains(message), login()::message);
  }

  @ParameterizedTest
  @CsvSource({
    "408, responded 408",
    "500, responded 500",
    "502, responded 502",
    "200, is not Google's",
    "404, is not Google's"
  })
  void aPageInPlaceOfTheTokenServiceMayGoAway(int status, String message) {
    google.withKey();
    google.web.failures.put("/token", status + " <html>maintenance of CANARY</html>");
    assertEquals(Check.Status.UNKNOWN, login().status(), login()::message);
    assertTrue(login().isUnreachable(), login()::message);
    assertTrue(login().message().contains(message), login()::message);
    assertFalse(login().message().contains("CANARY"), login()::message);
  }

  @Test
  void aTokenServiceThatIsNotThereStopsNothing() {
    google.withKey();
    google.kit.environment(
        "BERTH_SECRET_GCP_KEY", ServiceAccountKey.json("http://127.0.0.1:1/token"));
    assertEquals(Check.Status.UNKNOWN, login().status());
    assertTrue(login().message().contains("cannot connect"), login()::message);
  }

  @ParameterizedTest
  @CsvSource({
    "does not exist,",
    "no valid Google credentials, CANARY",
    "no valid Google credentials, '{\"type\":\"CANARY\"}'",
    "no valid Google credentials, '{\"type\":\"service_account\",\"private_key\":\"CANARY\"}'",
    "no valid Google credentials, '[]'",
  })
  void aBrokenFileIsNamedWithoutItsContent(String message, @Nullable String content)
      throws IOException {
    Path file = folder.resolve("adc.json");
    if (content != null) {
      Files.writeString(file, content);
    }
    google.kit.environment("GOOGLE_APPLICATION_CREDENTIALS", file.toString());
    assertFailed(login(), message);
    assertTrue(login().message().contains(file.toString()), login()::message);
    assertFalse(login().toString().contains("CANARY"), login()::toString);
  }

  @ParameterizedTest
  @CsvSource({"CANARY", "'{\"type\":\"authorized_user\",\"client_secret\":\"CANARY\"}'"})
  void aSecretThatIsNoKeyIsNamedWithoutItsContent(String content) {
    google.withKey().kit.environment("BERTH_SECRET_GCP_KEY", content);
    assertFailed(login(), "the secret {{gcp.key}} is no service account's key");
    assertFalse(login().toString().contains("CANARY"), login()::toString);
  }

  @Test
  void aSecretThatIsNotThereIsNoticedWhenTheRegistryIsRegistered() {
    google.withKey().kit.withoutEnvironment("BERTH_SECRET_GCP_KEY");
    BerthException e = assertThrows(BerthException.class, this::login);
    assertEquals(ErrorCode.CREDENTIALS, e.code());
    assertTrue(e.getMessage().contains("the secret 'gcp' has no key 'key'"), e::getMessage);
    assertEquals(List.of(), google.web.requests);
  }

  @Test
  void nothingSecretIsInAMessageEvenWhenGoogleRepeatsIt() {
    google.withKey();
    String secret = ServiceAccountKey.secretPart();
    refuse(400, "invalid_grant", "assertion was " + secret + secret);
    assertFailed(google.check("login", google.image("app:1")), "assertion was ***");
  }

  private static void assertFailed(Check.Result result, String message) {
    assertEquals(Check.Status.FAIL, result.status(), result::toString);
    assertTrue(result.message().contains(message), result::message);
  }
}
