package dev.berth.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.spi.BerthException;
import dev.berth.testing.FlavorKit;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AwsRegistryConfigTest {
  private static final String URI = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";

  @TempDir private Path folder;
  private FlavorKit kit;

  @BeforeEach
  void open() {
    kit = new FlavorKit(folder);
  }

  @AfterEach
  void close() {
    kit.close();
  }

  private String problem(String... namesAndValues) {
    BerthException e = kit.invalid("aws", namesAndValues);
    return e.getMessage() + e.hints();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        URI,
        "123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com",
        "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn",
        "123456789012.dkr-ecr.us-west-2.on.aws",
        "123456789012.dkr-ecr-fips.us-east-1.on.aws",
        "123456789012.dkr-ecr.cn-north-1.on.amazonwebservices.com.cn",
        "123456789012.dkr.ecr.us-iso-east-1.c2s.ic.gov",
        "123456789012.dkr.ecr.us-isob-east-1.sc2s.sgov.gov",
        "123456789012.dkr.ecr.eu-isoe-west-1.cloud.adc-e.uk",
        "123456789012.dkr.ecr.us-isof-south-1.csp.hci.ic.gov",
        "123456789012.dkr.ecr.eusc-de-east-1.amazonaws.eu",
        "public.ecr.aws/acme",
        "public.ecr.aws/acme/team",
        "ecr-public.aws.com/acme"
      })
  void takesTheHostsOfEcr(String uri) {
    kit.register("aws", "uri", uri);
    assertEquals(uri, kit.registries().describe(FlavorKit.REGISTRY).uri());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "12345.dkr.ecr.eu-central-1.amazonaws.com",
        "123456789012.dkr.ecr.eu-central-1.amazonaws.com.evil.com",
        "123456789012.dkr.ecr.eu-central-1.amazonaws.com/team",
        "123456789012.ecr.eu-central-1.amazonaws.com",
        "public.ecr.aws",
        "ghcr.io/acme"
      })
  void refusesOtherHosts(String uri) {
    assertTrue(problem("uri", uri).contains("ACCOUNT.dkr.ecr.REGION.amazonaws.com"));
  }

  @ParameterizedTest
  @CsvSource({
    "profile, ''",
    "roleArn, arn:aws:iam::1:role/x",
    "roleArn, pusher",
    "endpointOverride, localhost:4566",
    "endpointOverride, https://user:pass@host",
    "endpointOverride, http://emulator.example:4566",
    "endpointOverride, http://EMULATOR.example:4566",
    "endpointOverride, HTTP://emulator.example:4566",
    "endpointOverride, http://emulator",
    "endpointOverride, http://evil..example",
    "registryId, 12345",
    "region, 'europe'",
    "region, us-east-1",
    "registryId, 210987654321",
    "immutableTags, true",
    "kmsKey, alias/key",
    "repositoryTags, '{\"a\":\"b\"}'",
    "bucket, x"
  })
  void refusesPropertiesThatMakeNoSense(String property, String value) {
    String problem = problem("uri", URI, property, value);
    assertTrue(problem.contains(property), problem);
  }

  @Test
  void namesAllProblemsAtOnce() {
    String problem = problem("uri", "ghcr.io", "roleArn", "x", "immutableTags", "true");
    assertTrue(
        problem.contains("3 problems")
            && problem.contains("'roleArn'")
            && problem.contains("'uri'"),
        problem);
  }

  @Test
  void anEndpointOfOnesOwnTakesAnyHostButWantsARegion() {
    assertTrue(
        problem("uri", "localhost:4566/team", "endpointOverride", "http://localhost:4566")
            .contains("region"));
    kit.register(
        "aws",
        "uri",
        "localhost:4566/team",
        "endpointOverride",
        "http://localhost:4566",
        "region",
        "eu-west-1");
  }

  @Test
  void plainHttpIsForThisMachineOrAnInsecureRegistry() {
    kit.register(
        "aws",
        Map.of("uri", URI, "endpointOverride", "http://emulator.example:4566", "insecure", true));
  }

  @Test
  void aPublicRegistryHasNoImmutableTags() {
    assertTrue(
        problem("uri", "public.ecr.aws/acme", "createRepository", "true", "immutableTags", "true")
            .contains("private"));
  }

  @Test
  void saysAfterARegistrationHowRepositoriesAreCreated() {
    String notice = kit.register("aws", "uri", URI).notice().orElseThrow();
    assertTrue(
        notice.contains("aws ecr create-repository --repository-name NAME --region eu-central-1"),
        notice);
  }
}
