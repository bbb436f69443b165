package dev.berth.azure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A self-signed certificate for 127.0.0.1, made once. */
record TestCertificate(Path pem, SSLContext server) {
  private static final char[] PASSWORD = "password".toCharArray();
  private static final TestCertificate INSTANCE = make();

  static TestCertificate get() {
    return INSTANCE;
  }

  private static TestCertificate make() {
    try {
      Path folder = Files.createTempDirectory("berth-azure");
      Path file = folder.resolve("store.p12");
      keytool(file);
      KeyStore store = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(file)) {
        store.load(in, PASSWORD);
      }
      Path pem = folder.resolve("ca.pem");
      String base64 =
          Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
              .encodeToString(store.getCertificate("key").getEncoded());
      Files.writeString(
          pem, "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n");
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      for (Path each : new Path[] {folder, file, pem}) {
        each.toFile().deleteOnExit();
      }
      return new TestCertificate(pem, context);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void keytool(Path store) throws IOException {
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    String options =
        "-genkeypair -alias key -keyalg EC -dname CN=127.0.0.1 -ext san=ip:127.0.0.1 -validity 2"
            + " -storetype PKCS12 -storepass password -keystore "
            + store;
    Process process =
        new ProcessBuilder((keytool + " " + options).split(" ", -1))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (process.onExit().join().exitValue() != 0) {
      throw new IOException("keytool fails");
    }
  }
}
