package dev.berth.aws;

import static dev.berth.spi.CheckStatus.FAIL;
import static dev.berth.spi.CheckStatus.PASS;
import static dev.berth.spi.CheckStatus.UNKNOWN;
import static dev.berth.spi.CheckStatus.WARN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.CheckReport;
import dev.berth.reference.Digest;
import dev.berth.spi.BerthException;
import dev.berth.spi.CheckResult;
import dev.berth.spi.CheckStatus;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.PushPlan;
import java.nio.file.Path;
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

  @TempDir private Path folder;
  private final FakeAws aws = new FakeAws();
  private AwsKit kit;

  @BeforeEach
  void logIn() {
    AwsCredentials.set("AKIDCANARY", "canary-secret-key");
    kit = new AwsKit(folder, Map.of());
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

  private CheckResult checked(String name) {
    return kit.check(image("team/app:1"), name);
  }

  private static CheckResult expect(CheckStatus status, String words, CheckResult actual) {
    assertEquals(status, actual.status(), actual::message);
    assertTrue(actual.message().contains(words), actual::message);
    return actual;
  }

  private BerthException refusedPush() {
    BerthException e = assertThrows(BerthException.class, () -> kit.push(image("team/app:1")));
    assertEquals(List.of(), kit.engine.logins, "nothing is to be pushed");
    return e;
  }

  @Test
  void pushesWithTheTokenOfEcr() {
    kit.at(aws.with("team/app", ""));

    kit.push(image("team/app:1"));

    assertEquals(Optional.of("AWS"), kit.engine.logins.get(0).username());
    assertEquals(Optional.of(FakeAws.PASSWORD), kit.engine.logins.get(0).password());
    assertEquals(List.of(), kit.listener.warnings);
    assertEquals(1, count("GetAuthorizationToken"), "the token is kept");
  }

  private long count(String action) {
    return aws.actions().stream().filter(action::equals).count();
  }

  @Test
  void checksEverythingAndChangesNothing() {
    kit.at(aws, "createRepository", "true");

    CheckReport report = kit.check(image("team/app:1"));

    assertEquals(
        List.of("identity", "login", "repository", "immutable-tag", "permission", "layer-size"),
        report.findings().stream().map(finding -> finding.check()).toList());
    assertEquals(PASS, report.status(), report::toString);
    assertEquals(0, count("CreateRepository"));
  }

  @Test
  void checksOfARegistryAreThoseThatEveryImageHas() {
    kit.at(aws);
    assertEquals(
        List.of("identity", "login"),
        kit.check("ecr").findings().stream().map(finding -> finding.check()).toList());
  }

  @Test
  void asksForTheRepositoryByItsNameAndItsAccount() {
    kit.at(aws.with("team/app", ""), "registryId", FakeAws.ACCOUNT);
    expect(PASS, "team/app", checked("repository"));
    String asked =
        aws.bodies().stream().filter(body -> body.contains("team/app")).findFirst().orElseThrow();
    assertTrue(asked.contains(FakeAws.ACCOUNT), asked);
  }

  @Test
  void aMissingRepositoryStopsThePushAndSaysHowToMakeIt() {
    kit.at(aws);

    BerthException e = refusedPush();

    assertEquals(ErrorCode.PREREQUISITE, e.code());
    assertTrue(e.getMessage().contains("team/app"), e::getMessage);
    assertTrue(
        e.hints()
            .contains("aws ecr create-repository --repository-name team/app --region eu-central-1"),
        () -> e.hints().toString());
  }

  @Test
  void skippingTheChecksPushesAllTheSame() {
    kit.at(aws);
    kit.push(image("team/app:1"), true);
    assertEquals(1, kit.engine.logins.size());
    assertTrue(
        kit.listener.warnings.stream().anyMatch(warning -> warning.contains("does not exist")));
  }

  @Test
  void makesTheRepositoryAsConfigured() {
    var properties =
        AwsKit.properties(
            "uri", aws.host(),
            "endpointOverride", aws.endpoint(),
            "region", "eu-central-1",
            "createRepository", "true",
            "immutableTags", "true",
            "scanOnPush", "true",
            "kmsKey", "alias/images");
    properties.put("repositoryTags", AwsKit.map("team", "web"));
    kit.registries.register("ecr", "aws", properties);

    kit.push(image("team/app:1"));

    String body =
        aws.bodies().stream().filter(it -> it.contains("kmsKey")).findFirst().orElseThrow();
    assertTrue(
        body.contains("\"IMMUTABLE\"")
            && body.contains("\"scanOnPush\":true")
            && body.contains("alias/images")
            && body.contains("\"Key\":\"team\""),
        body);
    assertTrue(kit.listener.told.get(0).contains("made the repository team/app"));
  }

  @Test
  void aRepositoryThatSomebodyElseMakesInBetweenIsGood() {
    kit.at(
        aws.before("CreateRepository", () -> aws.with("team/app", "")), "createRepository", "true");
    kit.push(image("team/app:1"));
    assertEquals(1, kit.engine.logins.size());
    assertEquals(List.of(), kit.listener.told);
  }

  @Test
  void aDryRunMakesNothing() {
    kit.at(aws, "createRepository", "true");
    kit.dryRun = true;
    kit.push(image("team/app:1"));
    assertEquals(0, count("CreateRepository"));
  }

  @Test
  void whoMayMakeARepositoryButNotLookForItMakesIt() {
    kit.at(
        aws.answer("DescribeRepositories", 400, "AccessDeniedException"),
        "createRepository",
        "true");
    kit.push(image("team/app:1"));
    assertEquals(1, count("CreateRepository"));
  }

  @Test
  void aRepositoryThatCannotBeMadeNowMayBeMadeLater() {
    kit.at(aws.answer("CreateRepository", 400, "ThrottlingException"), "createRepository", "true");
    assertEquals(ErrorCode.TRANSIENT, refusedPush().code());
  }

  @Test
  void anotherAccountsTemplatesCannotBeAskedFor() {
    kit.at(aws, "registryId", "210987654321");
    expect(UNKNOWN, "cannot be asked from another account", checked("repository"));
  }

  @Test
  void aDamagedFileOfAwsIsNamedAndStopsOnlyWhoNeedsIt() throws java.io.IOException {
    AwsCredentials.none(folder);
    java.nio.file.Files.writeString(folder.resolve("none"), "no profile\n[broken\n");
    kit.at(aws.with("team/app", ""));
    expect(FAIL, "AWS's configuration files cannot be read", checked("identity"));
    kit.close();
    kit =
        new AwsKit(
            folder.resolve("secret"),
            Map.of(
                "BERTH_SECRET_ECR_USERNAME", "AWS", "BERTH_SECRET_ECR_PASSWORD", FakeAws.PASSWORD));
    kit.at(aws, "authenticationSecret", "ecr");
    kit.push(image("team/app:1"));
    assertEquals(1, kit.engine.logins.size());
  }

  @Test
  void whoAsksNeedNotBeKnownToSayThatARepositoryIsMissing() {
    kit.at(
        aws.answer("GetCallerIdentity", 503, "ServiceUnavailable"), "registryId", FakeAws.ACCOUNT);
    expect(FAIL, "does not exist", checked("repository"));
  }

  @Test
  void staleKeysDoNotStopARegistryThatHasASecret() {
    kit.close();
    kit =
        new AwsKit(
            folder.resolve("secret"),
            Map.of(
                "BERTH_SECRET_ECR_USERNAME", "AWS", "BERTH_SECRET_ECR_PASSWORD", FakeAws.PASSWORD));
    kit.at(
        aws.with("team/app", "").answer("GetCallerIdentity", 403, "ExpiredToken"),
        "authenticationSecret",
        "ecr");
    expect(WARN, "another login", checked("identity"));
  }

  @Test
  void mayNotMakeTheRepository() {
    kit.at(
        aws.answer("CreateRepository", 400, "AccessDeniedException"), "createRepository", "true");
    BerthException e = refusedPush();
    assertEquals(ErrorCode.PREREQUISITE, e.code());
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
  void aCreationTemplateThatAppliesOnPushMakesIt(String prefix, String when, CheckStatus status) {
    kit.at(
        aws.withTemplates("[{\"prefix\":\"%s\",\"appliedFor\":[\"%s\"]}]".formatted(prefix, when)));
    expect(status, "does not exist", checked("repository"));
  }

  @Test
  void theMoreSpecificTemplateCounts() {
    kit.at(
        aws.withTemplates(
            "[{\"prefix\":\"ROOT\",\"appliedFor\":[\"CREATE_ON_PUSH\"]},"
                + "{\"prefix\":\"team\",\"appliedFor\":[\"REPLICATION\"]}]"));
    expect(FAIL, "does not exist", checked("repository"));
  }

  @Test
  void aTemplateThatMayNotBeSeenStopsNothing() {
    kit.at(aws.answer("DescribeRepositoryCreationTemplates", 400, "AccessDeniedException"));
    expect(UNKNOWN, "is not known", checked("repository"));
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
  void aTagThatIsThereMayBeImmutable(String fields, CheckStatus status) {
    kit.at(aws.with("team/app", fields).tagged());
    expect(status, "the tag 1 ", checked("immutable-tag"));
  }

  @Test
  void anImmutableTagThatIsNotThereMayBePut() {
    kit.at(aws.with("team/app", IMMUTABLE));
    expect(PASS, "there is no tag 1 yet", checked("immutable-tag"));
  }

  @Test
  void anImmutableTagTakesTheSameImage() {
    kit.at(aws.with("team/app", IMMUTABLE).tagged());
    kit.engine.plan = new PushPlan(Optional.of(Digest.parse(FakeAws.DIGEST)), 0);
    kit.push(image("team/app:1"));
    assertEquals(List.of(), kit.listener.warnings);
  }

  @Test
  void anImmutableTagTakesNoOtherImage() {
    kit.at(aws.with("team/app", IMMUTABLE).tagged());
    kit.engine.plan = new PushPlan(Optional.of(Digest.parse("sha256:" + "b".repeat(64))), 0);
    BerthException e = refusedPush();
    assertEquals(ErrorCode.PREREQUISITE, e.code());
    assertTrue(e.getMessage().contains(FakeAws.DIGEST), e::getMessage);
  }

  @Test
  void aLayerMayBeTooLarge() {
    kit.at(aws.with("team/app", ""));
    kit.engine.plan = new PushPlan(Optional.empty(), 60_000L << 20);
    assertTrue(refusedPush().getMessage().contains("52,000 MiB"));
  }

  @Test
  void anotherAccountIsWarnedOf() {
    kit.at(aws.with("team/app", ""), "registryId", "210987654321");
    expect(WARN, "210987654321", checked("identity"));
  }

  @Test
  void mayNotPush() {
    kit.at(aws.with("team/app", "").answer("POST", 403, "denied"));
    CheckResult result = expect(FAIL, "403", checked("permission"));
    assertTrue(result.remedy().orElseThrow().contains("ecr:PutImage"));
  }

  @Test
  void mayNotLook() {
    kit.at(aws.with("team/app", "").answer("DescribeRepositories", 400, "AccessDeniedException"));
    expect(UNKNOWN, "do not allow it", checked("repository"));
    kit.push(image("team/app:1"));
    assertEquals(1, kit.engine.logins.size());
  }

  @ParameterizedTest
  @CsvSource({
    "ThrottlingException, throttles",
    "ServiceUnavailableException, does not answer",
    "InvalidParameterException, refuses"
  })
  void whatIsNoMatterOfTheRepositoryStopsNothing(String type, String words) {
    int status = type.startsWith("Service") ? 503 : 400;
    kit.at(aws.with("team/app", "").answer("DescribeRepositories", status, type));
    expect(UNKNOWN, words, checked("repository"));
  }

  @ParameterizedTest
  @CsvSource({"ExpiredToken, have expired", "InvalidClientTokenId, does not know"})
  void credentialsThatAreNoGoodAreToldApart(String type, String words) {
    kit.at(aws.with("team/app", "").answer("GetCallerIdentity", 403, type));
    expect(FAIL, words, checked("identity"));
  }

  @Test
  void credentialsThatHaveExpiredGiveNoToken() {
    kit.at(aws.with("team/app", "").answer("GetAuthorizationToken", 400, "ExpiredTokenException"));
    expect(FAIL, "have expired", checked("login"));
    assertEquals(ErrorCode.PREREQUISITE, refusedPush().code());
  }

  @Test
  void noEndpointInThatRegion() {
    // A host name that cannot exist (RFC 6761).
    kit.at(
        aws,
        "uri",
        "123456789012.dkr.ecr.eu-central-1.amazonaws.com",
        "endpointOverride",
        "https://api.ecr.nowhere.invalid");
    CheckResult result =
        kit.check("123456789012.dkr.ecr.eu-central-1.amazonaws.com/app:1", "repository");
    expect(UNKNOWN, "there is no such endpoint", result);
  }

  @Test
  void oneThatStallsDoesNotHideTheOthers() {
    kit.at(aws.with("team/app", "").stall("DescribeRepositories"));
    CheckReport report = kit.check(image("team/app:1"));
    assertEquals(UNKNOWN, report.findings().get(2).result().status());
    assertEquals(PASS, report.findings().get(0).result().status());
    assertEquals(PASS, report.findings().get(1).result().status());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void noCredentialsAnywhereNamesWhatWasTried(boolean withProfile) {
    AwsCredentials.none(folder);
    kit.at(
        aws.with("team/app", ""), withProfile ? new String[] {"profile", "absent"} : new String[0]);
    String words = withProfile ? "the profile 'absent'" : "AWS_ACCESS_KEY_ID";
    expect(FAIL, words, checked("identity"));
    BerthException e = refusedPush();
    assertEquals(ErrorCode.PREREQUISITE, e.code());
    assertTrue(e.getMessage().contains(words), e::getMessage);
  }

  @Test
  void aMetadataServiceThatStallsIsGivenUp() {
    AwsCredentials.none(folder);
    System.setProperty("aws.disableEc2Metadata", "false");
    System.setProperty("aws.ec2MetadataServiceEndpoint", aws.endpoint());
    kit.at(aws.with("team/app", "").stall("/latest/api/token"));
    expect(FAIL, "no AWS credentials", checked("identity"));
  }

  @Test
  void aSecretTakesThePlaceOfTheLogin() {
    AwsCredentials.none(folder);
    kit.close();
    kit =
        new AwsKit(
            folder,
            Map.of(
                "BERTH_SECRET_ECR_USERNAME", "AWS", "BERTH_SECRET_ECR_PASSWORD", FakeAws.PASSWORD));
    kit.at(aws.with("team/app", ""), "authenticationSecret", "ecr");
    kit.push(image("team/app:1"));
    assertEquals(Optional.of(FakeAws.PASSWORD), kit.engine.logins.get(0).password());
    assertTrue(kit.listener.warnings.get(0).contains("another login"));
  }

  @Test
  void assumesTheRole() {
    kit.at(aws.with("team/app", ""), "roleArn", "arn:aws:iam::123456789012:role/pusher");
    kit.push(image("team/app:1"));
    assertTrue(aws.actions().contains("AssumeRole"));
  }

  @Test
  void mayNotAssumeTheRole() {
    kit.at(
        aws.with("team/app", "").answer("AssumeRole", 403, "AccessDenied"),
        "roleArn",
        "arn:aws:iam::123456789012:role/pusher");
    expect(FAIL, "AccessDenied", checked("login"));
  }

  @Test
  void printsNoSecret() {
    kit.at(aws.answer("DescribeRepositories", 400, "AccessDeniedException"));
    String told = kit.check(image("team/app:1")).toString() + kit.listener.warnings;
    assertFalse(told.contains("canary"), told);
  }

  @Test
  void aPublicRegistryIsAskedAsOne() {
    kit.at(aws.with("app", ""), "uri", "public.ecr.aws/acme");
    String image = "public.ecr.aws/acme/app:1";
    expect(PASS, "the repository app in us-east-1", kit.check(image, "repository"));
    assertEquals(
        Optional.of("10,000"),
        Optional.of(kit.check(image, "layer-size").message().replaceAll("[^0-9,]", "")));
  }
}
