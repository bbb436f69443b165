package dev.berth.aws;

import static dev.berth.spi.Check.Status.FAIL;
import static dev.berth.spi.Check.Status.PASS;
import static dev.berth.spi.Check.Status.UNKNOWN;
import static dev.berth.spi.Check.Status.WARN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.check.CheckReport;
import dev.berth.reference.Digest;
import dev.berth.spi.BerthException;
import dev.berth.spi.Check;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.PushPlan;
import dev.berth.testing.FlavorKit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EcrRegistryTest {
  private static final String IMMUTABLE = "\"imageTagMutability\":\"IMMUTABLE\"";

  private static final String ROLE = "arn:aws:iam::123456789012:role/pusher";

  @TempDir private Path folder;
  private final FakeAws aws = new FakeAws();
  private FlavorKit kit;

  @BeforeEach
  void logIn() {
    AwsCredentials.set("AKIDCANARY", "canary-secret-key");
    kit = new FlavorKit(folder).target(image("team/app:1"));
  }

  @AfterEach
  void close() {
    AwsCredentials.clear();
    kit.close();
    aws.close();
  }

  private String image(String rest) {
    return aws.host() + "/" + rest;
  }

  /** Registers the registry at the emulator. */
  private void register(String... namesAndValues) {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("uri", aws.host());
    properties.put("endpointOverride", aws.endpoint());
    properties.put("region", "eu-central-1");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      properties.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    kit.register("aws", properties);
  }

  /** The same with a secret as the login. */
  private void registerWithSecret() {
    kit.environment(
        "BERTH_SECRET_ECR_USERNAME", "AWS", "BERTH_SECRET_ECR_PASSWORD", FakeAws.PASSWORD);
    register("authenticationSecret", "ecr");
  }

  @Test
  void pushesWithTheTokenOfEcr() {
    aws.with("team/app", "");
    register();

    kit.push();

    assertEquals(Optional.of("AWS"), kit.engine().logins().get(0).username());
    assertEquals(Optional.of(FakeAws.PASSWORD), kit.engine().logins().get(0).password());
    assertEquals(List.of(), kit.listener().warnings());
    assertEquals(1, count("GetAuthorizationToken"), "the token is kept");
  }

  private long count(String action) {
    return aws.actions().stream().filter(action::equals).count();
  }

  @Test
  void checksEverythingAndChangesNothing() {
    register("createRepository", "true");

    CheckReport report = kit.check();

    assertEquals(
        List.of("registry", "login", "identity", "repository", "tag", "permission", "layer-size"),
        FlavorKit.names(report));
    assertEquals(PASS, report.status(), report::toString);
    assertEquals(0, count("CreateRepository"));
  }

  @Test
  void checksOfARegistryAreThoseThatEveryImageHas() {
    register();
    assertEquals(
        List.of("registry", "login", "identity"), FlavorKit.names(kit.check(FlavorKit.REGISTRY)));
  }

  @Test
  void asksForTheRepositoryByItsNameAndItsAccount() {
    aws.with("team/app", "");
    register("registryId", FakeAws.ACCOUNT);
    kit.expect(PASS, "repository", "team/app");
    String asked =
        aws.bodies().stream().filter(body -> body.contains("team/app")).findFirst().orElseThrow();
    assertTrue(asked.contains(FakeAws.ACCOUNT), asked);
  }

  @Test
  void aMissingRepositoryStopsThePushAndSaysHowToCreateIt() {
    register();

    BerthException e = kit.refused(ErrorCode.PREREQUISITE);

    assertTrue(e.getMessage().contains("team/app"), e::getMessage);
    assertTrue(
        e.hints()
            .contains("aws ecr create-repository --repository-name team/app --region eu-central-1"),
        () -> e.hints().toString());
  }

  @Test
  void skippingTheChecksPushesAllTheSame() {
    register();
    kit.pushSkippingChecks();
    assertEquals(1, kit.engine().logins().size());
    assertTrue(
        kit.listener().warnings().stream().anyMatch(warning -> warning.contains("does not exist")));
  }

  @Test
  void createsTheRepositoryAsConfigured() {
    kit.register(
        "aws",
        Map.of(
            "uri",
            aws.host(),
            "endpointOverride",
            aws.endpoint(),
            "region",
            "eu-central-1",
            "createRepository",
            true,
            "immutableTags",
            true,
            "scanOnPush",
            true,
            "kmsKey",
            "alias/images",
            "repositoryTags",
            Map.of("team", "web")));

    kit.push();

    String body =
        aws.bodies().stream().filter(it -> it.contains("kmsKey")).findFirst().orElseThrow();
    assertTrue(
        body.contains("\"IMMUTABLE\"")
            && body.contains("\"scanOnPush\":true")
            && body.contains("alias/images")
            && body.contains("\"Key\":\"team\""),
        body);
    assertEquals(List.of("created repository team/app in eu-central-1"), kit.listener().infos());
  }

  @Test
  void aRepositoryThatSomebodyElseCreatesInBetweenIsGood() {
    aws.before("CreateRepository", () -> aws.with("team/app", ""));
    register("createRepository", "true");
    kit.push();
    assertEquals(1, kit.engine().logins().size());
    assertEquals(List.of(), kit.listener().warnings());
    assertEquals(List.of(), kit.listener().infos());
  }

  @Test
  void aDryRunCreatesNothingAndSaysWhatItWouldCreate() {
    register("createRepository", "true");
    kit.dryRun();
    assertEquals(0, count("CreateRepository"));
    assertEquals(
        List.of("would have created repository team/app in eu-central-1"), kit.listener().infos());
    assertTrue(kit.engine().requests().get(0).dryRun());
  }

  @Test
  void whoMayCreateARepositoryButNotLookForItCreatesIt() {
    aws.answer("DescribeRepositories", 400, "AccessDeniedException");
    register("createRepository", "true");
    kit.dryRun();
    kit.push();
    assertEquals(1, count("CreateRepository"));
    assertEquals(
        List.of(
            "would have created repository team/app in eu-central-1 where needed",
            "created repository team/app in eu-central-1"),
        kit.listener().infos());
  }

  @Test
  void aRepositoryThatCannotBeCreatedNowMayBeCreatedLater() {
    aws.answer("CreateRepository", 400, "ThrottlingException");
    register("createRepository", "true");
    kit.refused(ErrorCode.TRANSIENT);
  }

  @Test
  void anotherAccountsTemplatesCannotBeAskedFor() {
    register("registryId", "210987654321");
    kit.expect(UNKNOWN, "repository", "not visible from another account");
  }

  @Test
  void aDamagedFileOfAwsIsNamedAndStopsOnlyWhoNeedsIt() throws IOException {
    AwsCredentials.none(folder);
    Files.writeString(folder.resolve("none"), "no profile\n[broken\n");
    aws.with("team/app", "");
    register();
    kit.expect(FAIL, "identity", "AWS's configuration files cannot be read");
    registerWithSecret();
    kit.push();
    assertEquals(1, kit.engine().logins().size());
  }

  @Test
  void whoAsksNeedNotBeKnownToSayThatARepositoryIsMissing() {
    aws.answer("GetCallerIdentity", 503, "ServiceUnavailable");
    register("registryId", FakeAws.ACCOUNT);
    kit.expect(FAIL, "repository", "does not exist");
  }

  @Test
  void staleKeysDoNotStopARegistryThatHasASecret() {
    aws.with("team/app", "").answer("GetCallerIdentity", 403, "ExpiredToken");
    registerWithSecret();
    kit.expect(WARN, "identity", "other credentials");
  }

  @Test
  void mayNotCreateTheRepository() {
    aws.answer("CreateRepository", 400, "AccessDeniedException");
    register("createRepository", "true");
    BerthException e = kit.refused(ErrorCode.PREREQUISITE);
    assertTrue(e.getMessage().contains("do not allow it"), e::getMessage);
  }

  @ParameterizedTest
  @CsvSource({
    "team, CREATE_ON_PUSH, PASS",
    "ROOT, CREATE_ON_PUSH, PASS",
    "team, REPLICATION, FAIL",
    "other, CREATE_ON_PUSH, FAIL",
    "tea, CREATE_ON_PUSH, FAIL"
  })
  void aCreationTemplateThatAppliesOnPushCreatesIt(
      String prefix, String when, Check.Status status) {
    aws.withTemplates("[{\"prefix\":\"%s\",\"appliedFor\":[\"%s\"]}]".formatted(prefix, when));
    register();
    kit.expect(status, "repository", "does not exist");
  }

  @Test
  void theMoreSpecificTemplateCounts() {
    aws.withTemplates(
        "[{\"prefix\":\"ROOT\",\"appliedFor\":[\"CREATE_ON_PUSH\"]},"
            + "{\"prefix\":\"team\",\"appliedFor\":[\"REPLICATION\"]}]");
    register();
    kit.expect(FAIL, "repository", "does not exist");
  }

  /** Amazon ECR API Reference, "Common Error Types"; what emulators answer instead. */
  @ParameterizedTest
  @CsvSource({
    "400, UnknownOperationException",
    "404, UnknownOperationException",
    "400, InvalidAction",
    "501, InternalFailure",
    "501, NotImplemented"
  })
  void aServiceWithoutTemplatesCreatesNothing(int status, String code) {
    aws.answer("DescribeRepositoryCreationTemplates", status, code);
    register();
    kit.expect(FAIL, "repository", "does not exist");
    kit.refused(ErrorCode.PREREQUISITE);
  }

  @Test
  void aTemplateThatMayNotBeSeenStopsNothing() {
    aws.answer("DescribeRepositoryCreationTemplates", 400, "AccessDeniedException");
    register();
    kit.expect(UNKNOWN, "repository", "ecr:DescribeRepositoryCreationTemplates: the AWS");
    kit.push();
  }

  @Test
  void aRepositoryThatTheRegistryDoesNotKnowIsToldWithTheCommandThatCreatesIt() {
    aws.answer("DescribeRepositoryCreationTemplates", 400, "AccessDeniedException");
    register();
    kit.engine().failing(new BerthException(ErrorCode.PREREQUISITE, "NAME_UNKNOWN"));

    BerthException e = assertThrows(BerthException.class, kit::push);

    assertEquals(ErrorCode.PREREQUISITE, e.code());
    assertTrue(
        e.hints()
            .contains("aws ecr create-repository --repository-name team/app --region eu-central-1"),
        () -> e.hints().toString());
  }

  @Test
  void thePolicyOfThePageIsEnough() throws IOException {
    String page = Files.readString(Path.of("../docs/flavors/aws.md"));
    aws.allowing(
        page.substring(page.indexOf("```json"), page.indexOf("```", page.indexOf("```json") + 3)));
    register();
    kit.expect(FAIL, "repository", "does not exist");
    kit.refused(ErrorCode.PREREQUISITE);
    aws.with("team/app", IMMUTABLE).tagged();

    assertEquals(Check.Status.WARN, kit.check().status());
    kit.push();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\"imageTagMutability\":\"MUTABLE\"; PASS",
        IMMUTABLE + "; WARN",
        "\"imageTagMutability\":\"IMMUTABLE_WITH_EXCLUSION\",\"imageTagMutabilityExclusionFilters\":"
            + "[{\"filterType\":\"WILDCARD\",\"filter\":\"1*\"}]; PASS",
        "\"imageTagMutability\":\"IMMUTABLE_WITH_EXCLUSION\",\"imageTagMutabilityExclusionFilters\":"
            + "[{\"filterType\":\"WILDCARD\",\"filter\":\"dev-*\"}]; WARN",
        "\"imageTagMutability\":\"MUTABLE_WITH_EXCLUSION\",\"imageTagMutabilityExclusionFilters\":"
            + "[{\"filterType\":\"WILDCARD\",\"filter\":\"*\"}]; WARN"
      })
  void aTagThatIsThereMayBeImmutable(String fields, Check.Status status) {
    aws.with("team/app", fields).tagged();
    register();
    kit.expect(status, "tag", "tag 1 ");
  }

  @Test
  void anImmutableTagThatIsNotThereMayBePut() {
    aws.with("team/app", IMMUTABLE);
    register();
    kit.expect(PASS, "tag", "does not exist yet");
  }

  @Test
  void anImmutableTagTakesTheSameImage() {
    aws.with("team/app", IMMUTABLE).tagged();
    register();
    kit.engine().planning(new PushPlan(Optional.of(Digest.parse(FakeAws.DIGEST)), 0));
    kit.push();
    assertEquals(List.of(), kit.listener().warnings());
  }

  @Test
  void anImmutableTagTakesNoOtherImage() {
    aws.with("team/app", IMMUTABLE).tagged();
    register();
    kit.engine().planning(new PushPlan(Optional.of(Digest.parse("sha256:" + "b".repeat(64))), 0));
    BerthException e = kit.refused(ErrorCode.PREREQUISITE);
    assertTrue(e.getMessage().contains(FakeAws.DIGEST), e::getMessage);
  }

  @Test
  void aLayerMayBeTooLarge() {
    aws.with("team/app", "");
    register();
    kit.engine().planning(new PushPlan(Optional.empty(), 60_000L << 20));
    BerthException e = kit.refused(ErrorCode.PREREQUISITE);
    assertTrue(e.getMessage().contains("52,000 MiB"), e::getMessage);
  }

  @Test
  void anotherAccountIsWarnedOf() {
    aws.with("team/app", "");
    register("registryId", "210987654321");
    kit.expect(WARN, "identity", "210987654321");
  }

  @Test
  void mayNotPush() {
    aws.with("team/app", "").answer("POST", 403, "denied");
    register();
    Check.Result result = kit.expect(FAIL, "permission", "403");
    assertTrue(result.remedy().orElseThrow().contains("ecr:PutImage"));
  }

  @Test
  void mayNotLook() {
    aws.with("team/app", "").answer("DescribeRepositories", 400, "AccessDeniedException");
    register();
    kit.expect(UNKNOWN, "repository", "do not allow it");
    kit.push();
    assertEquals(1, kit.engine().logins().size());
  }

  @ParameterizedTest
  @CsvSource({
    "ThrottlingException, throttles",
    "ServiceUnavailableException, is not available now",
    "InvalidParameterException, refused"
  })
  void whatIsNoMatterOfTheRepositoryStopsNothing(String type, String words) {
    int status = type.startsWith("Service") ? 503 : 400;
    aws.with("team/app", "").answer("DescribeRepositories", status, type);
    register();
    kit.expect(UNKNOWN, "repository", words);
  }

  @ParameterizedTest
  @CsvSource({"ExpiredToken, have expired", "InvalidClientTokenId, rejects"})
  void credentialsThatAreNoGoodAreToldApart(String type, String words) {
    aws.with("team/app", "").answer("GetCallerIdentity", 403, type);
    register();
    kit.expect(FAIL, "identity", words);
  }

  @Test
  void credentialsThatHaveExpiredGiveNoToken() {
    aws.with("team/app", "").answer("GetAuthorizationToken", 400, "ExpiredTokenException");
    register();
    kit.expect(FAIL, "login", "have expired");
    kit.refused(ErrorCode.PREREQUISITE);
  }

  @Test
  void noEndpointInThatRegion() {
    // A host name that cannot exist (RFC 6761).
    register(
        "uri",
        "123456789012.dkr.ecr.eu-central-1.amazonaws.com",
        "endpointOverride",
        "https://api.ecr.nowhere.invalid");
    kit.target("123456789012.dkr.ecr.eu-central-1.amazonaws.com/app:1");
    kit.expect(UNKNOWN, "repository", "the endpoint does not exist");
  }

  @Test
  void oneThatStallsDoesNotHideTheOthers() {
    aws.with("team/app", "").stall("DescribeRepositories");
    register();
    CheckReport report = kit.check();
    FlavorKit.expect(report, UNKNOWN, "repository", "does not respond");
    FlavorKit.expect(report, PASS, "identity", "user/pusher");
    FlavorKit.expect(report, PASS, "login", "accepts the credentials");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void noCredentialsAnywhereNamesWhatWasTried(boolean withProfile) {
    AwsCredentials.none(folder);
    aws.with("team/app", "");
    register(withProfile ? new String[] {"profile", "absent"} : new String[0]);
    String words = withProfile ? "the profile 'absent'" : "AWS_ACCESS_KEY_ID";
    kit.expect(FAIL, "identity", words);
    BerthException e = kit.refused(ErrorCode.PREREQUISITE);
    assertTrue(e.getMessage().contains(words), e::getMessage);
  }

  @Test
  void aMetadataServiceThatStallsIsGivenUp() {
    AwsCredentials.none(folder);
    System.setProperty("aws.disableEc2Metadata", "false");
    System.setProperty("aws.ec2MetadataServiceEndpoint", aws.endpoint());
    aws.with("team/app", "").stall("/latest/api/token");
    register();
    kit.expect(FAIL, "identity", "no AWS credentials");
  }

  @Test
  void aSecretTakesThePlaceOfTheLogin() {
    AwsCredentials.none(folder);
    aws.with("team/app", "");
    registerWithSecret();
    kit.push();
    assertEquals(Optional.of(FakeAws.PASSWORD), kit.engine().logins().get(0).password());
    assertTrue(kit.listener().warnings().get(0).contains("other credentials"));
  }

  @Test
  void assumesTheRole() {
    aws.with("team/app", "");
    register("roleArn", ROLE);
    kit.push();
    assertTrue(aws.actions().contains("AssumeRole"));
  }

  @Test
  void mayNotAssumeTheRole() {
    aws.with("team/app", "").answer("AssumeRole", 403, "AccessDenied");
    register("roleArn", ROLE);
    kit.expect(FAIL, "login", "AccessDenied");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{\"authorizationData\":[]}", "<html>", "{\"authorizationData\":[{}]}"})
  void anAnswerThatAmazonDoesNotDocumentMayGoAway(String body) {
    aws.with("team/app", "").answering("GetAuthorizationToken", body);
    register();
    kit.refused(ErrorCode.TRANSIENT);
  }

  /** Amazon ECR's registry answers so to the first request of an upload. */
  private void registryWithoutTheRepository() {
    aws.answer("DescribeRepositories", 400, "AccessDeniedException")
        .answering("POST", "{\"errors\":[{\"code\":\"NAME_UNKNOWN\",\"message\":\"no\"}]}", 404);
  }

  @Test
  void aRepositoryThatOnlyTheRegistryMissesIsToldWithTheCommandThatCreatesIt() {
    registryWithoutTheRepository();
    register();
    BerthException e = kit.refused(ErrorCode.PREREQUISITE);
    assertTrue(
        e.hints().get(0).startsWith("aws ecr create-repository"), () -> e.hints().toString());
  }

  @Test
  void aRepositoryThatOnlyTheRegistryMissesIsCreated() {
    registryWithoutTheRepository();
    register("createRepository", "true");
    kit.push();
    assertEquals(1, count("CreateRepository"));
  }

  @Test
  void aNameThatEcrRefusesStopsThePush() {
    register();
    kit.target(image("a:1"));
    kit.expect(FAIL, "repository", "'a' cannot be the name of a repository");
  }

  @Test
  void aPathInTheUriOfAnEmulatorIsNoPartOfTheRepositorysName() {
    aws.with("app", "");
    register("uri", aws.host() + "/team");
    kit.target(image("team/app:1"));
    kit.expect(PASS, "repository", "repository app in");
  }

  @ParameterizedTest
  @ValueSource(strings = {"other", "wish"})
  void thePublicRegistryOfSomebodyElseStopsThePushBeforeARepositoryIsCreated(String alias) {
    register("uri", "public.ecr.aws/" + alias, "createRepository", "true");
    kit.target("public.ecr.aws/" + alias + "/app:1");

    BerthException e = kit.refused(ErrorCode.PREREQUISITE);

    assertTrue(e.getMessage().contains("which has acme"), e::getMessage);
    assertEquals(0, count("CreateRepository"));
  }

  @Test
  void anAliasThatMayNotBeSeenStopsNothingAndCreatesNothing() {
    aws.answer("DescribeRegistries", 400, "AccessDeniedException");
    register("uri", "public.ecr.aws/acme", "createRepository", "true");
    kit.target("public.ecr.aws/acme/app:1");
    kit.expect(UNKNOWN, "repository", "ecr-public:DescribeRegistries");
    kit.push();
    assertEquals(0, count("CreateRepository"));
  }

  @Test
  void aPublicRegistryIsAskedAsOne() {
    aws.with("app", "");
    register("uri", "public.ecr.aws/acme");
    kit.target("public.ecr.aws/acme/app:1");
    kit.expect(PASS, "repository", "repository app in us-east-1");
    kit.expect(PASS, "layer-size", "10,000 MiB");
  }
}
