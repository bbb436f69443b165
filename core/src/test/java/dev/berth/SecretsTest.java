package dev.berth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.auth.SecretStore;
import dev.berth.auth.SecretValues;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  @TempDir private Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private Path file;
  private Path key;

  @BeforeEach
  void prepare() {
    environment.put("XDG_CONFIG_HOME", folder.resolve("config").toString());
    environment.put("PATH", folder.resolve("bin").toString());
    file = folder.resolve("config/berth/secrets.json");
    key = folder.resolve("config/berth/secrets.key");
  }

  private BerthHome home() {
    return BerthHome.find(folder.resolve("store"), environment, folder, folder, Optional.empty());
  }

  private Secrets secrets() {
    return new Secrets(home(), environment);
  }

  private String value(String secret, String name) {
    return new SecretValues(environment, new SecretStore(home().userFolder(), environment))
        .get(secret, name);
  }

  private static BerthException refused(ErrorCode code, Runnable use) {
    BerthException e = assertThrows(BerthException.class, use::run);
    assertEquals(code, e.code(), e::getMessage);
    assertFalse((e.getMessage() + e.hints()).contains("canary"), e::getMessage);
    return e;
  }

  /** Installs a key store's helper that keeps one entry in a file. */
  private void installKeyStore() throws IOException {
    Path helper = folder.resolve("bin/docker-credential-secretservice");
    Files.createDirectories(folder.resolve("bin"));
    Path kept = folder.resolve("kept");
    Files.writeString(
        helper,
        """
        #!/bin/bash
        PATH=/usr/bin:/bin
        case $1 in
          store) cat >%s ;;
          get) read -r server; cat %s 2>/dev/null || { echo 'credentials not found'; exit 1; } ;;
        esac
        """
            .formatted(kept, kept));
    Files.setPosixFilePermissions(helper, PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void whatIsSetIsThereForAnotherProcess() {
    secrets().set("ci", Map.of("username", "bot", "password", "canary: é\n{}"));
    assertEquals("canary: é\n{}", value("ci", "password"));
    assertEquals(
        List.of(new SecretInfo("ci", List.of("password", "username"), List.of())),
        secrets().list());
  }

  @Test
  void settingOneValueLeavesTheOthers() {
    secrets().set("ci", Map.of("username", "bot", "password", "old"));
    secrets().set("ci", Map.of("password", "new"));
    assertEquals("bot", value("ci", "username"));
    assertEquals("new", value("ci", "password"));
  }

  @Test
  void valuesAreEncryptedInFilesThatOnlyTheUserReads() throws IOException {
    secrets().set("ci", Map.of("username", "canary-user", "password", "canary-password"));
    for (Path each : List.of(file, key)) {
      assertFalse(Files.readString(each).contains("canary"));
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(each)));
    }
  }

  @Test
  void oneValueInThePlaceOfAnotherIsNotDecrypted() throws IOException {
    secrets().set("a", Map.of("password", "canary-a"));
    secrets().set("b", Map.of("password", "canary-b"));
    String text = Files.readString(file);
    String swapped = text.replace("\"a\"", "\"x\"").replace("\"b\"", "\"a\"");
    Files.writeString(file, swapped);
    refused(ErrorCode.CREDENTIALS, () -> value("a", "password"));
  }

  @Test
  void theKeyIsInTheSystemsKeyStoreWhereThatCanBeReached() throws IOException {
    installKeyStore();
    secrets().set("ci", Map.of("password", "canary"));
    assertEquals("canary", value("ci", "password"));
    assertFalse(Files.exists(key));
    assertTrue(Files.readString(file).contains("helper:secretservice"));
    assertFalse(Files.readString(file).contains("canary"));

    Files.delete(folder.resolve("kept"));
    assertTrue(
        refused(ErrorCode.CREDENTIALS, () -> value("ci", "password"))
            .getMessage()
            .contains("the key that encrypts the secrets is missing"));
  }

  @Test
  void aKeyStoreThatCannotBeReachedIsPassedOver() throws IOException {
    Path helper = folder.resolve("bin/docker-credential-secretservice");
    Files.createDirectories(folder.resolve("bin"));
    Files.writeString(helper, "#!/bin/sh\necho 'no session bus' >&2\nexit 1\n");
    Files.setPosixFilePermissions(helper, PosixFilePermissions.fromString("rwx------"));
    secrets().set("ci", Map.of("password", "canary"));
    assertEquals("canary", value("ci", "password"));
    assertTrue(Files.exists(key));
  }

  @Test
  void withoutItsKeyNothingIsReadAndNothingIsSetUntilItIsDeleted() throws IOException {
    secrets().set("ci", Map.of("password", "canary"));
    byte[] before = Files.readAllBytes(file);
    Files.delete(key);

    refused(ErrorCode.CREDENTIALS, () -> value("ci", "password"));
    refused(ErrorCode.CREDENTIALS, () -> secrets().set("other", Map.of("password", "canary")));
    assertArrayEquals(before, Files.readAllBytes(file));

    secrets().delete("ci");
    secrets().set("other", Map.of("password", "canary"));
    assertEquals("canary", value("other", "password"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"secrets.json", "secrets.key"})
  void filesThatOthersMayReadAreRefusedWithTheCommandThatClosesThem(String name)
      throws IOException {
    secrets().set("ci", Map.of("password", "canary"));
    Path open = file.resolveSibling(name);
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r-----"));
    BerthException e = refused(ErrorCode.CREDENTIALS, () -> value("ci", "password"));
    assertEquals(List.of("chmod 600 '" + open + "'"), e.hints());
    refused(ErrorCode.CREDENTIALS, () -> secrets().set("ci", Map.of("password", "canary")));
  }

  @Test
  void theEnvironmentComesFirst() {
    secrets().set("ci-bot", Map.of("password", "stored"));
    environment.put("BERTH_SECRET_CI_BOT_PASSWORD", "of the environment");
    assertEquals("of the environment", value("ci-bot", "password"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../x", "CI", "a/b", "-x", "a b"})
  void namesAreNames(String name) {
    refused(ErrorCode.INVALID, () -> secrets().set(name, Map.of("password", "canary")));
    assertFalse(Files.exists(file));
  }

  @Test
  void secretsThatWouldShareAVariableOfTheEnvironmentAreRefused() {
    secrets().set("my-reg", Map.of("password", "canary"));
    refused(ErrorCode.INVALID, () -> secrets().set("my.reg", Map.of("password", "canary")));
    refused(ErrorCode.INVALID, () -> secrets().set("my", Map.of("reg_password", "canary")));
    secrets().set("my-reg", Map.of("password", "canary", "username", "u"));
    refused(
        ErrorCode.INVALID, () -> secrets().set("two", Map.of("a-b", "canary", "a_b", "canary")));
  }

  @Test
  void aFolderThatOthersMayWriteToIsNoPlaceForSecrets() throws IOException {
    secrets().set("ci", Map.of("password", "canary"));
    Files.setPosixFilePermissions(file.getParent(), PosixFilePermissions.fromString("rwxrwx---"));
    assertTrue(
        refused(ErrorCode.CREDENTIALS, () -> value("ci", "password"))
            .hints()
            .get(0)
            .startsWith("chmod 700"));
  }

  @Test
  void emptyAndEndlessValuesAreRefused() {
    refused(ErrorCode.INVALID, () -> secrets().set("ci", Map.of("password", "")));
    refused(ErrorCode.INVALID, () -> secrets().set("ci", Map.of("k", "canary".repeat(20_000))));
    refused(ErrorCode.INVALID, () -> secrets().set("ci", Map.of("k", "canary\0")));
    refused(ErrorCode.INVALID, () -> secrets().set("ci", Map.of("a b", "canary")));
    assertFalse(Files.exists(file));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{\"version\":1}",
        "{\"version\":1,\"key\":\"canary\"}",
        "\0\0",
        "{\"version\":1,\"key\":null,\"secrets\":{}}",
        "{\"version\":1,\"key\":{\"store\":\"file\",\"id\":\"x\"},\"secrets\":null}",
        "{\"version\":1,\"key\":{\"store\":\"file\",\"id\":\"x\"},\"secrets\":{\"a\":null}}"
      })
  void aDamagedFileIsRefusedAndLeftAsItIs(String content) throws IOException {
    secrets().set("ci", Map.of("password", "canary"));
    Files.write(file, content.getBytes(UTF_8));
    refused(ErrorCode.STORE, () -> secrets().list());
    refused(ErrorCode.STORE, () -> secrets().set("ci", Map.of("password", "canary")));
    assertEquals(content, Files.readString(file));
  }

  @Test
  void aNewerFileWantsANewerBerth() throws IOException {
    secrets().set("ci", Map.of("password", "canary"));
    Files.writeString(file, "{\"version\":2}");
    assertTrue(refused(ErrorCode.STORE, () -> secrets().list()).hints().get(0).contains("newer"));
  }

  @Test
  void manyWritersLoseNothing() {
    var writers =
        IntStream.range(0, 8)
            .mapToObj(
                n ->
                    CompletableFuture.runAsync(
                        () -> secrets().set("s" + n, Map.of("password", "p" + n))))
            .toList();
    writers.forEach(CompletableFuture::join);
    for (int n = 0; n < 8; n++) {
      assertEquals("p" + n, value("s" + n, "password"));
    }
  }

  @Test
  void whatIsNotThereIsNamedWithItsNeighbour() {
    secrets().set("registry", Map.of("password", "canary"));
    assertTrue(
        refused(ErrorCode.INVALID, () -> secrets().describe("regsitry"))
            .hints()
            .toString()
            .contains("registry"));
    assertTrue(
        refused(ErrorCode.CREDENTIALS, () -> value("registry", "username"))
            .hints()
            .contains("berth secret set registry --username USER"));
  }
}
