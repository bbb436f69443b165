package dev.berth.push.http;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Creates TLS contexts from certificates and keys. */
public final class TlsContext {
  private static final char[] PASSWORD = {};

  private TlsContext() {}

  /**
   * A client's key.
   *
   * @param chain its certificate, and those up to its issuer
   */
  public record ClientKey(PrivateKey key, Collection<? extends Certificate> chain) {}

  /** What given certificates are to those that Java trusts. */
  enum Trust {
    /** Only the given ones are trusted. */
    INSTEAD_OF_JAVAS,
    /** Both are trusted. */
    WITH_JAVAS
  }

  /**
   * A context for a client.
   *
   * @param trusted the certificates to trust; empty for those that Java trusts
   */
  public static SSLContext create(
      Optional<Collection<? extends Certificate>> trusted, Optional<ClientKey> key)
      throws GeneralSecurityException, IOException {
    return create(trusted, Trust.INSTEAD_OF_JAVAS, key);
  }

  static SSLContext create(
      Optional<Collection<? extends Certificate>> given, Trust trust, Optional<ClientKey> key)
      throws GeneralSecurityException, IOException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(
        key.isPresent() ? keyManagers(key.get()) : new KeyManager[0],
        Stream.of(trustManagers(given, trust))
            .map(UntrustedServer::reporting)
            .toArray(TrustManager[]::new),
        null);
    return context;
  }

  private static TrustManager[] trustManagers(
      Optional<Collection<? extends Certificate>> given, Trust trust)
      throws GeneralSecurityException, IOException {
    if (given.isEmpty()) {
      return trustManagers(null);
    }
    List<Certificate> all = new ArrayList<>(given.get());
    if (trust == Trust.WITH_JAVAS) {
      for (TrustManager javas : trustManagers(null)) {
        if (javas instanceof X509TrustManager x509) {
          all.addAll(List.of(x509.getAcceptedIssuers()));
        }
      }
    }
    return trustManagers(storeOf(all));
  }

  /** Null stands for the certificates that Java trusts. */
  private static TrustManager[] trustManagers(@Nullable KeyStore store)
      throws GeneralSecurityException {
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    return trust.getTrustManagers();
  }

  private static KeyStore storeOf(Collection<? extends Certificate> certificates)
      throws GeneralSecurityException, IOException {
    KeyStore store = emptyStore();
    int number = 0;
    for (Certificate certificate : certificates) {
      store.setCertificateEntry("ca-" + number++, certificate);
    }
    return store;
  }

  private static KeyManager[] keyManagers(ClientKey client)
      throws GeneralSecurityException, IOException {
    KeyStore store = emptyStore();
    store.setKeyEntry("client", client.key(), PASSWORD, client.chain().toArray(new Certificate[0]));
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    return keys.getKeyManagers();
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
