package dev.berth.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.DiscoveredRegistry;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.testing.FlavorKit;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * After the Azure Resource Manager's REST API: "Subscriptions - List" (2022-12-01) and "Registries
 * - List" (Microsoft.ContainerRegistry 2023-07-01).
 */
class AcrDiscoveryTest {
  private static final String SUBSCRIPTIONS = "/subscriptions";
  private static final String FIRST =
      "/subscriptions/s1/providers/Microsoft.ContainerRegistry/registries";
  private static final String SECOND =
      "/subscriptions/s2/providers/Microsoft.ContainerRegistry/registries";

  @TempDir private Path folder;
  private FakeAzure azure;
  private FlavorKit kit;

  @BeforeEach
  void start() throws IOException, GeneralSecurityException {
    azure =
        FakeAzure.overTls()
            .at(
                SUBSCRIPTIONS,
                200,
                """
                {"value":[{"id":"/subscriptions/s1","subscriptionId":"s1","displayName":"Shop"},
                {"id":"/subscriptions/s2","subscriptionId":"s2","displayName":"Lab"}]}""")
            .at(FIRST, 200, list(registry("shopimages", "Premium"), azure("next")))
            .at(SECOND, 200, list(registry("labimages", "Basic"), ""));
    kit = AzureKit.withPrincipal(folder).environment("TEST_MANAGER", azure.url());
  }

  @AfterEach
  void stop() {
    kit.close();
    azure.close();
  }

  private static String azure(String rest) {
    return FIRST + "/" + rest;
  }

  private static String registry(String name, String sku) {
    return """
        {"id":"/subscriptions/s/resourceGroups/images/providers/Microsoft.ContainerRegistry/registries/%s",
        "name":"%s","location":"westeurope","sku":{"name":"%s","tier":"%s"},
        "properties":{"loginServer":"%s.azurecr.io","provisioningState":"Succeeded"}}"""
        .formatted(name, name, sku, sku, name);
  }

  private String list(String registries, String next) {
    return next.isEmpty()
        ? "{\"value\":[%s]}".formatted(registries)
        : "{\"value\":[%s],\"nextLink\":\"%s\"}".formatted(registries, next);
  }

  private List<DiscoveredRegistry> discover() {
    return kit.discover(
        "azure-local-manager",
        Map.of("authorityHost", azure.url(), "caCertificate", azure.certificate().toString()));
  }

  private BerthException failure(ErrorCode code) {
    BerthException e = assertThrows(BerthException.class, this::discover);
    assertEquals(code, e.code(), e::getMessage);
    return e;
  }

  @Test
  void findsTheRegistriesOfAllSubscriptionsPageByPage() {
    azure.at(azure("next"), 200, list(registry("shopbackup", "Standard"), ""));
    List<DiscoveredRegistry> found = discover();
    assertEquals(
        List.of("shopimages.azurecr.io", "shopbackup.azurecr.io", "labimages.azurecr.io"),
        found.stream().map(DiscoveredRegistry::uri).toList());
    assertEquals(
        "Premium registry in westeurope, resource group images, subscription Shop",
        found.get(0).description());
    assertEquals("shopimages", found.get(0).name());
    assertTrue(
        azure.requests(FakeAzure.ENTRA).get(0).contains("management.azure.com%2F.default"),
        "the token is for the resource manager");
  }

  @Test
  void whatIsFoundCanBeRegistered() {
    azure.at(FIRST, 200, list(registry("shopimages", "Premium"), ""));
    DiscoveredRegistry found = discover().get(0);
    assertEquals(
        "shopimages.azurecr.io",
        kit.registries().register("shop", "azure", found.configuration()).registry().uri());
  }

  @Test
  void theLoginIsNotSentToTheNextPageOfAnotherHost() {
    azure
        .at(FIRST, 200, list(registry("shopimages", "Premium"), "https://attacker.example/next"))
        .at(SECOND, 200, list(registry("labimages", "Basic"), azure.url() + SECOND + "/2"))
        .at(SECOND + "/2", 200, list("", ""));
    assertEquals(
        List.of("labimages.azurecr.io"), discover().stream().map(DiscoveredRegistry::uri).toList());
    String warning = kit.listener().warnings().get(0);
    assertTrue(warning.contains("subscription s1: "), warning);
    assertTrue(warning.contains("its next page is not followed"), warning);
  }

  @Test
  void aNextPageOrALoginServerThatIsNoneIsAWarning() {
    azure
        .at(FIRST, 200, list(registry("shopimages", "Premium"), "mailto:x"))
        .at(
            SECOND,
            200,
            list(registry("a;touch b", "Basic") + "," + registry("labimages", "Basic"), ""));
    assertEquals(
        List.of("labimages.azurecr.io"), discover().stream().map(DiscoveredRegistry::uri).toList());
    assertEquals(2, kit.listener().warnings().size(), kit.listener()::toString);
    assertTrue(
        kit.listener().warnings().toString().contains("not listed: a;touch b.azurecr.io: "),
        kit.listener()::toString);
  }

  @Test
  void anAuthorityThatIsNoUrlIsTheUsersMistake() {
    kit.environment("AZURE_AUTHORITY_HOST", "not a url");
    BerthException e =
        assertThrows(BerthException.class, () -> kit.discover("azure-local-manager", Map.of()));
    assertEquals(ErrorCode.INVALID, e.code(), e::getMessage);
    assertTrue(e.getMessage().contains("AZURE_AUTHORITY_HOST is not a URL"), e::getMessage);
  }

  @Test
  void aSubscriptionThatMayNotBeReadIsAWarning() {
    azure.at(
        FIRST,
        403,
        "{\"error\":{\"code\":\"AuthorizationFailed\",\"message\":\"no Reader here\"}}");
    assertEquals(
        List.of("labimages.azurecr.io"), discover().stream().map(DiscoveredRegistry::uri).toList());
    assertTrue(
        kit.listener().warnings().get(0).contains("it responds 403: no Reader here"),
        kit.listener()::toString);
  }

  @ParameterizedTest
  @CsvSource({
    "401,CREDENTIALS",
    "403,CREDENTIALS",
    "429,TRANSIENT",
    "503,TRANSIENT",
    "404,REFUSED"
  })
  void subscriptionsThatCannotBeListedAreAFailure(int status, ErrorCode code) {
    azure.at(SUBSCRIPTIONS, status, "{\"error\":{\"code\":\"X\",\"message\":\"said so\"}}");
    assertTrue(failure(code).getMessage().contains(status + ""));
  }

  @ParameterizedTest
  @CsvSource({"<html>", "[]", "{}"})
  void anAnswerThatIsNotAzuresIsTransient(String body) {
    azure.at(SUBSCRIPTIONS, 200, body);
    failure(ErrorCode.TRANSIENT);
  }

  @Test
  void withoutCredentialsThereIsNothingToAsk() {
    kit.withoutEnvironment("AZURE_CLIENT_SECRET");
    failure(ErrorCode.CREDENTIALS);
    assertEquals(List.of(), azure.requests(SUBSCRIPTIONS));
  }
}
