package dev.berth.auth;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.reference.RegistryUri;
import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.Login;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Docker's and Podman's files, as docker/cli and containers/image read them. */
class LoginFilesTest {
  private static final String BOB = Base64.getEncoder().encodeToString("bob:s:3".getBytes(UTF_8));

  @TempDir Path home;
  private final Map<String, String> variables = new HashMap<>();

  private AuthFiles files() {
    variables.putIfAbsent("PATH", home.resolve("bin").toString());
    return new AuthFiles(variables, home);
  }

  /** The user name and the password. */
  private Optional<String> login(String registry) {
    return found(registry)
        .map(login -> login.username().orElse("") + ":" + login.password().orElse(""));
  }

  private Optional<Credentials> found(String registry) {
    return files().sources().stream()
        .map(source -> source.find(RegistryUri.parse(registry)))
        .flatMap(login -> login.credentials().stream())
        .findFirst();
  }

  private Path write(String name, byte[] content) {
    try {
      Path file = home.resolve(name);
      Files.createDirectories(file.getParent());
      return Files.write(file, content);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void docker(String json) {
    write(".docker/config.json", json.replace('\'', '"').getBytes(UTF_8));
  }

  private void helper(String name) throws IOException {
    Path file =
        write(
            "bin/docker-credential-" + name,
            "#!/bin/sh\necho '{\"Username\":\"helped\",\"Secret\":\"x\"}'\n".getBytes(UTF_8));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private static Optional<String> bob() {
    return Optional.of("bob:s:3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'auth':'AUTH'}",
        "{'username':'bob','password':'s:3'}",
        "{'username':'ann','password':'other','auth':'AUTH'}",
        "{'auth':'','username':'bob','password':'s:3'}",
        "{'auth':null,'username':'bob','password':'s:3'}",
        "{'Auth':'AUTH','email':'b@example.com'}",
        "{'auth':'AUTH','identitytoken':'','registrytoken':null,'unknown':{}}",
        "{'auth':'wrong','auth':'AUTH'}",
        "{'auth':'Ym9i\\r\\nOnM6Mw==\\n'}",
        "{'auth':'Ym9iOnM6Mw'}",
        "{'auth':'Ym9iOnM6MwAA'}",
      })
  void entries(String entry) {
    docker("{'auths':{'r.example:5000':" + entry.replace("AUTH", BOB) + "}}");
    assertEquals(bob(), login("r.example:5000"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "null", "{'auth':'%%%'}", "{'auth':'Ym9i'}", "[]", "1"})
  void entriesThatHoldNothing(String entry) {
    docker("{'auths':{'r.example':" + entry + "}}");
    assertEquals(Optional.empty(), found("r.example"));
  }

  @ParameterizedTest
  @CsvSource({
    "r.example, r.example, true",
    "https://r.example, r.example, true",
    "http://r.example/v1/, r.example, true",
    "https://r.example/api/docker/x, r.example/any, true",
    "R.Example, r.example, true",
    "r.example/v2/, r.example, true",
    "r.example/team, r.example/team/app, true",
    "r.example/team, r.example/teammates, false",
    "r.example:5000, r.example, false",
    "https://index.docker.io/v1/, docker.io, true",
    "index.docker.io, docker.io, true",
    "registry-1.docker.io, docker.io, true",
    "docker.io, docker.io, true",
    "'not a host', r.example, false",
  })
  void keys(String key, String registry, boolean matches) {
    docker("{'auths':{'" + key + "':{'auth':'" + BOB + "'}}}");
    assertEquals(matches, found(registry).isPresent());
  }

  @ParameterizedTest
  @CsvSource({
    "https://r.example, r.example, r.example",
    "https://r.example/v1/, https://index.docker.io/v1/, docker.io"
  })
  void theUsualKeyComesBeforeAUrl(String url, String usual, String registry) {
    String old = Base64.getEncoder().encodeToString("old:1".getBytes(UTF_8));
    docker(
        "{'auths':{'%s':{'auth':'%s'},'https://docker.io':{'auth':'%s'},'%s':{'auth':'%s'}}}"
            .formatted(url, old, old, usual, BOB));
    assertEquals(bob(), login(registry));
  }

  @Test
  void aFileThatIsNestedTooDeeplyIsRefused() {
    docker("{'auths':" + "{'a':".repeat(2000) + "1" + "}".repeat(2001));
    BerthException failure = assertThrows(BerthException.class, () -> found("r.example"));
    assertEquals(ErrorCode.CREDENTIALS, failure.code());
    assertTrue(failure.getMessage().contains("nested too deeply"), failure::getMessage);
  }

  @Test
  void aFolderInPlaceOfAFileIsNoFile() throws IOException {
    Files.createDirectories(home.resolve(".docker/config.json"));
    assertEquals(Optional.empty(), found("r.example"));
  }

  @Test
  void encodings() {
    String json = "{\"auths\":{\"r.example\":{\"auth\":\"" + BOB + "\"}}}";
    for (byte[] content :
        List.of(
            ("\ufeff" + json).getBytes(UTF_8),
            json.getBytes(UTF_16),
            (json + "\r\n}").getBytes(UTF_8))) {
      write(".docker/config.json", content);
      assertEquals(bob(), login("r.example"));
    }
    write(".docker/config.json", new byte[0]);
    assertEquals(Optional.empty(), found("r.example"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{'credsStore':'desktop.exe'}; helped",
        "{'CredsStore':'desktop.exe'}; helped",
        "{'credsStore':'','auths':{'r.example':{'auth':'AUTH'}}}; bob",
        "{'credsStore':'gone','auths':{'r.example':{'auth':'AUTH'}}}; bob",
        "{'credHelpers':{'r.example':'desktop.exe'},'auths':{'r.example':{'auth':'AUTH'}}}; helped",
        "{'credHelpers':{'r.example':''},'credsStore':'desktop.exe',"
            + "'auths':{'r.example':{'auth':'AUTH'}}}; bob",
        "{'credHelpers':{'other.example':''},'credsStore':'desktop.exe'}; helped",
        "{'credHelpers':null,'credsStore':null,'auths':{'r.example':{'auth':'AUTH'}}}; bob",
      })
  void helpers(String config, String user) throws IOException {
    helper("desktop.exe");
    docker(config.replace("AUTH", BOB));
    assertEquals(Optional.of(user), found("r.example").flatMap(Credentials::username));
  }

  @Test
  void theVariableComesFirst() throws IOException {
    helper("desktop");
    docker("{'credsStore':'desktop'}");
    variables.put("DOCKER_AUTH_CONFIG", "{\"auths\":{\"r.example\":{\"auth\":\"" + BOB + "\"}}}");
    assertEquals(bob(), login("r.example"));
    assertEquals(Optional.of("helped"), found("q.example").flatMap(Credentials::username));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "{", "[]", "{}", "{\"auths\":[]}", "canary-password"})
  void aVariableThatCannotBeReadIsToldWithoutItsValue(String value) {
    variables.put("DOCKER_AUTH_CONFIG", value);
    String problem = files().sources().get(0).problem().orElseThrow();
    assertTrue(problem.contains("DOCKER_AUTH_CONFIG"), problem);
    assertTrue(!problem.contains("canary"), problem);
    assertTrue(!files().sources().get(0).toString().contains("canary"));
  }

  @Test
  void theOrderOfTheFiles() {
    String entry = "{\"auths\":{\"r.example\":{\"username\":\"%s\",\"password\":\"x\"}}}";
    List<String> places =
        List.of(
            ".docker/config.json",
            "run/containers/auth.json",
            "config/containers/auth.json",
            ".dockercfg");
    variables.put("XDG_RUNTIME_DIR", home.resolve("run").toString());
    variables.put("XDG_CONFIG_HOME", home.resolve("config").toString());
    write(
        ".dockercfg",
        "{\"r.example\":{\"username\":\".dockercfg\",\"password\":\"x\"}}".getBytes(UTF_8));
    for (int i = places.size() - 1; i >= 0; i--) {
      if (i < places.size() - 1) {
        write(places.get(i), entry.formatted(places.get(i)).getBytes(UTF_8));
      }
      assertEquals(Optional.of(places.get(i)), found("r.example").flatMap(Credentials::username));
    }
    variables.put("REGISTRY_AUTH_FILE", home.resolve("gone.json").toString());
    variables.put("DOCKER_CONFIG", home.resolve("elsewhere").toString());
    assertEquals(Optional.of(".dockercfg"), found("r.example").flatMap(Credentials::username));
  }

  @Test
  void aPlaceSaysWhyItHasNone() {
    docker("{'auths':{'r.example':{'auth':'%%%'}},'credsStore':'gone'}");
    Login login = files().sources().get(0).find(RegistryUri.parse("r.example"));
    assertTrue(login.source().contains("docker-credential-gone is not installed"), login::source);
    assertTrue(login.source().contains("its entry is malformed"), login::source);
  }
}
