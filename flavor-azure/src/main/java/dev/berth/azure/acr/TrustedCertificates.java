package dev.berth.azure.acr;

import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** TLS that trusts the certificates of a PEM file. */
final class TrustedCertificates {
  private TrustedCertificates() {}

  /** Trusts them instead of Java's, for the registry. */
  static SSLContext alone(Path file) {
    return context(file, List.of());
  }

  /** Trusts them in addition to Java's, for Microsoft Entra. */
  static SSLContext inAddition(Path file) {
    List<Certificate> javas = new ArrayList<>();
    try {
      for (TrustManager manager : trust(null)) {
        if (manager instanceof X509TrustManager x509) {
          javas.addAll(List.of(x509.getAcceptedIssuers()));
        }
      }
    } catch (GeneralSecurityException e) {
      throw unusable(file, e);
    }
    return context(file, javas);
  }

  private static SSLContext context(Path file, Collection<Certificate> others) {
    try (var in = Files.newInputStream(file)) {
      List<Certificate> all = new ArrayList<>(others);
      all.addAll(CertificateFactory.getInstance("X.509").generateCertificates(in));
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (int i = 0; i < all.size(); i++) {
        store.setCertificateEntry("trusted-" + i, all.get(i));
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust(store), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw unusable(file, e);
    }
  }

  private static TrustManager[] trust(@Nullable KeyStore store) throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static BerthException unusable(Path file, Exception cause) {
    return new BerthException(
        ErrorCode.INVALID,
        "property 'caCertificate': %s is not a file of PEM certificates".formatted(file),
        cause);
  }
}
