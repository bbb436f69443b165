package dev.berth.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.berth.config.ConfigBinder;
import dev.berth.spi.BaseContainerRegistryConfig;
import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.Login;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialSourcesTest {
  @TempDir Path home;

  private Credentials find(Map<String, String> environment, String uri, String... secret) {
    var properties = new HashMap<String, JsonNode>();
    properties.put("uri", TextNode.valueOf(uri));
    if (secret.length > 0) {
      properties.put("authenticationSecret", TextNode.valueOf(secret[0]));
    }
    try (var binder = new ConfigBinder()) {
      var config = binder.bind(BaseContainerRegistryConfig.class, properties).config();
      return new CredentialSources(environment, home).find(config, () -> Login.none("none"));
    }
  }

  private void dockerConfig(String text) throws IOException {
    Files.createDirectories(home.resolve(".docker"));
    Files.writeString(home.resolve(".docker/config.json"), text);
  }

  private static String entry(String host, String user, String password) {
    String pair = user + ":" + password;
    String auth = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    return "\"" + host + "\":{\"auth\":\"" + auth + "\"}";
  }

  @Test
  void theConfiguredSecretComesFirst() throws IOException {
    dockerConfig("{\"auths\":{" + entry("ghcr.io", "docker", "d") + "}}");
    var environment =
        Map.of("BERTH_SECRET_CI_BOT_USERNAME", "bot", "BERTH_SECRET_CI_BOT_PASSWORD", "a:b é");
    Credentials found = find(environment, "ghcr.io/acme", "ci-bot");
    assertEquals("bot", found.username().orElseThrow());
    assertEquals("a:b é", found.password().orElseThrow());
  }

  @Test
  void aConfiguredSecretThatIsNotThereIsAnErrorAndNeverAnonymous() throws IOException {
    dockerConfig("{\"auths\":{" + entry("ghcr.io", "docker", "d") + "}}");
    var refused =
        assertThrows(
            BerthException.class,
            () -> find(Map.of("BERTH_SECRET_CI_USERNAME", "canary"), "ghcr.io", "ci"));
    assertEquals(ErrorCode.CREDENTIALS, refused.code());
    assertTrue(refused.hints().toString().contains("BERTH_SECRET_CI_PASSWORD"));
    assertFalse(refused.toString().contains("canary"));
  }

  @Test
  void dockersConfigurationIsMatchedByTheWholeHost() throws IOException {
    dockerConfig(
        "{\"auths\":{"
            + entry("host.evil.com", "evil", "e")
            + ","
            + entry("host:444", "other", "o")
            + ","
            + entry("https://host/v1/", "mine", "m")
            + "}}");
    assertEquals("other", find(Map.of(), "host:444/x").username().orElseThrow());
    assertTrue(find(Map.of(), "host.evil:444").isAnonymous());
  }

  @Test
  void dockerHubsNamesAreOne() throws IOException {
    dockerConfig("{\"auths\":{" + entry("https://index.docker.io/v1/", "hub", "h") + "}}");
    assertEquals("hub", find(Map.of(), "docker.io/acme").username().orElseThrow());
  }

  @Test
  void dockerConfigMovesTheFile() throws IOException {
    Path elsewhere = Files.createDirectory(home.resolve("elsewhere"));
    Files.writeString(
        elsewhere.resolve("config.json"), "{\"auths\":{" + entry("ghcr.io", "e", "e") + "}}");
    var environment = Map.of("DOCKER_CONFIG", elsewhere.toString());
    assertEquals("e", find(environment, "ghcr.io").username().orElseThrow());
  }

  @Test
  void anEntryThatIsMalformedDoesNotHideTheOthers() throws IOException {
    dockerConfig(
        "{\"auths\":{\"a.io\":{\"auth\":\"%%%canary\"},\"c.io\":{},"
            + entry("b.io", "b", "b")
            + "}}");
    assertTrue(find(Map.of(), "a.io").isAnonymous());
    assertTrue(find(Map.of(), "c.io").isAnonymous());
    assertEquals("b", find(Map.of(), "b.io").username().orElseThrow());
  }

  @Test
  void anIdentityTokenGoesBeforeTheEmptyPasswordBesideIt() throws IOException {
    dockerConfig(
        "{\"auths\":{\"a.azurecr.io\":{\"auth\":\"MDAwOg==\",\"identitytoken\":\"secret\"}}}");
    Credentials found = find(Map.of(), "a.azurecr.io");
    assertEquals("<token>", found.username().orElseThrow());
    assertEquals("secret", found.password().orElseThrow());
  }

  @Test
  void anEntryForAPartOfARegistryIsNotForAllOfIt() throws IOException {
    dockerConfig("{\"auths\":{" + entry("r.io/team-a", "a", "a") + "}}");
    assertTrue(find(Map.of(), "r.io/team-b").isAnonymous());
  }

  @Test
  void anEntryWithNothingInItDoesNotHideTheNext() throws IOException {
    dockerConfig(
        "{\"auths\":{\"docker.io\":{}," + entry("registry.hub.docker.com", "hub", "h") + "}}");
    assertEquals("hub", find(Map.of(), "docker.io").username().orElseThrow());
  }

  @Test
  void aFileThatIsNotJsonIsAnErrorThatQuotesNothing() throws IOException {
    dockerConfig("{\"auths\": canary}");
    var refused = assertThrows(BerthException.class, () -> find(Map.of(), "ghcr.io"));
    assertEquals(ErrorCode.CREDENTIALS, refused.code());
    assertFalse(refused.getMessage().contains("canary"), refused.getMessage());
  }

  @Test
  void withoutAnyItIsAnonymous() {
    assertTrue(find(Map.of(), "ghcr.io").isAnonymous());
  }

  @Test
  void credentialsDoNotPrint() {
    assertEquals("***", Credentials.basic("canary", "canary").toString());
  }
}
