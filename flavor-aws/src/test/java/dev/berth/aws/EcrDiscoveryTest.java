package dev.berth.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.DiscoveredRegistry;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.testing.FlavorKit;
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

/**
 * After the service models of Amazon ECR (2015-09-21) and Amazon ECR Public (2020-10-30): {@code
 * DescribeRepositories}, {@code GetAuthorizationToken} and {@code DescribeRegistries}.
 */
class EcrDiscoveryTest {
  private static final String HOST = "123456789012.dkr.ecr.%s.amazonaws.com";

  @TempDir private Path folder;
  private final FakeAws aws = new FakeAws();
  private FlavorKit kit;

  @BeforeEach
  void logIn() {
    AwsCredentials.none(folder);
    System.setProperty("aws.accessKeyId", "AKIDCANARY");
    System.setProperty("aws.secretAccessKey", "canary-secret-key");
    System.setProperty("aws.endpointUrlEcr", aws.endpoint());
    System.setProperty("aws.endpointUrlEcrPublic", aws.endpoint());
    kit = new FlavorKit(folder);
  }

  @AfterEach
  void close() {
    AwsCredentials.clear();
    kit.close();
    aws.close();
  }

  private static List<String> uris(List<DiscoveredRegistry> found) {
    return found.stream().map(DiscoveredRegistry::uri).toList();
  }

  @Test
  void findsTheRegistriesOfRegionsWithRepositoriesAndPublicOnes() {
    aws.with("team/app", "").with("team/web", "").onlyIn("eu-west-1", "ap-south-1");
    System.setProperty("aws.region", "us-east-2");
    List<DiscoveredRegistry> found = kit.discover("aws", Map.of());
    assertEquals(HOST.formatted("us-east-2"), found.get(0).uri());
    assertEquals("private registry in us-east-2, no repository yet", found.get(0).description());
    assertEquals(
        List.of(HOST.formatted("ap-south-1"), HOST.formatted("eu-west-1")),
        uris(found).subList(1, 3).stream().sorted().toList());
    assertEquals("private registry in eu-west-1, 2 repositories", named(found, "ecr-eu-west-1"));
    // An alias that Amazon has not approved yet takes no pushes.
    assertEquals(List.of("public.ecr.aws/acme"), uris(found).subList(3, found.size()));
    assertEquals(List.of(), kit.listener().warnings());
  }

  private static String named(List<DiscoveredRegistry> found, String name) {
    return found.stream()
        .filter(it -> it.name().equals(name))
        .map(DiscoveredRegistry::description)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void regionsThatAreNotEnabledAreOneWarning() {
    aws.with("team/app", "").enabledIn("us-east-1", "eu-west-1");
    assertEquals(
        List.of(HOST.formatted("us-east-1"), HOST.formatted("eu-west-1"), "public.ecr.aws/acme"),
        uris(kit.discover("aws", Map.of())));
    assertEquals(1, kit.listener().warnings().size(), kit.listener()::toString);
    String warning = kit.listener().warnings().get(0);
    assertTrue(warning.contains("eu-central-1, "), warning);
    assertTrue(
        warning.endsWith("not enabled for the account, or the login is not valid there"), warning);
  }

  @Test
  void aLoginThatMayNotAskTheDefaultRegionFindsTheOthers() {
    aws.with("team/app", "").enabledIn("eu-west-1");
    assertEquals(List.of(HOST.formatted("eu-west-1")), uris(kit.discover("aws", Map.of())));
    assertEquals(2, kit.listener().warnings().size(), kit.listener()::toString);
  }

  @Test
  void whatAnEmulatorNamesHasItsRegion() {
    aws.answering(
        "GetAuthorizationToken",
        "{\"authorizationData\":[{\"authorizationToken\":\"QVdTOng=\",\"expiresAt\":4102444800,"
            + "\"proxyEndpoint\":\"http://localhost:4566\"}]}");
    DiscoveredRegistry found =
        kit.discover("aws", Map.of("endpointOverride", aws.endpoint())).get(0);
    assertEquals("us-east-1", found.configuration().get("region"));
    kit.registries().register("emulator", "aws", found.configuration());
  }

  @Test
  void aPropertyIsLeftOutWhereItIsNotFor() {
    aws.with("team/app", "").onlyIn("us-east-1");
    List<DiscoveredRegistry> found =
        kit.discover("aws", Map.of("createRepository", "true", "scanOnPush", "true"));
    assertEquals(true, found.get(0).configuration().get("scanOnPush"));
    assertEquals(
        Map.of("uri", "public.ecr.aws/acme", "createRepository", true),
        found.get(1).configuration());
    assertEquals(
        List.of("property 'scanOnPush' is not for public.ecr.aws/acme"), kit.listener().warnings());
  }

  @Test
  void theUriIsWhatDiscoveringFinds() {
    assertEquals(ErrorCode.INVALID, failure(Map.of("uri", "public.ecr.aws/acme")).code());
  }

  @Test
  void findsOneRegistryInAGivenRegion() {
    aws.with("team/app", "");
    List<DiscoveredRegistry> found = kit.discover("aws", Map.of("region", "eu-central-1"));
    assertEquals(List.of(HOST.formatted("eu-central-1")), uris(found));
    assertEquals("private registry in eu-central-1, 1 repository", found.get(0).description());
  }

  @Test
  void whatIsFoundCanBeRegistered() {
    DiscoveredRegistry found = kit.discover("aws", Map.of("region", "eu-central-1")).get(0);
    kit.registries().register(found.name(), found.flavor(), found.configuration());
    DiscoveredRegistry again = kit.discover("aws", Map.of("region", "eu-central-1")).get(0);
    assertEquals(Optional.of("ecr-eu-central-1"), again.registered());
    assertEquals("ecr-eu-central-1-2", again.name());
  }

  @Test
  void thePublicRegistriesOfAnotherAccountAreNotListed() {
    aws.with("team/app", "").onlyIn("us-east-1");
    assertEquals(
        List.of("210987654321.dkr.ecr.us-east-1.amazonaws.com"),
        uris(kit.discover("aws", Map.of("registryId", "210987654321"))));
  }

  @Test
  void theAccountOfTheRegistryCanBeAnotherOne() {
    String uri =
        uris(kit.discover("aws", Map.of("region", "eu-central-1", "registryId", "210987654321")))
            .get(0);
    assertEquals("210987654321.dkr.ecr.eu-central-1.amazonaws.com", uri);
    assertTrue(aws.bodies().toString().contains("\"registryId\":\"210987654321\""));
  }

  @Test
  void aLoginThatMayNotListRepositoriesStillHasItsRegistry() {
    aws.answer("DescribeRepositories", 400, "AccessDeniedException");
    List<DiscoveredRegistry> found = kit.discover("aws", Map.of());
    assertEquals(List.of(HOST.formatted("us-east-1"), "public.ecr.aws/acme"), uris(found));
    assertEquals(
        "private registry in us-east-1, its repositories are not shown to this login",
        found.get(0).description());
    assertEquals(1, kit.listener().warnings().size(), kit.listener()::toString);
    String warning = kit.listener().warnings().get(0);
    assertTrue(warning.startsWith("not listed: "), warning);
    assertTrue(warning.contains("eu-west-1"), warning);
    assertTrue(warning.contains("AccessDeniedException"), warning);
  }

  @ParameterizedTest
  @CsvSource({
    "400,UnrecognizedClientException,CREDENTIALS",
    "400,AccessDeniedException,CREDENTIALS",
    "500,ServerException,TRANSIENT",
  })
  void aRegistryThatCannotBeAskedIsAFailure(int status, String type, ErrorCode code) {
    aws.answer("GetAuthorizationToken", status, type);
    assertEquals(code, failure(Map.of("region", "eu-central-1")).code());
  }

  @Test
  void withoutCredentialsThereIsNothingToAsk() {
    AwsCredentials.none(folder);
    BerthException e = failure(Map.of());
    assertEquals(ErrorCode.CREDENTIALS, e.code());
    assertTrue(e.getMessage().startsWith("there are no AWS credentials"), e::getMessage);
    assertEquals(List.of(), aws.actions());
  }

  @Test
  void anInvalidPropertyIsReportedAsAtARegistration() {
    assertEquals(ErrorCode.INVALID, failure(Map.of("region", "Frankfurt")).code());
    assertEquals(ErrorCode.INVALID, failure(Map.of("regio", "eu-central-1")).code());
  }

  private BerthException failure(Map<String, String> properties) {
    return assertThrows(BerthException.class, () -> kit.discover("aws", properties));
  }
}
