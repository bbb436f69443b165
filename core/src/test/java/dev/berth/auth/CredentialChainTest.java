package dev.berth.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialChainTest {
  @TempDir Path home;
  private Login own = Login.none("none");
  private @Nullable BerthException failure;
  private int logins;

  private Credentials find(Map<String, String> environment, String uri, String... secret) {
    return chain(environment, uri, secret).credentials();
  }

  private CredentialChain chain(Map<String, String> environment, String uri, String... secret) {
    var properties = new HashMap<String, Object>(Map.of("uri", uri));
    if (secret.length > 0) {
      properties.put("authenticationSecret", secret[0]);
    }
    var all = new HashMap<>(environment);
    all.putIfAbsent("PATH", home.resolve("bin").toString());
    try (var binder = new ConfigBinder()) {
      var config = binder.bind(BaseContainerRegistryConfig.class, properties).config();
      return new CredentialChain(
          config,
          Optional.of(config.uri()),
          this::login,
          new SecretValues(all, new SecretStore(home.resolve("secrets"), all)),
          new AuthFiles(all, home));
    }
  }

  private Login login() {
    logins++;
    if (failure != null) {
      throw failure;
    }
    return own;
  }

  /** Installs a credential helper that notes what it is asked, and answers so. */
  private void helper(String name, String script) throws IOException {
    Path file = home.resolve("bin/docker-credential-" + name);
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(
        file,
        "#!/bin/bash\nread -r server\nPATH=/usr/bin:/bin\nenv >"
            + home.resolve("environment")
            + "\necho \"$1 $server\" >>"
            + home.resolve("asked")
            + "\n"
            + script
            + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private static String answers(String user, String secret) {
    return "echo '{\"Username\":\"%s\",\"Secret\":\"%s\"}'".formatted(user, secret);
  }

  private String asked() throws IOException {
    return Files.readString(home.resolve("asked"));
  }

  private BerthException refused(Map<String, String> environment, String uri) {
    BerthException e = assertThrows(BerthException.class, () -> find(environment, uri));
    assertEquals(ErrorCode.CREDENTIALS, e.code());
    assertFalse((e.getMessage() + e.hints()).contains("canary"), e::getMessage);
    return e;
  }

  @Test
  void aHelperForTheHostComesBeforeTheOneForAllAndBeforeTheFile() throws IOException {
    helper("own", answers("own", "o"));
    helper("all", answers("all", "a"));
    dockerConfig(
        "{\"credHelpers\":{\"a.io\":\"own\"},\"credsStore\":\"all\",\"auths\":{"
            + entry("a.io", "file", "f")
            + "}}");
    assertEquals("own", find(Map.of(), "a.io/team").username().orElseThrow());
    assertEquals("get a.io\n", asked());
    assertEquals("all", find(Map.of(), "b.io").username().orElseThrow());
  }

  @Test
  void aHelperThatHasNothingLetsTheNextBeAsked() throws IOException {
    helper("all", "echo 'credentials not found in native keychain'; exit 1");
    dockerConfig(
        "{\"credHelpers\":{\"a.io\":\"absent\"},\"credsStore\":\"all\",\"auths\":{"
            + entry("a.io", "file", "f")
            + "}}");
    assertEquals("file", find(Map.of(), "a.io").username().orElseThrow());
  }

  @Test
  void aHelperIsAskedForDockerHubByItsOldName() throws IOException {
    helper("all", answers("hub", "h"));
    dockerConfig("{\"credsStore\":\"all\"}");
    assertEquals("hub", find(Map.of(), "docker.io/acme").username().orElseThrow());
    assertEquals("get https://index.docker.io/v1/\n", asked());
  }

  @Test
  void aHelpersTokenUserIsAnIdentityToken() throws IOException {
    helper("all", answers("<token>", "identity"));
    dockerConfig("{\"credsStore\":\"all\"}");
    assertTrue(find(Map.of(), "a.io").isIdentityToken());
  }

  @Test
  void aHelperGetsNoSecretThatIsNotItsOwn() throws IOException {
    helper("all", answers("u", "p"));
    dockerConfig("{\"credsStore\":\"all\"}");
    find(Map.of("BERTH_SECRET_CI_PASSWORD", "canary", "HELPERS_OWN", "yes"), "a.io");
    String environment = Files.readString(home.resolve("environment"));
    assertTrue(environment.contains("HELPERS_OWN=yes"));
    assertFalse(environment.contains("canary"), environment);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo 'canary-out'; echo 'keychain is locked' >&2; exit 1",
        "echo 'canary-out'",
        "head -c 3000000 /dev/zero",
      })
  void aHelperThatFailsIsNamedButItsOutputIsNot(String script) throws IOException {
    helper("all", script);
    dockerConfig("{\"credsStore\":\"all\"}");
    assertTrue(refused(Map.of(), "a.io").getMessage().contains("docker-credential-all"));
  }

  @Test
  void aHelpersOwnWordsAreShown() throws IOException {
    helper("all", "echo 'keychain is locked' >&2; exit 1");
    dockerConfig("{\"credsStore\":\"all\"}");
    assertTrue(refused(Map.of(), "a.io").getMessage().contains("keychain is locked"));
  }

  @Test
  void aHelperThatNeverEndsIsEndedWithAllThatItBegan() throws IOException {
    helper("all", "echo $$ >" + home.resolve("pid") + "; sleep 1000");
    dockerConfig("{\"credsStore\":\"all\"}");
    BerthException e = refused(Map.of("BERTH_CREDENTIAL_HELPER_TIMEOUT", "1"), "a.io");
    assertTrue(e.getMessage().contains("did not end within 1 s"), e::getMessage);
    long pid = Long.parseLong(Files.readString(home.resolve("pid")).strip());
    ProcessHandle.of(pid).ifPresent(process -> process.onExit().join());
  }

  @Test
  void aHelperThatLeavesSomethingBehindDoesNotHoldUpThePush() throws IOException {
    // Java itself ends the output of a program that exits before anybody reads it.
    helper("all", "sleep 1000 & sleep 1; echo '{}'");
    dockerConfig("{\"credsStore\":\"all\"}");
    assertTrue(refused(Map.of(), "a.io").getMessage().contains("keeps its output open"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../evil", "a/b", "/bin/sh", "a\\b"})
  void aHelpersNameIsAName(String name) throws IOException {
    dockerConfig("{\"credHelpers\":{\"a.io\":\"%s\"}}".formatted(name));
    assertTrue(
        refused(Map.of(), "a.io").getMessage().contains("invalid name of a credential helper"));
  }

  @ParameterizedTest
  @CsvSource({
    "r.io/team/app, deep",
    "r.io/team/other, team",
    "r.io/teamwork, all",
    "r.io, all",
    "r.io/x/team, all"
  })
  void theEntryWithTheLongestPathCounts(String name, String user) throws IOException {
    dockerConfig(
        "{\"auths\":{"
            + String.join(
                ",",
                entry("r.io", "all", "a"),
                entry("r.io/team", "team", "t"),
                entry("r.io/team/app", "deep", "d"))
            + "}}");
    assertEquals(user, find(Map.of(), name).username().orElseThrow());
  }

  @Test
  void podmansFilesComeAfterDockers() throws IOException {
    Path runtime = Files.createDirectories(home.resolve("run/containers"));
    Files.writeString(
        runtime.resolve("auth.json"), "{\"auths\":{" + entry("p.io", "podman", "p") + "}}");
    var environment = Map.of("XDG_RUNTIME_DIR", home.resolve("run").toString());
    assertEquals("podman", find(environment, "p.io").username().orElseThrow());
    dockerConfig("{\"auths\":{" + entry("p.io", "docker", "d") + "}}");
    assertEquals("docker", find(environment, "p.io").username().orElseThrow());
    Path named = home.resolve("named.json");
    Files.writeString(named, "{\"auths\":{" + entry("q.io", "named", "n") + "}}");
    assertEquals(
        "named",
        find(Map.of("REGISTRY_AUTH_FILE", named.toString()), "q.io").username().orElseThrow());
  }

  @Test
  void aRegistrysTokenIsTakenAsItIs() throws IOException {
    dockerConfig("{\"auths\":{\"a.io\":{\"registrytoken\":\"t\"}}}");
    Credentials found = find(Map.of(), "a.io");
    assertTrue(found.isRegistryToken());
    assertEquals("t", found.password().orElseThrow());
  }

  @Test
  void theFlavorsOwnLoginComesBeforeDockers() throws IOException {
    dockerConfig("{\"auths\":{" + entry("a.io", "docker", "d") + "}}");
    own = Login.found(Credentials.basic("own", "o"), "OWN_TOKEN");
    assertEquals("own", find(Map.of(), "a.io").username().orElseThrow());
  }

  @Test
  void theTrailSaysWhatWasTriedAndWhyItWasNotUsed() throws IOException {
    helper("all", "echo 'credentials not found'; exit 1");
    dockerConfig("{\"credsStore\":\"all\",\"auths\":{" + entry("a.io", "docker", "canary") + "}}");
    own = Login.none("OWN_TOKEN is not set");
    var chain = chain(Map.of(), "a.io");
    Login found = chain.login();
    String trail = chain.trail().toString();
    assertTrue(trail.contains("not used: authenticationSecret is not configured"), trail);
    assertTrue(trail.contains("not used: the flavor's own login: OWN_TOKEN is not set"), trail);
    assertTrue(trail.contains("used: Docker's configuration"), trail);
    assertFalse((trail + found).contains("canary"), trail);
    assertFalse(chain.isMissing());
  }

  @Test
  void aHelperRunsOncePerLogin() throws IOException {
    helper("all", answers("u", "p"));
    dockerConfig("{\"credsStore\":\"all\"}");
    var chain = chain(Map.of(), "a.io");
    chain.credentials();
    chain.credentials();
    assertEquals("get a.io\n", asked());
  }

  @Test
  void aHelperThatFailedIsNotAskedAgain() throws IOException {
    helper("all", "echo 'wrong PIN' >&2; exit 1");
    dockerConfig("{\"credsStore\":\"all\"}");
    var chain = chain(Map.of(), "a.io");
    assertThrows(BerthException.class, chain::credentials);
    assertThrows(BerthException.class, chain::credentials);
    assertEquals("get a.io\n", asked());
    assertTrue(chain.isMissing());
  }

  @ParameterizedTest
  @CsvSource({"720, 1", "30, 1", "4, 1", "-1, 2"})
  void aLoginIsKeptWhileItIsValid(int minutes, int asked) {
    own =
        Login.found(Credentials.basic("own", "o"), "OWN_TOKEN")
            .until(Instant.now().plus(Duration.ofMinutes(minutes)));
    var chain = chain(Map.of(), "a.io");
    chain.credentials();
    chain.credentials();
    assertEquals(asked, logins);
  }

  @Test
  void aLoginThatNeverExpiresIsKept() {
    own = Login.found(Credentials.basic("own", "o"), "OWN_TOKEN").until(Instant.MAX);
    var chain = chain(Map.of(), "a.io");
    chain.credentials();
    chain.credentials();
    assertEquals(1, logins);
  }

  @Test
  void aLoginThatDoesNotRespondIsNotAskedByEachCheck() {
    failure = new BerthException(ErrorCode.TRANSIENT, "timed out");
    var chain = chain(Map.of(), "a.io");
    assertThrows(BerthException.class, chain::credentials);
    assertThrows(BerthException.class, chain::credentials);
    assertEquals(1, logins);
  }

  @Test
  void whereThereMustBeALoginNoneIsAFailureWithTheRemedy() {
    own = Login.missing("OWN_TOKEN is not set", "own login");
    BerthException e = refused(Map.of(), "a.io");
    assertTrue(e.getMessage().contains("OWN_TOKEN is not set"), e::getMessage);
    assertEquals(List.of("own login"), e.hints());
  }

  @Test
  void whereThereMustBeALoginDockersIsOne() throws IOException {
    dockerConfig("{\"auths\":{" + entry("a.io", "docker", "d") + "}}");
    own = Login.missing("OWN_TOKEN is not set", "own login");
    assertEquals("docker", find(Map.of(), "a.io").username().orElseThrow());
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
