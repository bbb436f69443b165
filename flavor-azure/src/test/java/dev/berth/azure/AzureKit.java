package dev.berth.azure;

import dev.berth.testing.FlavorKit;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Registries with the flavor {@code azure}, and what they log in with. */
final class AzureKit {
  static final String SECRET = "client-secret-canary";

  private AzureKit() {}

  /** A kit whose environment has nothing but a service principal, which is all that is asked. */
  static FlavorKit withPrincipal(Path folder) {
    return new FlavorKit(folder).environment(principal());
  }

  private static Map<String, String> principal() {
    return Map.of(
        "AZURE_TOKEN_CREDENTIALS",
        "EnvironmentCredential",
        "AZURE_TENANT_ID",
        FakeAzure.TENANT,
        "AZURE_CLIENT_ID",
        "33333333-3333-3333-3333-333333333333",
        "AZURE_CLIENT_SECRET",
        SECRET);
  }

  /**
   * Registers the fake, and lets the kit push an image of it.
   *
   * @param namesAndValues more properties, or other ones
   */
  static FlavorKit register(FlavorKit kit, FakeAzure azure, String... namesAndValues) {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("uri", azure.host());
    properties.put("endpointOverride", azure.url());
    properties.put("authorityHost", azure.url());
    properties.put("caCertificate", azure.certificate().toString());
    for (int i = 0; i < namesAndValues.length; i += 2) {
      properties.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    kit.register("azure", properties);
    return kit.target(azure.host() + "/team/app:1");
  }
}
