package dev.berth.it.kit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A certificate authority and what it issues, made by the JDK's keytool, as PEM files. */
public final class Certificates {
  private static final String PASSWORD = "password";

  private final Path folder;
  private final Path store;

  private Certificates(Path folder) {
    this.folder = folder;
    this.store = folder.resolve("certificates.p12");
  }

  /** A new authority, which has a key for RSA; its name is {@code ca}. */
  public static Certificates in(Path folder) {
    var certificates = new Certificates(folder);
    certificates.generate("ca", "-keyalg", "RSA", "-ext", "bc:c");
    return certificates;
  }

  /** Issues a certificate for this machine. */
  public Certificates issue(String name) {
    generate(name, "-keyalg", "EC", "-signer", "ca", "-ext", "san=dns:localhost,ip:127.0.0.1");
    return this;
  }

  private void generate(String name, String... options) {
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    var line = new ArrayList<>(List.of(keytool, "-genkeypair", "-alias", name));
    line.addAll(List.of("-dname", "CN=" + name, "-validity", "2", "-storetype", "PKCS12"));
    line.addAll(List.of("-storepass", PASSWORD, "-keystore", store.toString()));
    line.addAll(List.of(options));
    Commands.run(line.toArray(String[]::new));
    write(certificate(name), "CERTIFICATE", encoded(name));
    write(keyFile(name), "PRIVATE KEY", key(name).getEncoded());
  }

  /** The file with a certificate. */
  public Path certificate(String name) {
    return folder.resolve(name + ".pem");
  }

  /** The file with a private key. */
  public Path keyFile(String name) {
    return folder.resolve(name + "-key.pem");
  }

  byte[] encoded(String name) {
    try {
      Certificate certificate = read().getCertificate(name);
      return certificate.getEncoded();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("keytool made no certificate " + name, e);
    }
  }

  PrivateKey key(String name) {
    try {
      return (PrivateKey) read().getKey(name, PASSWORD.toCharArray());
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("keytool made no key " + name, e);
    }
  }

  private KeyStore read() throws GeneralSecurityException, IOException {
    KeyStore read = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      read.load(in, PASSWORD.toCharArray());
    }
    return read;
  }

  private static void write(Path file, String type, byte[] der) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    try {
      Files.writeString(
          file, "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(type, base64));
      // The engine that is asked to copy may run a registry as another user.
      Permissions.set(file, "rw-r--r--");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
