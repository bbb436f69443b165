package dev.berth.push.direct;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.push.ConnectionSettings;
import dev.berth.push.ProxySettings;
import dev.berth.push.fake.SampleImage;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.testing.server.ConnectProxy;
import dev.berth.testing.server.MemoryRegistry;
import dev.berth.testing.server.TlsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A TLS failure is reported in one sentence, with the command to run. */
class WrongTlsTest {
  private static final Path FILES = TlsFiles.once();
  private static final String UPDATE = "berth container-registry update NAME ";

  @TempDir private Path folder;
  private SampleImage image;

  @BeforeEach
  void open() {
    image = SampleImage.of(folder, 1000);
  }

  private static SSLContext tls(Path files) {
    try {
      return TlsFiles.serverContext(files);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ConnectionSettings trusting(Path ca) {
    return new ConnectionSettings(false, Optional.of(ca), Optional.empty(), Optional.empty());
  }

  private BerthException failure(
      MemoryRegistry registry, String name, ConnectionSettings connection) {
    try (var kit = new DirectEngineKit(registry, folder).named(name).with(connection)) {
      BerthException e = assertThrows(BerthException.class, () -> kit.push(image.layout(), "a:1"));
      assertEquals(ErrorCode.REFUSED, e.code(), e::getMessage);
      return e;
    }
  }

  private static void requireTold(BerthException e, String sentence, String hint) {
    assertTrue(e.getMessage().contains(sentence), e::getMessage);
    assertTrue(e.hints().stream().anyMatch(it -> it.contains(hint)), () -> e.hints().toString());
  }

  @Test
  void aPlainPortIsTold() {
    try (var plain = new MemoryRegistry()) {
      requireTold(
          failure(plain, plain.host(), trusting(FILES.resolve("ca.pem"))),
          plain.host() + " speaks plain HTTP at this port, not HTTPS",
          UPDATE + "--insecure");
    }
  }

  @Test
  void anHttpsPortOfAnInsecureRegistryIsTold() {
    var insecure =
        new ConnectionSettings(true, Optional.empty(), Optional.empty(), Optional.empty());
    try (var registry = new MemoryRegistry(tls(FILES))) {
      requireTold(
          failure(registry, registry.host(), insecure),
          registry.host() + " speaks HTTPS, and it is registered as insecure",
          "berth container-registry remove-attribute NAME insecure");
    }
  }

  @Test
  void anHttpsPortOnThisMachineIsSpokenToInTls() {
    try (var registry = new MemoryRegistry(tls(FILES))) {
      requireTold(
          failure(registry, registry.host(), ConnectionSettings.DEFAULTS),
          "the certificate of " + registry.host() + " is self-signed and not trusted",
          UPDATE + "--ca-certificate FILE");
    }
  }

  @Test
  void anotherIssuerIsTold() throws Exception {
    Path other = TlsFiles.in(Files.createDirectory(folder.resolve("other")));
    try (var registry = new MemoryRegistry(tls(FILES))) {
      requireTold(
          failure(registry, registry.host(), trusting(other.resolve("ca.pem"))),
          "not trusted",
          UPDATE + "--ca-certificate FILE");
    }
  }

  @Test
  void aCertificateOfAnotherHostIsTold() {
    try (var registry = new MemoryRegistry(tls(FILES));
        var proxy = new ConnectProxy(registry.host())) {
      var proxied =
          trusting(FILES.resolve("ca.pem"))
              .with(new ProxySettings(Optional.of("http://" + proxy.host()), Map.of()));
      requireTold(
          failure(registry, "other.example", proxied),
          "the certificate of other.example is for another host: it is for 127.0.0.1, localhost,"
              + " registry.example",
          UPDATE + "--uri HOST[:PORT]");
    }
  }

  @Test
  void aCertificateOfAnotherTimeIsTold() throws Exception {
    for (String start : new String[] {"-10d", "+10d"}) {
      Path files = TlsFiles.startingAt(Files.createDirectory(folder.resolve(start)), start);
      try (var registry = new MemoryRegistry(tls(files))) {
        requireTold(
            failure(registry, registry.host(), trusting(files.resolve("ca.pem"))),
            start.startsWith("-") ? "expired on 2" : "is not valid before 2",
            "date");
      }
    }
  }
}
