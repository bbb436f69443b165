package dev.berth.gcp.gar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.devtools.artifactregistry.v1.Repository;
import com.google.rpc.Code;
import com.google.rpc.Status;
import dev.berth.CheckReport.Finding;
import dev.berth.spi.BerthException;
import dev.berth.spi.CheckResult;
import dev.berth.spi.CheckStatus;
import dev.berth.spi.ErrorCode;
import io.grpc.TlsServerCredentials;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GarChecksTest {
  private static final String CREATE =
      "gcloud artifacts repositories create images --repository-format=docker"
          + " --location=us-central1 --project=my-project";

  @TempDir Path folder;
  private LocalGoogle google;

  @BeforeEach
  void start() throws IOException {
    google = new LocalGoogle(folder).withKey();
  }

  @AfterEach
  void stop() {
    google.close();
  }

  private BerthException refusedPush() {
    var refused = assertThrows(BerthException.class, () -> google.push(google.image("app:1")));
    assertEquals(List.of(), google.logins, "something was pushed");
    return refused;
  }

  private static void assertIs(CheckStatus status, String message, CheckResult result) {
    assertEquals(status, result.status(), result::toString);
    assertTrue(result.message().contains(message), result::message);
  }

  @Test
  void aRepositoryThatTakesPushesPassesEveryCheck() {
    var report = google.report(google.image("team/app:1"));
    assertEquals(
        List.of("login", "location", "repository", "permission", "path", "immutable-tags"),
        report.findings().stream().map(Finding::check).toList());
    assertEquals(CheckStatus.PASS, report.status(), report::toString);
    assertEquals(
        google.image("app") + "@" + LocalGoogle.DIGEST,
        google.push(google.image("app:1")).reference().toString());
  }

  @Test
  void aCheckAsksForARepositoryOnce() {
    google.report(google.image("app:1"));
    assertEquals(1, google.api.calls.stream().filter("GetRepository"::equals).count());
  }

  @Test
  void aMissingRepositoryStopsThePushWithTheCommandThatMakesIt() {
    google.api.repositories.clear();
    assertIs(CheckStatus.FAIL, "there is no repository 'images'", google.check("repository"));
    assertEquals(Optional.of(CREATE), google.check("repository").remedy());
    assertIs(CheckStatus.UNKNOWN, "the repository is not there", google.check("permission"));
    var refused = refusedPush();
    assertEquals(ErrorCode.PREREQUISITE, refused.code());
    assertEquals(List.of(CREATE), refused.hints());
    assertFalse(google.api.calls.contains("CreateRepository"));
  }

  @Test
  void aMissingRepositoryIsMadeWhereThatIsConfigured() {
    google.api.repositories.clear();
    google.properties.put("createRepository", "true");
    assertIs(CheckStatus.PASS, "a push makes it", google.check("repository"));
    assertEquals(0, google.api.repositories.size(), "a check changed something");
    google.push(google.image("app:1"));
    Repository made = google.api.repositories.get(LocalGoogle.REPOSITORY);
    assertEquals(Repository.Format.DOCKER, Objects.requireNonNull(made).getFormat());
    assertEquals(2, google.logins.size());
  }

  @Test
  void aRepositoryThatIsThereIsNotMade() {
    google.properties.put("createRepository", "true");
    google.push(google.image("app:1"));
    assertFalse(google.api.calls.contains("CreateRepository"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Code.class,
      names = {"ALREADY_EXISTS", "ABORTED"})
  void aRepositoryThatSomebodyElseMakesInBetweenIsFine(Code answer) {
    google.api.repositories.clear();
    google.properties.put("createRepository", "true");
    google.api.beforeCreation =
        () -> {
          google.api.repositories.put(LocalGoogle.REPOSITORY, LocalGoogle.docker().build());
          if (answer == Code.ABORTED) {
            throw ApiServer.thrown(ApiServer.failure(answer, "another operation runs"));
          }
        };
    google.push(google.image("app:1"));
    assertEquals(2, google.logins.size());
  }

  @Test
  void aRepositoryOfAnotherFormatThatSomebodyElseMakesInBetweenIsNot() {
    google.api.repositories.clear();
    google.properties.put("createRepository", "true");
    google.api.beforeCreation =
        () ->
            google.api.repositories.put(
                LocalGoogle.REPOSITORY,
                LocalGoogle.docker().setFormat(Repository.Format.MAVEN).build());
    assertTrue(refusedPush().getMessage().contains("of the format MAVEN"));
  }

  @Test
  void aCreationThatIsNotAllowedStopsThePush() {
    google.api.repositories.clear();
    google.properties.put("createRepository", "true");
    google.api.failures.put(
        "CreateRepository", ApiServer.failure(Code.PERMISSION_DENIED, "denied"));
    var refused = refusedPush();
    assertEquals(ErrorCode.PREREQUISITE, refused.code());
    assertTrue(refused.getMessage().contains("is not allowed to"), refused::getMessage);
  }

  @Test
  void aCreationThatIsThrottledIsOneToTryAgain() {
    google.api.repositories.clear();
    google.properties.put("createRepository", "true");
    google.api.failures.put(
        "CreateRepository", ApiServer.failure(Code.RESOURCE_EXHAUSTED, "quota exceeded"));
    assertEquals(ErrorCode.TRANSIENT, refusedPush().code());
  }

  @Test
  void anotherFormatThanDockersFails() {
    google.api.repositories.put(
        LocalGoogle.REPOSITORY, LocalGoogle.docker().setFormat(Repository.Format.NPM).build());
    assertIs(CheckStatus.FAIL, "of the format NPM, not DOCKER", google.check("repository"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Repository.Mode.class,
      names = {"VIRTUAL_REPOSITORY", "REMOTE_REPOSITORY"})
  void aModeThatTakesNoPushesFails(Repository.Mode mode) {
    google.api.repositories.put(LocalGoogle.REPOSITORY, LocalGoogle.docker().setMode(mode).build());
    assertIs(CheckStatus.FAIL, "of the mode " + mode, google.check("repository"));
  }

  @Test
  void aWrongLocationIsNoMissingRepository() {
    google.api.locations.clear();
    google.api.repositories.clear();
    for (String check : List.of("location", "repository")) {
      assertIs(CheckStatus.FAIL, "no location us-central1", google.check(check));
      assertEquals(
          Optional.of("gcloud artifacts locations list --project=my-project"),
          google.check(check).remedy());
    }
  }

  @Test
  void aLocationThatTheApiCallsInvalidIsAWrongOne() {
    google.api.failures.put(
        "GetLocation", ApiServer.failure(Code.INVALID_ARGUMENT, "no such location"));
    assertIs(CheckStatus.FAIL, "no location us-central1", google.check("location"));
  }

  @ParameterizedTest
  @CsvSource({
    "SERVICE_DISABLED, is not enabled in project 4711,"
        + " gcloud services enable artifactregistry.googleapis.com --project 4711",
    "CONSUMER_INVALID, there is no project 4711, gcloud projects list",
    "BILLING_DISABLED, has no billing account,"
        + " gcloud billing projects link 4711 --billing-account=ACCOUNT",
  })
  void whatIsWrongWithTheProjectIsTold(String reason, String message, String remedy) {
    fail(ApiServer.failure(Code.PERMISSION_DENIED, "no", reason, "4711"));
    assertIs(CheckStatus.FAIL, message, google.check("location"));
    assertEquals(Optional.of(remedy), google.check("location").remedy());
    assertIs(CheckStatus.FAIL, message, google.check("repository"));
    assertIs(CheckStatus.UNKNOWN, "could not be looked at", google.check("permission"));
  }

  @Test
  void whatIsWrongWithTheProjectThatACallCountsForStopsNoPush() {
    fail(ApiServer.failure(Code.PERMISSION_DENIED, "no", "SERVICE_DISABLED", "764086051850"));
    assertIs(
        CheckStatus.UNKNOWN, "is not enabled in project 764086051850", google.check("location"));
    assertIs(CheckStatus.UNKNOWN, "quotaProject", google.check("repository"));
  }

  private void fail(Status failure) {
    for (String method : List.of("GetLocation", "GetRepository", "TestIamPermissions", "GetTag")) {
      google.api.failures.put(method, failure);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PERMISSION_DENIED, is not allowed to",
    "RESOURCE_EXHAUSTED, throttles",
    "UNAVAILABLE, cannot be reached",
    "INTERNAL, answered INTERNAL",
  })
  void whatMayNotBeLookedAtStopsNothing(Code code, String message) {
    fail(ApiServer.failure(code, "so it is"));
    assertIs(CheckStatus.UNKNOWN, message, google.check("location"));
    assertIs(CheckStatus.UNKNOWN, "so it is", google.check("repository"));
    google.push(google.image("app:1"));
    assertEquals(2, google.logins.size());
  }

  @Test
  void aTokenThatTheApiRefusesFails() {
    fail(ApiServer.failure(Code.UNAUTHENTICATED, "invalid credentials"));
    assertIs(CheckStatus.FAIL, "refused the access token", google.check("repository"));
    fail(ApiServer.failure(Code.UNAUTHENTICATED, "no", "ACCESS_TOKEN_EXPIRED", "4711"));
    assertIs(CheckStatus.FAIL, "the access token expired", google.check("repository"));
  }

  @Test
  void aQuotaProjectThatMayNotBeUsedIsTold() {
    fail(ApiServer.failure(Code.PERMISSION_DENIED, "no", "USER_PROJECT_DENIED", "payer"));
    assertIs(CheckStatus.UNKNOWN, "quota of project payer", google.check("repository"));
  }

  @Test
  @Timeout(60)
  void anEndpointThatNeverAnswersStopsNothing() throws IOException {
    try (var stalled = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      google.properties.put("endpointOverride", "http://127.0.0.1:" + stalled.getLocalPort());
      var report = google.report(google.image("app:1"));
      assertEquals(CheckStatus.UNKNOWN, report.status(), report::toString);
      assertTrue(report.toString().contains("no answer came from 127.0.0.1"), report::toString);
    }
  }

  @Test
  void anEndpointThatIsNotThereStopsNothing() {
    google.properties.put("endpointOverride", "http://127.0.0.1:1");
    assertIs(CheckStatus.UNKNOWN, "cannot be reached", google.check("repository"));
  }

  @Test
  void anEndpointOverTlsIsTrustedByTheConfiguredCertificatesAlone() throws Exception {
    var files = TlsFiles.make(folder);
    var credentials =
        TlsServerCredentials.create(files.certificate().toFile(), files.key().toFile());
    try (var server = new ApiServer(credentials)) {
      server.locations.add(LocalGoogle.LOCATION);
      google.properties.put("endpointOverride", "https://127.0.0.1:" + server.port());
      assertIs(CheckStatus.UNKNOWN, "cannot be reached", google.check("location"));
      google.properties.put("caCertificate", files.certificate().toString());
      assertIs(CheckStatus.PASS, "project my-project has", google.check("location"));
    }
  }

  @Test
  void whoMayNotUploadIsTold() {
    google.api.permissions.clear();
    assertIs(CheckStatus.FAIL, "no " + LocalGoogle.UPLOAD, google.check("permission"));
    assertEquals(
        Optional.of(
            "gcloud artifacts repositories add-iam-policy-binding images --project=my-project"
                + " --location=us-central1 --member=serviceAccount:"
                + ServiceAccountKey.EMAIL
                + " --role=roles/artifactregistry.writer"),
        google.check("permission").remedy());
    assertEquals(ErrorCode.PREREQUISITE, refusedPush().code());
  }

  @Test
  void aTagThatCanBeMovedIsNotLookedFor() {
    google.tag("app", "1", LocalGoogle.OTHER);
    assertIs(
        CheckStatus.PASS, "can be moved", google.check("immutable-tags", google.image("app:1")));
    assertFalse(google.api.calls.contains("GetTag"));
  }

  @Test
  void anImmutableTagThatIsFreePasses() {
    google.api.repositories.put(LocalGoogle.REPOSITORY, LocalGoogle.immutable());
    assertIs(CheckStatus.PASS, "no tag '1'", google.check("immutable-tags", google.image("app:1")));
  }

  @Test
  void anImmutableTagThatIsTakenWarnsWithItsDigest() {
    google.api.repositories.put(LocalGoogle.REPOSITORY, LocalGoogle.immutable());
    google.tag("team/app", "1", LocalGoogle.DIGEST);
    var result = google.check("immutable-tags", google.image("team/app:1"));
    assertIs(CheckStatus.WARN, "is " + LocalGoogle.DIGEST + " already", result);
    assertIs(CheckStatus.WARN, "only the same image is taken", result);
  }

  @Test
  void anImmutableTagIsComparedWithADigestThatIsKnown() {
    google.api.repositories.put(LocalGoogle.REPOSITORY, LocalGoogle.immutable());
    google.tag("app", "1", LocalGoogle.DIGEST);
    assertIs(
        CheckStatus.PASS,
        "which is this image",
        google.check("immutable-tags", google.image("app:1@" + LocalGoogle.DIGEST)));
    assertIs(
        CheckStatus.FAIL,
        "not " + LocalGoogle.OTHER,
        google.check("immutable-tags", google.image("app:1@" + LocalGoogle.OTHER)));
  }

  @Test
  void aTagThatTheApiMayNotShowIsAskedOfTheRegistry() {
    google.api.repositories.put(LocalGoogle.REPOSITORY, LocalGoogle.immutable());
    google.api.failures.put("GetTag", ApiServer.failure(Code.PERMISSION_DENIED, "denied"));
    google.web.tags.put("my-project/images/app/1", LocalGoogle.OTHER.toString());
    assertIs(
        CheckStatus.WARN,
        LocalGoogle.OTHER.toString(),
        google.check("immutable-tags", google.image("app:1")));
  }

  @Test
  void anImageByDigestSetsNoTag() {
    google.api.repositories.put(LocalGoogle.REPOSITORY, LocalGoogle.immutable());
    var result = google.check("immutable-tags", google.image("app@" + LocalGoogle.DIGEST));
    assertIs(CheckStatus.PASS, "no tag is set", result);
  }

  @Test
  void anImagesPathWithoutARepositoryIsTooShort() {
    google.properties.put("uri", "us-central1-docker.pkg.dev/my-project");
    CheckResult result = google.check("path", google.image("app:1"));
    assertIs(CheckStatus.FAIL, "must be LOCATION-docker.pkg.dev/PROJECT/REPOSITORY/IMAGE", result);
  }

  @Test
  void anImagesPathThatNamesAnotherRepositoryIsTold() {
    google.properties.put("uri", "us-central1-docker.pkg.dev/my-project");
    assertIs(
        CheckStatus.FAIL,
        "goes to repository 'others'",
        google.check("path", google.image("others/app:1")));
  }

  @Test
  void aRepositoryOfGcrIsMadeByAPushThatMay() {
    gcr();
    google.api.permissions.clear();
    assertIs(CheckStatus.WARN, "a push makes it", google.check("repository"));
    assertIs(
        CheckStatus.FAIL,
        "no artifactregistry.repositories.createOnPush",
        google.check("permission"));
    google.api.permissions.add("artifactregistry.repositories.createOnPush");
    assertIs(CheckStatus.PASS, "createOnPush", google.check("permission"));
  }

  @Test
  void aRepositoryOfGcrThatIsThereIsOneLikeOthers() {
    gcr();
    google.api.repositories.put(
        "projects/my-project/locations/europe/repositories/eu.gcr.io",
        Repository.newBuilder().setFormat(Repository.Format.DOCKER).build());
    assertIs(CheckStatus.PASS, "takes images", google.check("repository"));
    assertIs(CheckStatus.PASS, LocalGoogle.UPLOAD, google.check("permission"));
  }

  private void gcr() {
    google.properties.keySet().removeAll(List.of("location", "project", "repository"));
    google.properties.put("uri", "eu.gcr.io/my-project");
    google.api.locations.add("projects/my-project/locations/europe");
  }
}
