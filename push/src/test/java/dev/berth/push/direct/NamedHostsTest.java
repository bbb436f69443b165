package dev.berth.push.direct;

import static dev.berth.testing.server.FakeServer.answer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.push.ConnectionSettings;
import dev.berth.push.distribution.HttpRegistryAccess;
import dev.berth.push.fake.SampleImage;
import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.testing.server.FakeServer;
import dev.berth.testing.server.MemoryRegistry;
import dev.berth.testing.server.TlsFiles;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry's certificates hold for the hosts that it names, and for no others. */
class NamedHostsTest {
  private static final Path FILES = TlsFiles.once();

  @TempDir private Path folder;
  private final SSLContext tls = serverTls();
  private final MemoryRegistry registry = new MemoryRegistry(tls);
  private final FakeServer other = FakeServer.requiringClientCertificate(tls);
  private final ConnectionSettings connection =
      new ConnectionSettings(
          false,
          Optional.of(FILES.resolve("ca.pem")),
          Optional.of(FILES.resolve("cert.pem")),
          Optional.of(FILES.resolve("key.pem")));
  private DirectEngineKit kit;
  private SampleImage image;

  private static SSLContext serverTls() {
    try {
      return TlsFiles.serverContext(FILES);
    } catch (java.io.IOException | java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void open() {
    kit =
        new DirectEngineKit(registry, folder)
            .with(Credentials.basic("user", "pass"))
            .with(connection);
    image = SampleImage.of(folder, 20_000);
  }

  @AfterEach
  void close() {
    kit.close();
    registry.close();
    other.close();
  }

  private String elsewhere(String path) {
    return "https://localhost:" + URI.create("https://" + other.host()).getPort() + path;
  }

  @Test
  void theTokenServiceIsTrusted() {
    registry.refuse(
        exchange -> !exchange.getRequestHeaders().containsKey("Authorization"),
        answer(401, "", "WWW-Authenticate", "Bearer realm=\"" + elsewhere("/token") + "\""));
    other.on("/token", answer(200, "{\"token\":\"t\"}"));

    kit.requirePushed(image);
    assertTrue(other.requests("/token").get(0).header("Authorization").isPresent());
  }

  @Test
  void anUploadLocationIsTrusted() {
    registry.fail(1, "POST", "/blobs/uploads/", answer(202, "", "Location", elsewhere("/up")));
    other.on(
        "/up",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          answer(201, "").handle(exchange);
        });

    kit.push(image.layout(), "team/app:1");
    assertEquals(1, other.requests("/up").size());
  }

  @Test
  void aRedirectIsTrusted() {
    registry.fail(1, "HEAD", "/blobs/", answer(307, "", "Location", elsewhere("/blob")));

    kit.requirePushed(image);
    assertEquals(1, other.requests("/blob").size());
  }

  @Test
  void aWebApiGetsNoClientCertificate() {
    try (var access =
        new HttpRegistryAccess(
            registry.host(), connection, () -> Credentials.basic("user", "pass"))) {
      URI api = URI.create(elsewhere("/api"));
      assertThrows(BerthException.class, () -> access.http().get(api, Map.of()));
    }
    assertEquals(0, other.requests().size());
  }
}
