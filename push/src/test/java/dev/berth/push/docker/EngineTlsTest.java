package dev.berth.push.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.testing.server.TlsFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS with keys that openssl wrote, which are for this test only. */
class EngineTlsTest {
  @TempDir private Path folder;
  private final Path server = TlsFiles.once();

  @BeforeEach
  void trustTheServer() throws IOException {
    Files.copy(server.resolve("ca.pem"), folder.resolve("ca.pem"));
  }

  private static InputStream resource(String name) {
    InputStream file = EngineTlsTest.class.getResourceAsStream(name);
    assertNotNull(file, name);
    return file;
  }

  private void copy(String resource, String name) throws IOException {
    try (InputStream in = resource(resource)) {
      Files.copy(in, folder.resolve(name));
    }
  }

  /** A server that requires a client to have the key of this certificate. */
  private SSLServerSocket serverFor(X509Certificate client)
      throws IOException, GeneralSecurityException {
    char[] password = "password".toCharArray();
    KeyStore own = KeyStore.getInstance(server.resolve("store.p12").toFile(), password);
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own, password);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("client", client);
    var clients = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    clients.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), clients.getTrustManagers(), null);
    var socket =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
    socket.setNeedClientAuth(true);
    return socket;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"rsa-pkcs1", "rsa-pkcs8", "ec-sec1", "ec-sec1-521", "ec-pkcs8", "ed25519-pkcs8"})
  void provesToTheEngineThatItHasTheKey(String kind) throws Exception {
    copy(kind + ".pem", "key.pem");
    copy(kind + "-cert.pem", "cert.pem");
    X509Certificate certificate;
    try (InputStream in = resource(kind + "-cert.pem")) {
      certificate =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }

    SSLContext context = EngineTls.load(folder);

    try (SSLServerSocket listening = serverFor(certificate)) {
      CompletableFuture<Object> seen =
          CompletableFuture.supplyAsync(
              () -> {
                try (var socket = (SSLSocket) listening.accept()) {
                  socket.getOutputStream().write(1);
                  return socket.getSession().getPeerCertificates()[0];
                } catch (IOException e) {
                  return e;
                }
              });
      try (var socket =
          context
              .getSocketFactory()
              .createSocket(listening.getInetAddress(), listening.getLocalPort())) {
        assertEquals(1, socket.getInputStream().read());
      }
      assertEquals(certificate, seen.join());
    }
  }

  private BerthException failure() {
    BerthException e = assertThrows(BerthException.class, () -> EngineTls.load(folder));
    assertEquals(ErrorCode.ENGINE, e.code());
    return e;
  }

  @ParameterizedTest
  @ValueSource(strings = {"encrypted-pkcs1", "encrypted-pkcs8", "rsa-pkcs1-cert"})
  void namesAFileWithoutAUsableKey(String kind) throws Exception {
    copy(kind + ".pem", "key.pem");
    copy("rsa-pkcs1-cert.pem", "cert.pem");

    assertEquals(
        "TLS with the Docker engine: no usable content in " + folder.resolve("key.pem"),
        failure().getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa-pkcs1", "rsa-pkcs8", "ec-sec1"})
  void showsNoPartOfADamagedKey(String kind) throws Exception {
    copy("rsa-pkcs1-cert.pem", "cert.pem");
    try (InputStream in = resource(kind + ".pem")) {
      String key = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      String damaged = key.replaceFirst("(PRIVATE KEY-----\n)\\w{16}", "$1CANARYCANARYCANA");
      Files.writeString(folder.resolve("key.pem"), damaged);
    }

    StringWriter printed = new StringWriter();
    failure().printStackTrace(new PrintWriter(printed, true));

    assertFalse(printed.toString().contains("CANARY"), printed::toString);
  }

  @Test
  void needsNoKeyWhereTheEngineAsksForNone() {
    assertNotNull(EngineTls.load(folder));
  }
}
