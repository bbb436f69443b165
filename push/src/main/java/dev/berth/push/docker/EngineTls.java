package dev.berth.push.docker;

import com.github.dockerjava.core.util.CertificateUtils;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * TLS with an engine, from {@code ca.pem} and, where the engine wants a client certificate, {@code
 * cert.pem} and {@code key.pem}.
 *
 * <p>docker-java's own class would speak plain HTTP where a file is missing, and adds a security
 * provider to the whole JVM.
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
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trustStore(certificates("ca.pem")));
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new BerthException(
          ErrorCode.ENGINE, "cannot set up TLS with the Docker engine from " + folder, e);
    }
  }

  private static KeyStore trustStore(Collection<? extends Certificate> certificates)
      throws GeneralSecurityException, IOException {
    KeyStore store = emptyStore();
    int number = 0;
    for (Certificate certificate : certificates) {
      store.setCertificateEntry("ca-" + number++, certificate);
    }
    return store;
  }

  private KeyManager[] keyManagers() throws GeneralSecurityException, IOException {
    if (Files.notExists(folder.resolve("cert.pem")) && Files.notExists(folder.resolve("key.pem"))) {
      return new KeyManager[0];
    }
    char[] password = {};
    KeyStore store = emptyStore();
    Certificate[] chain = certificates("cert.pem").toArray(new Certificate[0]);
    store.setKeyEntry("client", key(), password, chain);
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, password);
    return keys.getKeyManagers();
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private PrivateKey key() throws GeneralSecurityException, IOException {
    Path file = existing("key.pem");
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      PrivateKey key = CertificateUtils.loadPrivateKey(reader);
      if (key != null) {
        return key;
      }
    } catch (IOException e) {
      // Its message may quote the file, which is a secret.
      throw unusable(file);
    }
    throw unusable(file);
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
          "put it there, or set DOCKER_CERT_PATH to the folder that has it");
    }
    return file;
  }

  private static BerthException unusable(Path file) {
    return new BerthException(
        ErrorCode.ENGINE, "TLS with the Docker engine: nothing usable in " + file);
  }
}
