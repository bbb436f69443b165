package dev.berth.push.distribution;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.berth.push.ConnectionSettings;
import dev.berth.push.http.RegistryClient;
import dev.berth.push.http.RetryPolicy;
import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LocalTlsTest {
  private static final int TLS_HANDSHAKE = 0x16;

  @Test
  void speaksTlsWithALocalRegistryThatWantsIt() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 2, InetAddress.getLoopbackAddress())) {
      var secondTry = CompletableFuture.supplyAsync(() -> firstByteOfSecondTry(server));
      String host = "127.0.0.1:" + server.getLocalPort();
      try (var client =
          new RegistryClient(
              host,
              () -> Credentials.basic("user", "pass"),
              ConnectionSettings.DEFAULTS,
              RetryPolicy.NONE)) {
        var repository = Repository.forPull(client, "team/app");
        assertThrows(BerthException.class, () -> repository.findManifest("1"));
      }

      assertEquals(TLS_HANDSHAKE, secondTry.get());
    }
  }

  /** Answers the first connection as Go's TLS servers answer plain HTTP. */
  private static int firstByteOfSecondTry(ServerSocket server) {
    try {
      try (Socket plain = server.accept();
          var request =
              new BufferedReader(new InputStreamReader(plain.getInputStream(), US_ASCII))) {
        String line = request.readLine();
        while (line != null && !line.isEmpty()) {
          line = request.readLine();
        }
        String answer =
            "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n";
        plain.getOutputStream().write(answer.getBytes(US_ASCII));
      }
      try (Socket tls = server.accept()) {
        return tls.getInputStream().read();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
