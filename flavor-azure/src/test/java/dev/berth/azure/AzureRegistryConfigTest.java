package dev.berth.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.Registration;
import dev.berth.spi.BerthException;
import dev.berth.testing.FlavorKit;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AzureRegistryConfigTest {
  @TempDir Path folder;
  private FlavorKit kit;

  @BeforeEach
  void open() {
    kit = new FlavorKit(folder);
  }

  @AfterEach
  void close() {
    kit.close();
  }

  private BerthException refused(String... properties) {
    return kit.invalid("azure", properties);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "myregistry.azurecr.io",
        "myregistry.azurecr.io/team/apps",
        "contoso-abc1defghijk.azurecr.io",
        "myregistry.azurecr.cn",
        "myregistry.azurecr.us/team",
        "myregistry.eastus.geo.azurecr.io",
        "contoso-abc1defghijk.westeurope2.geo.azurecr.us/team",
        "12345.azurecr.io",
      })
  void loginServersAreTaken(String uri) {
    assertTrue(kit.register("azure", "uri", uri).notice().orElseThrow().contains("--role AcrPush"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "azurecr.io",
        "abcd.azurecr.io",
        "my.registry.azurecr.io",
        "myregistry.azurecr.io:443",
        "myregistry.azurecr.com",
        "myregistry.azurecr.io.evil.com",
        "myregistry.eastus.azurecr.io",
        "evilazurecr.io",
        "docker.io/myregistry",
        "localhost:5000",
      })
  void otherHostsAreRefusedWithTheRightForm(String uri) {
    assertTrue(refused("uri", uri).getMessage().contains("must be NAME.azurecr.io"));
  }

  @Test
  void aDataEndpointIsRefusedForWhatItIs() {
    assertTrue(
        refused("uri", "myregistry.eastus.data.azurecr.io")
            .getMessage()
            .contains("data endpoint, which accepts no pushes"));
  }

  @Test
  void aMissingUriIsTheOnlyProblem() {
    assertEquals("property 'uri' is required", refused().getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "https://acr.internal.example, false",
    "https://10.0.0.4:8443, false",
    "https://acr.internal.example/, false",
    "http://localhost:8080, false",
    "http://127.0.0.1:8080, false",
    "http://[::1]:8080, false",
    "http://acr.internal.example, true",
  })
  void anEndpointOverrideLetsAnyHostIn(String endpoint, String insecure) {
    kit.register(
        "azure",
        "uri",
        "registry.example/team",
        "endpointOverride",
        endpoint,
        "insecure",
        insecure);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://acr.internal.example",
        "http://localhost.example:8080",
        "ftp://localhost",
        "localhost:8080",
        "https://user:canary@localhost",
        "https://localhost/path",
        "https://localhost?query",
        "https://",
        "https://localhost:99999",
        "${7*7}",
      })
  void anEndpointOverrideIsAnEndpoint(String endpoint) {
    var refused = refused("uri", "myregistry.azurecr.io", "endpointOverride", endpoint);
    assertTrue(refused.getMessage().contains("property 'endpointOverride' "), refused::getMessage);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost:8080", "login.microsoftonline.us", "https://a/b"})
  void anAuthorityHostSpeaksTls(String authority) {
    assertTrue(
        refused("uri", "myregistry.azurecr.io", "authorityHost", authority)
            .getMessage()
            .contains("property 'authorityHost' "));
  }

  @Test
  void allProblemsComeAtOnce() {
    var refused =
        refused(
            "uri", "docker.io",
            "tenantId", "not a tenant",
            "clientId", "name",
            "authorityHost", "http://x");
    assertEquals("the configuration has 4 problems", refused.getMessage());
    assertTrue(refused.hints().toString().contains("property 'clientId' must be a client ID"));
  }

  @Test
  void theNoticeIsACommandForThisRegistry() {
    Registration registration = kit.register("azure", "uri", "contoso-abc1def.azurecr.io/team");
    assertTrue(registration.notice().orElseThrow().contains("az acr show -n contoso --query id"));
  }
}
