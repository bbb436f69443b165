package dev.berth.gcp.gar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.devtools.artifactregistry.v1.Repository;
import com.google.rpc.Code;
import com.google.rpc.Status;
import dev.berth.spi.BerthException;
import dev.berth.spi.Check;
import dev.berth.spi.ErrorCode;
import dev.berth.testing.FlavorKit;
import dev.berth.testing.server.TlsFiles;
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

  private BerthException refusedPush(ErrorCode code) {
    return google.registered().refused(code);
  }

  private static void assertIs(Check.Status status, String message, Check.Result result) {
    assertEquals(status, result.status(), result::toString);
    assertTrue(result.message().contains(message), result::message);
  }

  @Test
  void aRepositoryThatTakesPushesPassesEveryCheck() {
    var report = google.report(google.image("team/app:1"));
    assertEquals(
        List.of("registry", "login", "location", "repository", "permission", "path", "tag"),
        FlavorKit.names(report));
    assertEquals(Check.Status.PASS, report.status(), report::toString);
    assertEquals(
        google.image("app") + "@" + LocalGoogle.DIGEST,
        google.registered().push().reference().toString());
  }

  @Test
  void aCheckAsksForARepositoryOnce() {
    google.report(google.image("app:1"));
    assertEquals(1, google.api.calls.stream().filter("GetRepository"::equals).count());
  }

  @Test
  void aMissingRepositoryStopsThePushWithTheCommandThatCreatesIt() {
    google.api.repositories.clear();
    assertIs(
        Check.Status.FAIL,
        "does not exist, and a push does not create it",
        google.check("repository"));
    assertEquals(Optional.of(CREATE), google.check("repository").remedy());
    assertIs(Check.Status.UNKNOWN, "the repository does not exist", google.check("permission"));
    var refused = refusedPush(ErrorCode.PREREQUISITE);
    assertEquals(List.of(CREATE), refused.hints());
    assertFalse(google.api.calls.contains("CreateRepository"));
  }

  @Test
  void aMissingRepositoryIsCreatedWhereThatIsConfigured() {
    google.api.repositories.clear();
    google.properties.put("createRepository", "true");
    assertIs(Check.Status.PASS, "the push creates it", google.check("repository"));
    assertEquals(0, google.api.repositories.size(), "a check changed something");
    google.registered().push();
    Repository made = google.api.repositories.get(LocalGoogle.REPOSITORY);
    assertEquals(Repository.Format.DOCKER, Objects.requireNonNull(made).getFormat());
    assertEquals(2, google.kit.engine().logins().size());
  }

  @Test
  void whoMayCreateARepositoryButNotLookForItCreatesIt() {
    google.api.repositories.clear();
    google.properties.put("createRepository", "true");
    google.api.failures.put("GetRepository", ApiServer.failure(Code.PERMISSION_DENIED, "denied"));
    google.registered().push();
    assertTrue(google.api.repositories.containsKey(LocalGoogle.REPOSITORY));
  }

  @Test
  void whoMayNeitherLookForARepositoryNorCreateItPushesAllTheSame() {
    google.properties.put("createRepository", "true");
    for (String method : List.of("GetRepository", "CreateRepository")) {
      google.api.failures.put(method, ApiServer.failure(Code.PERMISSION_DENIED, "denied"));
    }
    google.registered().push();
    assertTrue(
        google.kit.listener().warnings().stream()
            .anyMatch(warning -> warning.startsWith("repository: creating repository 'images'")),
        () -> google.kit.listener().warnings().toString());
  }

  @Test
  void aDryRunCreatesNothingAndSaysWhatItWouldCreate() {
    google.api.repositories.clear();
    google.properties.put("createRepository", "true");
    google.registered().dryRun();
    assertFalse(google.api.calls.contains("CreateRepository"));
    assertEquals(
        List.of(
            "would have created repository 'images' (project my-project, location us-central1)"),
        google.kit.listener().infos());
  }

  @Test
  void aRepositoryThatExistsIsNotCreated() {
    google.properties.put("createRepository", "true");
    google.registered().push();
    assertFalse(google.api.calls.contains("CreateRepository"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Code.class,
      names = {"ALREADY_EXISTS", "ABORTED"})
  void aRepositoryThatSomebodyElseCreatesInBetweenIsFine(Code answer) {
    google.api.repositories.clear();
    google.properties.put("createRepository", "true");
    google.api.beforeCreation =
        () -> {
          google.api.repositories.put(LocalGoogle.REPOSITORY, LocalGoogle.docker().build());
          if (answer == Code.ABORTED) {
            throw ApiServer.thrown(ApiServer.failure(answer, "another operation runs"));
          }
        };
    google.registered().push();
    assertEquals(2, google.kit.engine().logins().size());
    assertEquals(List.of(), google.kit.listener().infos());
  }

  @Test
  void aRepositoryOfAnotherFormatThatSomebodyElseCreatesInBetweenIsNot() {
    google.api.repositories.clear();
    google.properties.put("createRepository", "true");
    google.api.beforeCreation =
        () ->
            google.api.repositories.put(
                LocalGoogle.REPOSITORY,
                LocalGoogle.docker().setFormat(Repository.Format.MAVEN).build());
    assertTrue(refusedPush(ErrorCode.PREREQUISITE).getMessage().contains("has the format MAVEN"));
  }

  @Test
  void aCreationThatIsNotAllowedStopsThePush() {
    google.api.repositories.clear();
    google.properties.put("createRepository", "true");
    google.api.failures.put(
        "CreateRepository", ApiServer.failure(Code.PERMISSION_DENIED, "denied"));
    var refused = refusedPush(ErrorCode.PREREQUISITE);
    assertTrue(refused.getMessage().contains("permission denied"), refused::getMessage);
  }

  @Test
  void aCreationThatIsThrottledIsOneToTryAgain() {
    google.api.repositories.clear();
    google.properties.put("createRepository", "true");
    google.api.failures.put(
        "CreateRepository", ApiServer.failure(Code.RESOURCE_EXHAUSTED, "quota exceeded"));
    refusedPush(ErrorCode.TRANSIENT);
  }

  @Test
  void anotherFormatThanDockersFails() {
    google.api.repositories.put(
        LocalGoogle.REPOSITORY, LocalGoogle.docker().setFormat(Repository.Format.NPM).build());
    assertIs(Check.Status.FAIL, "has the format NPM, not DOCKER", google.check("repository"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Repository.Mode.class,
      names = {"VIRTUAL_REPOSITORY", "REMOTE_REPOSITORY"})
  void aModeThatTakesNoPushesFails(Repository.Mode mode) {
    google.api.repositories.put(LocalGoogle.REPOSITORY, LocalGoogle.docker().setMode(mode).build());
    assertIs(Check.Status.FAIL, "has the mode " + mode, google.check("repository"));
  }

  @Test
  void aWrongLocationIsNoMissingRepository() {
    google.api.locations.clear();
    google.api.repositories.clear();
    for (String check : List.of("location", "repository")) {
      assertIs(Check.Status.FAIL, "no location us-central1", google.check(check));
      assertEquals(
          Optional.of("gcloud artifacts locations list --project=my-project"),
          google.check(check).remedy());
    }
  }

  @Test
  void aLocationThatTheApiCallsInvalidIsAWrongOne() {
    google.api.failures.put(
        "GetLocation", ApiServer.failure(Code.INVALID_ARGUMENT, "no such location"));
    assertIs(Check.Status.FAIL, "no location us-central1", google.check("location"));
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
    assertIs(Check.Status.FAIL, message, google.check("location"));
    assertEquals(Optional.of(remedy), google.check("location").remedy());
    assertIs(Check.Status.FAIL, message, google.check("repository"));
    assertIs(Check.Status.UNKNOWN, "the repository is unknown", google.check("permission"));
  }

  @Test
  void whatIsWrongWithTheProjectThatACallCountsForStopsNoPush() {
    fail(ApiServer.failure(Code.PERMISSION_DENIED, "no", "SERVICE_DISABLED", "764086051850"));
    assertIs(
        Check.Status.UNKNOWN, "is not enabled in project 764086051850", google.check("location"));
    assertIs(Check.Status.UNKNOWN, "quotaProject", google.check("repository"));
  }

  private void fail(Status failure) {
    for (String method : List.of("GetLocation", "GetRepository", "TestIamPermissions", "GetTag")) {
      google.api.failures.put(method, failure);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PERMISSION_DENIED, permission denied",
    "RESOURCE_EXHAUSTED, throttles",
    "UNAVAILABLE, cannot be reached",
    "INTERNAL, responded INTERNAL",
  })
  void whatMayNotBeLookedAtStopsNothing(Code code, String message) {
    fail(ApiServer.failure(code, "so it is"));
    assertIs(Check.Status.UNKNOWN, message, google.check("location"));
    assertIs(Check.Status.UNKNOWN, "so it is", google.check("repository"));
    google.registered().push();
    assertEquals(2, google.kit.engine().logins().size());
  }

  @Test
  void aTokenThatTheApiRefusesFails() {
    fail(ApiServer.failure(Code.UNAUTHENTICATED, "invalid credentials"));
    assertIs(Check.Status.FAIL, "rejected the access token", google.check("repository"));
    fail(ApiServer.failure(Code.UNAUTHENTICATED, "no", "ACCESS_TOKEN_EXPIRED", "4711"));
    assertIs(Check.Status.FAIL, "the access token expired", google.check("repository"));
  }

  @Test
  void aQuotaProjectThatMayNotBeUsedIsTold() {
    fail(ApiServer.failure(Code.PERMISSION_DENIED, "no", "USER_PROJECT_DENIED", "payer"));
    assertIs(Check.Status.UNKNOWN, "quota of project payer", google.check("repository"));
  }

  @Test
  @Timeout(60)
  void anEndpointThatNeverAnswersStopsNothing() throws IOException {
    try (var stalled = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      google.properties.put("endpointOverride", "http://127.0.0.1:" + stalled.getLocalPort());
      var report = google.report(google.image("app:1"));
      assertEquals(Check.Status.UNKNOWN, report.status(), report::toString);
      assertTrue(report.toString().contains("timed out"), report::toString);
    }
  }

  @Test
  void anEndpointThatIsNotThereStopsNothing() {
    google.properties.put("endpointOverride", "http://127.0.0.1:1");
    assertIs(Check.Status.UNKNOWN, "cannot be reached", google.check("repository"));
  }

  @Test
  void anEndpointOverTlsIsTrustedByTheConfiguredCertificatesAlone() throws Exception {
    Path files = TlsFiles.in(folder);
    Path certificate = files.resolve("cert.pem");
    var credentials =
        TlsServerCredentials.create(certificate.toFile(), files.resolve("key.pem").toFile());
    try (var server = new ApiServer(credentials)) {
      server.locations.add(LocalGoogle.LOCATION);
      google.properties.put("endpointOverride", "https://127.0.0.1:" + server.port());
      assertIs(Check.Status.UNKNOWN, "cannot be reached", google.check("location"));
      google.properties.put("caCertificate", certificate.toString());
      assertIs(Check.Status.PASS, "project my-project has", google.check("location"));
    }
  }

  @Test
  void whoMayNotUploadIsTold() {
    google.api.permissions.clear();
    assertIs(Check.Status.FAIL, "lacks " + LocalGoogle.UPLOAD, google.check("permission"));
    assertEquals(
        Optional.of(
            "gcloud artifacts repositories add-iam-policy-binding images --project=my-project"
                + " --location=us-central1 --member=serviceAccount:"
                + ServiceAccountKey.EMAIL
                + " --role=roles/artifactregistry.writer"),
        google.check("permission").remedy());
    refusedPush(ErrorCode.PREREQUISITE);
  }

  @Test
  void aTagThatCanBeChangedIsNotLookedFor() {
    google.tag("app", "1", LocalGoogle.OTHER);
    assertIs(Check.Status.PASS, "can be changed", google.check("tag", google.image("app:1")));
    assertFalse(google.api.calls.contains("GetTag"));
  }

  @Test
  void anImmutableTagThatIsFreePasses() {
    google.api.repositories.put(LocalGoogle.REPOSITORY, LocalGoogle.immutable());
    assertIs(
        Check.Status.PASS,
        "tag 1 is immutable and does not exist yet",
        google.check("tag", google.image("app:1")));
  }

  @Test
  void anImmutableTagThatIsTakenWarnsWithItsDigest() {
    google.api.repositories.put(LocalGoogle.REPOSITORY, LocalGoogle.immutable());
    google.tag("team/app", "1", LocalGoogle.DIGEST);
    var result = google.check("tag", google.image("team/app:1"));
    assertIs(Check.Status.WARN, "is immutable and is " + LocalGoogle.DIGEST, result);
    assertIs(Check.Status.WARN, "refuse any other image", result);
  }

  @Test
  void anImmutableTagIsComparedWithADigestThatIsKnown() {
    google.api.repositories.put(LocalGoogle.REPOSITORY, LocalGoogle.immutable());
    google.tag("app", "1", LocalGoogle.DIGEST);
    assertIs(
        Check.Status.PASS,
        "which is the image to be pushed",
        google.check("tag", google.image("app:1@" + LocalGoogle.DIGEST)));
    assertIs(
        Check.Status.FAIL,
        "cannot become " + LocalGoogle.OTHER,
        google.check("tag", google.image("app:1@" + LocalGoogle.OTHER)));
  }

  @Test
  void aTagThatTheApiMayNotShowIsAskedOfTheRegistry() {
    google.api.repositories.put(LocalGoogle.REPOSITORY, LocalGoogle.immutable());
    google.api.failures.put("GetTag", ApiServer.failure(Code.PERMISSION_DENIED, "denied"));
    google.web.tags.put("my-project/images/app/1", LocalGoogle.OTHER.toString());
    assertIs(
        Check.Status.WARN,
        LocalGoogle.OTHER.toString(),
        google.check("tag", google.image("app:1")));
  }

  @Test
  void anImageByDigestSetsNoTag() {
    google.api.repositories.put(LocalGoogle.REPOSITORY, LocalGoogle.immutable());
    var result = google.check("tag", google.image("app@" + LocalGoogle.DIGEST));
    assertIs(Check.Status.PASS, "no tag is set", result);
  }

  @Test
  void anImagesPathWithoutARepositoryIsTooShort() {
    google.properties.put("uri", "us-central1-docker.pkg.dev/my-project");
    Check.Result result = google.check("path", google.image("app:1"));
    assertIs(Check.Status.FAIL, "must be LOCATION-docker.pkg.dev/PROJECT/REPOSITORY/IMAGE", result);
  }

  @Test
  void anImagesPathThatNamesAnotherRepositoryIsTold() {
    google.properties.put("uri", "us-central1-docker.pkg.dev/my-project");
    assertIs(
        Check.Status.FAIL,
        "goes to repository 'others'",
        google.check("path", google.image("others/app:1")));
  }

  @Test
  void aRepositoryOfGcrIsCreatedByAPushThatMay() {
    gcr();
    google.api.permissions.clear();
    assertIs(Check.Status.WARN, "a push creates it", google.check("repository"));
    // testIamPermissions gives an empty set for what does not exist (iam_policy.proto).
    assertIs(
        Check.Status.UNKNOWN,
        "a push needs artifactregistry.repositories.createOnPush",
        google.check("permission"));
  }

  @Test
  void aRepositoryOfGcrThatIsThereIsOneLikeOthers() {
    gcr();
    google.api.repositories.put(
        "projects/my-project/locations/europe/repositories/eu.gcr.io",
        Repository.newBuilder().setFormat(Repository.Format.DOCKER).build());
    assertIs(Check.Status.PASS, "accepts images", google.check("repository"));
    assertIs(Check.Status.PASS, LocalGoogle.UPLOAD, google.check("permission"));
  }

  private void gcr() {
    google.properties.keySet().removeAll(List.of("location", "project", "repository"));
    google.properties.put("uri", "eu.gcr.io/my-project");
    google.api.locations.add("projects/my-project/locations/europe");
  }
}
