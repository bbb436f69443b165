package dev.berth.push.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.push.fake.FakeRegistry;
import dev.berth.reference.Digest;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.testing.server.TlsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EngineFinderTest {
  @TempDir private Path home;
  private Path docker = Path.of("set below");
  private Path socket = Path.of("set below");

  @BeforeEach
  void makeFolders() throws IOException {
    docker = Files.createDirectory(home.resolve(".docker"));
    socket = home.resolve("standard.sock");
  }

  private EngineEndpoint find(Map<String, String> environment) {
    return new EngineFinder(environment, home, List.of(socket, home.resolve("podman.sock"))).find();
  }

  private BerthException failure(Map<String, String> environment) {
    BerthException e = assertThrows(BerthException.class, () -> find(environment));
    assertEquals(ErrorCode.ENGINE, e.code());
    return e;
  }

  private Path context(String name, String meta) throws IOException {
    Digest digest = FakeRegistry.digest(name);
    Path folder = Files.createDirectories(docker.resolve("contexts/meta").resolve(digest.hex()));
    return Files.writeString(folder.resolve("meta.json"), meta);
  }

  private static String meta(String name, String host) {
    return "{\"Name\":\"%s\",\"Metadata\":{},\"Endpoints\":{\"docker\":{\"Host\":\"%s\",\"SkipTLSVerify\":false}}}"
        .formatted(name, host);
  }

  @ParameterizedTest
  @CsvSource({
    "unix:///run/my.sock, unix:/run/my.sock",
    "tcp://10.0.0.1:99, tcp://10.0.0.1:99",
    "tcp://10.0.0.1, tcp://10.0.0.1:2375",
    "tcp://[::1]:99/path, tcp://[::1]:99/path",
    "localhost:99, tcp://localhost:99",
  })
  void takesDockerHostFirst(String host, String address) throws IOException {
    context("remote", meta("remote", "tcp://10.9.9.9:1"));

    var endpoint = find(Map.of("DOCKER_HOST", host, "DOCKER_CONTEXT", "remote"));

    assertEquals(address, endpoint.address().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ssh://user:secret@host",
        "npipe:////./pipe/docker_engine",
        "http://user:secret@host",
        "unix://relative.sock",
        "tcp://",
        "tcp://user:secret@host",
        "tcp://host:70000",
        "tcp://a b",
      })
  void refusesADockerHostThatItCannotReach(String host) {
    String message = String.valueOf(failure(Map.of("DOCKER_HOST", host)).getMessage());

    assertTrue(message.startsWith("DOCKER_HOST is not a usable address"), message);
    assertTrue(!message.contains("secret"), message);
  }

  @Test
  void takesTheContextOfTheEnvironmentBeforeTheCurrentOne() throws IOException {
    context("a", meta("a", "tcp://10.0.0.1:1"));
    context("b", meta("b", "tcp://10.0.0.2:2"));
    Files.writeString(docker.resolve("config.json"), "{\"currentContext\":\"b\"}");

    assertEquals("tcp://10.0.0.2:2", find(Map.of()).address().toString());
    assertEquals("tcp://10.0.0.1:1", find(Map.of("DOCKER_CONTEXT", "a")).address().toString());
    assertEquals("unix", find(Map.of("DOCKER_CONTEXT", "default")).address().getScheme());
  }

  @Test
  void looksWhereDockerConfigSays(@TempDir Path elsewhere) throws IOException {
    context("a", meta("a", "tcp://10.0.0.1:1"));
    Files.writeString(docker.resolve("config.json"), "{\"currentContext\":\"a\"}");

    assertEquals("unix", find(Map.of("DOCKER_CONFIG", elsewhere.toString())).address().getScheme());
  }

  @Test
  void namesTheFileOfAContextThatDoesNotExist() {
    String message = String.valueOf(failure(Map.of("DOCKER_CONTEXT", "gone")).getMessage());

    assertTrue(message.startsWith("there is no Docker context 'gone' in " + docker), message);
    assertTrue(message.endsWith("/meta.json"), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"Endpoints\":", "", "{}", "[]"})
  void namesTheFileOfABrokenContext(String meta) throws IOException {
    Path file = context("broken", meta);

    String message = String.valueOf(failure(Map.of("DOCKER_CONTEXT", "broken")).getMessage());

    assertTrue(message.contains(file.toString()), message);
  }

  @Test
  void namesABrokenConfigurationFile() throws IOException {
    Path file = Files.writeString(docker.resolve("config.json"), "{\"auths\":{\"secret\"");

    BerthException e = failure(Map.of());

    assertEquals("cannot read Docker's configuration in " + file, e.getMessage());
  }

  @Test
  void doesNotReadTheConfigurationWhenDockerHostIsSet() throws IOException {
    Files.writeString(docker.resolve("config.json"), "broken");

    assertEquals("tcp", find(Map.of("DOCKER_HOST", "tcp://a:1")).address().getScheme());
  }

  @Test
  void refusesAContextThatTrustsAnyCertificate() throws IOException {
    context("lax", meta("lax", "tcp://10.0.0.1:1").replace("false", "true"));

    String message = String.valueOf(failure(Map.of("DOCKER_CONTEXT", "lax")).getMessage());

    assertTrue(message.contains("SkipTLSVerify"), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ca.pem", "cert.pem", "key.pem"})
  void namesAMissingTlsFile(String missing) throws Exception {
    Path certificates = TlsFiles.in(Files.createDirectory(home.resolve("certificates")));
    Files.delete(certificates.resolve(missing));

    BerthException e =
        failure(
            Map.of(
                "DOCKER_HOST",
                "tcp://a",
                "DOCKER_TLS_VERIFY",
                "1",
                "DOCKER_CERT_PATH",
                certificates.toString()));

    assertEquals(
        "TLS with the Docker engine needs "
            + certificates.resolve(missing)
            + ", which does not exist",
        e.getMessage());
  }

  @Test
  void speaksTlsWithTheFilesOfAContext() throws Exception {
    context("tls", meta("tls", "tcp://10.0.0.1"));
    Path tls = docker.resolve("contexts/tls").resolve(FakeRegistry.digest("tls").hex());
    TlsFiles.in(Files.createDirectories(tls.resolve("docker")));

    var endpoint = find(Map.of("DOCKER_CONTEXT", "tls"));

    assertEquals("tcp://10.0.0.1:2376", endpoint.address().toString());
    assertTrue(endpoint.tls().isPresent());
  }

  @Test
  void takesTheRootlessSocketOnlyWhereTheStandardOneIsMissing() throws IOException {
    Path rootless =
        Files.createFile(Files.createDirectory(home.resolve("run")).resolve("docker.sock"));
    Map<String, String> environment = Map.of("XDG_RUNTIME_DIR", home.resolve("run").toString());

    assertEquals(rootless.toString(), find(environment).address().getPath());
    assertEquals(socket.toString(), find(Map.of()).address().getPath());

    Files.createFile(socket);
    assertEquals(socket.toString(), find(environment).address().getPath());
  }

  @Test
  void takesPodmansSocketsOnlyWhereDockersAreMissing() throws IOException {
    Map<String, String> environment = Map.of("XDG_RUNTIME_DIR", home.resolve("run").toString());
    Path machines = Files.createFile(home.resolve("podman.sock"));
    assertEquals(machines.toString(), find(environment).address().getPath());

    Path users =
        Files.createFile(
            Files.createDirectories(home.resolve("run/podman")).resolve("podman.sock"));
    assertEquals(users.toString(), find(environment).address().getPath());

    Files.createFile(home.resolve("run/docker.sock"));
    assertEquals(home.resolve("run/docker.sock").toString(), find(environment).address().getPath());
  }

  @ParameterizedTest
  @CsvSource({
    "unix:///run/docker.sock, false",
    "tcp://LocalHost:1, false",
    "tcp://127.1.2.3:1, false",
    "tcp://[::1]:1, false",
    "tcp://10.0.0.1:1, true",
    "tcp://[fe80::1%eth0]:1, true",
    "tcp://engine.example.:1, true",
  })
  void tellsWhetherTheEngineIsOnAnotherMachine(String host, boolean remote) {
    assertEquals(remote, find(Map.of("DOCKER_HOST", host)).isRemote());
  }
}
