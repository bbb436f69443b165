package dev.berth.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.spi.BerthException;
import dev.berth.spi.Check;
import dev.berth.spi.ErrorCode;
import dev.berth.testing.FlavorKit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A source of credentials that is configured and fails ends the search with its own reason (AWS
 * SDKs and Tools Reference Guide, "Standardized credential providers").
 */
class CredentialSourcesTest {
  private static final String ROLE = "arn:aws:iam::123456789012:role/pusher";

  @TempDir private Path folder;
  private final FakeAws aws = new FakeAws().with("team/app", "");
  private FlavorKit kit;

  @BeforeEach
  void start() {
    AwsCredentials.none(folder);
    System.setProperty("aws.endpointUrlSts", aws.endpoint());
    kit = new FlavorKit(folder).target(aws.host() + "/team/app:1");
  }

  @AfterEach
  void stop() {
    AwsCredentials.clear();
    kit.close();
    aws.close();
  }

  /** Docker's configuration has a login too, which must not be used in place of a failed one. */
  private void register(String... namesAndValues) throws IOException {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("uri", aws.host());
    properties.put("endpointOverride", aws.endpoint());
    properties.put("region", "eu-central-1");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      properties.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    Path docker = Files.createDirectories(folder.resolve("docker"));
    Files.writeString(
        docker.resolve("config.json"),
        "{\"auths\":{\"%s\":{\"username\":\"AWS\",\"password\":\"old\"}}}".formatted(aws.host()));
    kit.environment("DOCKER_CONFIG", docker.toString());
    kit.register("aws", properties);
  }

  private BerthException refused(ErrorCode code, String... words) {
    BerthException e = kit.refused(code);
    for (String each : words) {
      assertTrue(e.getMessage().contains(each), e::getMessage);
    }
    assertFalse(e.getMessage().contains("there are no AWS credentials"), e::getMessage);
    assertFalse(e.getMessage().contains("Exception:"), e::getMessage);
    assertFalse(e.getMessage().contains("null"), e::getMessage);
    return e;
  }

  @Test
  void aProcessThatFailsIsToldInItsWords() throws IOException {
    AwsCredentials.file(
        folder,
        "[default]\ncredential_process = sh -c 'echo vault is sealed for AKIAIOSFODNN7EXAMPLE wJalrXUtnFEMI7MDENGbPxRfiCYEXAMPLEKEY >&2; exit 3'\n");
    register();
    BerthException e =
        refused(ErrorCode.PREREQUISITE, "the profile 'default'", "vault is sealed for *** ***");
    assertTrue(
        e.hints().contains("run the profile's credential_process by itself"),
        () -> e.hints().toString());
  }

  @Test
  void aProcessThatSaysNothingUsableIsTold() throws IOException {
    AwsCredentials.file(folder, "[default]\ncredential_process = echo hello\n");
    register();
    refused(ErrorCode.PREREQUISITE, "the profile 'default'");
  }

  @Test
  void aProcessThatHangsIsNamed() throws IOException {
    AwsCredentials.file(folder, "[default]\ncredential_process = sleep 100\n");
    register();
    BerthException e = kit.refused(ErrorCode.TRANSIENT);
    assertTrue(
        e.getMessage().contains("the profile 'default': no answer within 10 s"), e::getMessage);
    assertEquals(
        List.of(),
        ProcessHandle.current()
            .descendants()
            .filter(ProcessHandle::isAlive)
            .filter(it -> it.info().commandLine().orElse("").contains("sleep 100"))
            .toList());
  }

  @Test
  void aProfileThatDoesNotExistIsTold() throws IOException {
    register("profile", "prod");
    BerthException e = refused(ErrorCode.PREREQUISITE, "the profile 'prod'", "it is in neither");
    assertTrue(e.hints().contains("aws configure list-profiles"), () -> e.hints().toString());
  }

  @Test
  void aProfileOfTheEnvironmentThatDoesNotExistIsTold() throws IOException {
    System.setProperty("aws.profile", "prod");
    register();
    refused(ErrorCode.PREREQUISITE, "the profile 'prod'", "it is in neither");
  }

  @Test
  void aRoleThatMayNotBeAssumedIsTold() throws IOException {
    AwsCredentials.set("AKID", "canary-secret");
    System.setProperty("aws.endpointUrlSts", aws.endpoint());
    aws.answer("AssumeRole", 403, "AccessDenied");
    register("roleArn", ROLE);
    BerthException e =
        refused(
            ErrorCode.PREREQUISITE,
            "assuming the role " + ROLE,
            "the AWS credentials do not allow it: AccessDenied: said so");
    assertTrue(
        e.hints().contains("allow sts:AssumeRole on it, also in the role's trust policy"),
        () -> e.hints().toString());
  }

  @Test
  void aRoleOfAProfileThatMayNotBeAssumedIsTold() throws IOException {
    AwsCredentials.file(
        folder,
        "[default]\nregion = eu-central-1\nrole_arn = %s\nsource_profile = keys\n[profile keys]\naws_access_key_id = A\naws_secret_access_key = S\n"
            .formatted(ROLE));
    System.setProperty("aws.endpointUrlSts", aws.endpoint());
    aws.answer("AssumeRole", 403, "AccessDenied");
    register();
    refused(ErrorCode.PREREQUISITE, "the profile 'default'", "AccessDenied: said so");
  }

  @Test
  void aRoleWhoseServiceIsBrokenMayBeAssumedLater() throws IOException {
    AwsCredentials.set("AKID", "canary-secret");
    aws.answer("AssumeRole", 503, "ServiceUnavailable");
    register("roleArn", ROLE);
    refused(ErrorCode.TRANSIENT, "assuming the role " + ROLE, "AWS is not available now");
  }

  @Test
  void aProfileWithoutCredentialsIsNoSource() throws IOException {
    AwsCredentials.file(folder, "[profile prod]\nregion = eu-central-1\n");
    System.setProperty("aws.profile", "prod");
    register();
    kit.expect(Check.Status.WARN, "identity", "there are no AWS credentials: tried");
  }

  @Test
  void anEmptyNameOfAProfileIsNone() throws IOException {
    System.setProperty("aws.profile", "");
    register();
    kit.expect(Check.Status.WARN, "identity", "there are no AWS credentials: tried");
  }

  @Test
  void aServiceThatIsBusyMayAssumeTheRoleLater() throws IOException {
    AwsCredentials.set("AKID", "canary-secret");
    aws.answer("AssumeRole", 400, "IDPCommunicationError");
    register("roleArn", ROLE);
    refused(ErrorCode.TRANSIENT, "assuming the role " + ROLE, "AWS is not available now");
  }

  @Test
  void aWebIdentityFileThatIsMissingIsTold() throws IOException {
    System.setProperty("aws.webIdentityTokenFile", folder.resolve("token").toString());
    System.setProperty("aws.roleArn", ROLE);
    register();
    refused(
        ErrorCode.PREREQUISITE,
        "AWS_WEB_IDENTITY_TOKEN_FILE",
        "the file " + folder.resolve("token") + " does not exist");
  }

  @Test
  void aSessionThatHasExpiredIsTold() throws IOException {
    AwsCredentials.file(
        folder,
        "[default]\nsso_start_url = https://acme.awsapps.com/start\nsso_region = eu-central-1\nsso_account_id = 123456789012\nsso_role_name = dev\n");
    register();
    BerthException e = refused(ErrorCode.PREREQUISITE, "the profile 'default'");
    assertTrue(e.hints().contains("aws sso login"), () -> e.hints().toString());
  }

  @Test
  void anAccessKeyOfTheConfigurationLogsIn() throws IOException {
    kit.environment(
        "BERTH_SECRET_KEYS_KEY", "canary-key", "BERTH_SECRET_KEYS_TOKEN", "canary-session");
    register(
        "accessKeyId",
        "AKIAIOSFODNN7EXAMPLE",
        "secretAccessKey",
        "{{keys.key}}",
        "sessionToken",
        "{{keys.token}}");
    kit.push();
    assertTrue(
        aws.logins().stream().allMatch(it -> it.equals("AKIAIOSFODNN7EXAMPLE canary-session")),
        () -> aws.logins().toString());
  }

  @Test
  void withoutASourceTheLoginOfDockerIsUsed() throws IOException {
    register();
    kit.expect(Check.Status.WARN, "identity", "there are no AWS credentials: tried");
    kit.pushSkippingChecks();
    assertEquals(
        List.of("old"), kit.engine().logins().stream().map(it -> it.password().get()).toList());
  }
}
