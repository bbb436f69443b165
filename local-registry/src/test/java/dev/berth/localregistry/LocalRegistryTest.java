package dev.berth.localregistry;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalRegistryTest {
  @TempDir Path directory;

  @Test
  void itListensOnLoopbackOnly() throws IOException {
    try (var registry = LocalRegistry.start(directory, 0)) {
      assertEquals("localhost:" + registry.port(), registry.host());
      var version = new Client("http://127.0.0.1:" + registry.port()).get(200, "/v2/");
      assertEquals("registry/2.0", version.header("Docker-Distribution-API-Version"));
      for (var network : NetworkInterface.networkInterfaces().toList()) {
        for (var address : network.inetAddresses().toList()) {
          assertReachable(address.isLoopbackAddress(), address, registry.port());
        }
      }
    }
  }

  private static void assertReachable(boolean reachable, InetAddress address, int port)
      throws IOException {
    if (reachable) {
      new Socket(address, port).close();
    } else {
      assertThrows(ConnectException.class, () -> new Socket(address, port).close());
    }
  }

  @Test
  void whatIsStoredOutlivesIt() throws IOException {
    String manifest;
    String upload;
    try (var registry = LocalRegistry.start(directory, 0)) {
      manifest = new Client(registry).image("kept/app", "v1", "layer");
      upload = new Client(registry).begin("kept/app");
    }

    try (var registry = LocalRegistry.start(directory, 0)) {
      var client = new Client(registry);
      assertEquals(manifest, client.get(200, "/v2/kept/app/manifests/v1").text());
      client.get(200, "/v2/kept/app/blobs/" + Client.sha256("layer"));
      client.get(404, upload);
    }
    try (var files = Files.list(repository("kept/app").resolve("_uploads"))) {
      assertEquals(List.of(), files.toList());
    }
  }

  private Path repository(String name) {
    return directory.resolve("docker/registry/v2/repositories").resolve(name);
  }

  @Test
  void itStoresInTheLayoutOfTheReferenceRegistry() throws IOException {
    String digest;
    try (var registry = LocalRegistry.start(directory, 0)) {
      digest = Client.sha256(new Client(registry).image("app", "v1", "layer"));
    }

    String hex = digest.substring("sha256:".length());
    String layer = Client.sha256("layer").substring("sha256:".length());
    assertEquals(digest, link("_manifests/tags/v1/current/link"));
    assertEquals(digest, link("_manifests/tags/v1/index/sha256/" + hex + "/link"));
    assertEquals(digest, link("_manifests/revisions/sha256/" + hex + "/link"));
    assertEquals("sha256:" + layer, link("_layers/sha256/" + layer + "/link"));
    String blob = "docker/registry/v2/blobs/sha256/%s/%s/data";
    Path data = directory.resolve(blob.formatted(layer.substring(0, 2), layer));
    assertEquals("layer", Files.readString(data, UTF_8));
  }

  private String link(String path) throws IOException {
    return Files.readString(repository("app").resolve(path), US_ASCII);
  }

  @Test
  void whatAKilledRegistryLeftBehindIsRemoved() throws IOException {
    Path uploads = repository("app").resolve("_uploads");
    Path old = Files.createDirectories(uploads.resolve("old")).resolve("data");
    Files.writeString(old, "part of a blob");
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    Path recent = Files.createDirectories(uploads.resolve("recent")).resolve("data");
    Files.writeString(recent, "part of a blob");
    Path part = Files.writeString(uploads.resolveSibling(".a.part"), "part of a link");
    Files.setLastModifiedTime(part, FileTime.from(Instant.now().minus(Duration.ofDays(2))));

    LocalRegistry.start(directory, 0).close();

    assertFalse(Files.exists(old.getParent()));
    assertFalse(Files.exists(part));
    assertTrue(Files.exists(recent));
  }

  @Test
  void aTlsHandshakeIsNotKeptWaiting() throws IOException {
    try (var registry = LocalRegistry.start(directory, 0);
        var socket = SSLSocketFactory.getDefault().createSocket("127.0.0.1", registry.port())) {
      // Far less than what the registry waits for a client that says nothing.
      socket.setSoTimeout(20_000);

      assertThrows(SSLException.class, () -> socket.getOutputStream().write(1));
    }
  }

  @Test
  void aBodyThatTheClientAsksLeaveToSendIsTaken() throws IOException {
    try (var registry = LocalRegistry.start(directory, 0);
        var socket = new Socket(InetAddress.getLoopbackAddress(), registry.port())) {
      socket.setSoTimeout(20_000);
      String path = "/v2/app/blobs/uploads/?digest=" + Client.sha256("abc");
      String head =
          "POST %s HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n"
              .formatted(path);
      socket.getOutputStream().write(head.getBytes(US_ASCII));
      var in = socket.getInputStream();
      String expected = "HTTP/1.1 100 Continue";

      assertEquals(expected, new String(in.readNBytes(expected.length()), US_ASCII));

      socket.getOutputStream().write("abc".getBytes(US_ASCII));
      assertTrue(new String(in.readNBytes(30), US_ASCII).contains("201"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"LOCALHOST", "127.0.0.1:5000", "[::1]"})
  void whoCallsItByItsNameIsServed(String host) throws IOException {
    assertEquals("HTTP/1.1 200", status("Host: " + host));
  }

  @ParameterizedTest
  @CsvSource({
    "cross-site, ''",
    "same-site, ''",
    "'', http://evil.example",
    "'', null",
    "same-origin, https://localhost"
  })
  void aWebPageGetsNothingWhateverItsMethod(String site, String origin) throws IOException {
    String headers =
        site.isEmpty() ? "Host: localhost" : "Host: localhost\r\nSec-Fetch-Site: " + site;
    headers += origin.isEmpty() ? "" : "\r\nOrigin: " + origin;
    for (String method : List.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS")) {
      assertEquals("HTTP/1.1 403", status(method, headers), method);
    }
  }

  @Test
  void itsOwnPageIsServed() throws IOException {
    String own = "Host: localhost:5000\r\nOrigin: http://localhost:5000\r\nSec-Fetch-Site: ";
    assertEquals("HTTP/1.1 200", status(own + "same-origin"));
    assertEquals("HTTP/1.1 200", status("Host: localhost\r\nSec-Fetch-Site: none"));
  }

  private String status(String headers) throws IOException {
    return status("GET", headers);
  }

  private String status(String method, String headers) throws IOException {
    try (var registry = LocalRegistry.start(directory, 0);
        var socket = new Socket(InetAddress.getLoopbackAddress(), registry.port())) {
      socket.setSoTimeout(20_000);
      String request = "%s /v2/ HTTP/1.1\r\n%s\r\n\r\n".formatted(method, headers);
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      return new String(socket.getInputStream().readNBytes("HTTP/1.1 200".length()), US_ASCII);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "localhost.evil.example", "192.168.0.1:5000"})
  void whoCallsItByAnotherNameGetsNothing(String host) throws IOException {
    assertEquals("HTTP/1.1 403", status("Host: " + host));
  }

  @Test
  void idleConnectionsKeepNobodyWaiting() throws IOException {
    try (var registry = LocalRegistry.start(directory, 0)) {
      List<Socket> idle = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        idle.add(new Socket(InetAddress.getLoopbackAddress(), registry.port()));
      }

      new Client(registry).get(200, "/v2/");

      for (var socket : idle) {
        socket.close();
      }
    }
  }

  @Test
  void aBlobThatManyUploadAtOnceIsStoredOnce() throws Exception {
    String content = "x".repeat(2 << 20);
    var all = Executors.newFixedThreadPool(8);
    try (var registry = LocalRegistry.start(directory, 0)) {
      var client = new Client(registry);
      var ready = new CountDownLatch(8);
      List<Future<String>> pushed = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String repository = "many/" + (i % 2);
        pushed.add(
            all.submit(
                () -> {
                  ready.countDown();
                  ready.await();
                  return client.blob(repository, content);
                }));
      }
      for (var each : pushed) {
        assertEquals(Client.sha256(content), each.get());
      }
      assertEquals(content, client.get(200, "/v2/many/1/blobs/" + Client.sha256(content)).text());
    } finally {
      all.shutdownNow();
    }
    try (var files = Files.walk(directory)) {
      assertEquals(1, files.filter(file -> file.endsWith("data")).count());
    }
  }

  @Test
  void aClientThatGoesAwayLeavesNoBlob() throws IOException {
    try (var registry = LocalRegistry.start(directory, 0)) {
      var client = new Client(registry);
      String upload = client.begin("cut");
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), registry.port())) {
        String head =
            "PUT %s?digest=%s HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nab"
                .formatted(upload, Client.sha256("ab"));
        socket.getOutputStream().write(head.getBytes(US_ASCII));
        socket.shutdownOutput();
        awaitEnd(socket);
      }

      client.get(404, "/v2/cut/blobs/" + Client.sha256("ab"));
    }
  }

  private static void awaitEnd(Socket socket) throws IOException {
    try {
      socket.getInputStream().readAllBytes();
    } catch (SocketException e) {
      // Reset, which is an end as well.
      return;
    }
  }

  @Test
  void aPortThatIsTakenIsRefused() {
    try (var registry = LocalRegistry.start(directory, 0)) {
      var refused =
          assertThrows(BerthException.class, () -> LocalRegistry.start(directory, registry.port()));

      assertEquals(ErrorCode.REFUSED, refused.code());
      assertTrue(refused.getMessage().contains(registry.host()), refused::getMessage);
      assertFalse(refused.hints().isEmpty());
    }
  }

  @Test
  void aPortIsFreeAgainAfterTheEnd() {
    int port;
    try (var registry = LocalRegistry.start(directory, 0)) {
      port = registry.port();
      new Client(registry).get(200, "/v2/");
    }

    try (var registry = LocalRegistry.start(directory, port)) {
      new Client(registry).get(200, "/v2/");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 65536})
  void aPortThatCannotBeIsInvalid(int port) {
    var invalid = assertThrows(BerthException.class, () -> LocalRegistry.start(directory, port));

    assertEquals(ErrorCode.INVALID, invalid.code());
  }

  @Test
  void aDirectoryThatCannotBeUsedIsInvalid() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));

    var invalid = assertThrows(BerthException.class, () -> LocalRegistry.start(file, 0));

    assertEquals(ErrorCode.INVALID, invalid.code());
    assertTrue(invalid.getMessage().contains(file.toString()), invalid::getMessage);
  }
}
