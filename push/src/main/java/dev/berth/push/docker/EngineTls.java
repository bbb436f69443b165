package dev.berth.push.docker;

import dev.berth.push.http.TlsContext;
import dev.berth.push.http.TlsContext.ClientKey;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * TLS with an engine, from {@code ca.pem} and, if the engine requires a client certificate, {@code
 * cert.pem} and {@code key.pem}.
 *
 * <p>docker-java's own class would use plain HTTP if a file is missing, adds a security provider to
 * the whole JVM, and needs BouncyCastle.
 */
final class EngineTls {
  private final Path folder;

  private EngineTls(Path folder) {
    this.folder = folder;
  }

  static SSLContext load(Path folder) {
    return new EngineTls(folder).context();
  }

  private SSLContext context() {
    try {
      return TlsContext.create(Optional.of(certificates("ca.pem")), clientKey());
    } catch (GeneralSecurityException | IOException e) {
      throw new BerthException(
          ErrorCode.ENGINE, "cannot set up TLS with the Docker engine from " + folder, e);
    }
  }

  private Optional<ClientKey> clientKey() throws GeneralSecurityException, IOException {
    return Files.notExists(folder.resolve("cert.pem")) && Files.notExists(folder.resolve("key.pem"))
        ? Optional.empty()
        : Optional.of(new ClientKey(key(), certificates("cert.pem")));
  }

  private PrivateKey key() throws IOException {
    Path file = existing("key.pem");
    try {
      return PemKey.read(Files.readString(file, StandardCharsets.ISO_8859_1));
    } catch (GeneralSecurityException e) {
      throw unusable(file);
    }
  }

  private Collection<? extends Certificate> certificates(String name) throws IOException {
    Path file = existing(name);
    try (InputStream in = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificates(in);
    } catch (GeneralSecurityException e) {
      throw unusable(file);
    }
  }

  private Path existing(String name) {
    Path file = folder.resolve(name);
    if (Files.notExists(file)) {
      throw new BerthException(
          ErrorCode.ENGINE,
          "TLS with the Docker engine needs " + file + ", which does not exist",
          "create it, or set DOCKER_CERT_PATH to the folder that has it");
    }
    return file;
  }

  private static BerthException unusable(Path file) {
    return new BerthException(
        ErrorCode.ENGINE, "TLS with the Docker engine: no usable content in " + file);
  }
}
