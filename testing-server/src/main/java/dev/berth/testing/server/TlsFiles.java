package dev.berth.testing.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A self-signed certificate for 127.0.0.1, localhost and registry.example, as Docker keeps them and
 * as a server takes it.
 */
public final class TlsFiles {
  private static final char[] PASSWORD = "password".toCharArray();
  private static final String STORE = "store.p12";

  private TlsFiles() {}

  /** The files in a folder that is made once and deleted when the JVM ends. */
  public static Path once() {
    return Once.FOLDER;
  }

  private static final class Once {
    static final Path FOLDER = make();

    private static Path make() {
      try {
        Path folder = Files.createTempDirectory("berth-tls");
        folder.toFile().deleteOnExit();
        in(folder);
        try (Stream<Path> files = Files.list(folder)) {
          files.forEach(file -> file.toFile().deleteOnExit());
        }
        return folder;
      } catch (IOException | GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Makes {@code ca.pem}, {@code cert.pem} and {@code key.pem} in the folder and returns it. */
  public static Path in(Path folder) throws IOException, GeneralSecurityException {
    return startingAt(folder, "-1d");
  }

  /** The same, valid for three days from a time, for instance {@code +10d} in ten days. */
  public static Path startingAt(Path folder, String start)
      throws IOException, GeneralSecurityException {
    keytool(folder.resolve(STORE), start);
    KeyStore store = store(folder);
    byte[] certificate = store.getCertificate("key").getEncoded();
    Files.writeString(folder.resolve("ca.pem"), pem("CERTIFICATE", certificate));
    Files.writeString(folder.resolve("cert.pem"), pem("CERTIFICATE", certificate));
    byte[] key = store.getKey("key", PASSWORD).getEncoded();
    Files.writeString(folder.resolve("key.pem"), pem("PRIVATE KEY", key));
    return folder;
  }

  /**
   * What a server speaks TLS with that these files lead to. It trusts clients that have them too.
   */
  public static SSLContext serverContext(Path folder) throws IOException, GeneralSecurityException {
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store(folder), PASSWORD);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("ca", store(folder).getCertificate("key"));
    var clients = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    clients.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), clients.getTrustManagers(), null);
    return context;
  }

  private static KeyStore store(Path folder) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve(STORE))) {
      store.load(in, PASSWORD);
    }
    return store;
  }

  private static void keytool(Path store, String start) throws IOException {
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    String options =
        "-genkeypair -alias key -keyalg EC -dname CN=127.0.0.1 -ext san=ip:127.0.0.1,dns:localhost,dns:registry.example -validity 3"
            + " -startdate "
            + start
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

  private static String pem(String type, byte[] der) {
    String base64 =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    return "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n".formatted(type, base64);
  }
}
