package dev.berth.push.http;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** A server's certificates that are not trusted, which Java's own failure does not name. */
final class UntrustedServer extends CertificateException {
  private static final long serialVersionUID = 1L;

  private final transient List<X509Certificate> chain;

  private UntrustedServer(X509Certificate[] chain, CertificateException cause) {
    super(cause.getMessage(), cause);
    this.chain = List.of(chain);
  }

  /** The server's certificate, and those that it sent with it. */
  List<X509Certificate> chain() {
    return chain;
  }

  /** The same trust, with failures that have the certificates. */
  static TrustManager reporting(TrustManager trust) {
    return trust instanceof X509ExtendedTrustManager x509 ? new Reporting(x509) : trust;
  }

  private static final class Reporting extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager trust;

    Reporting(X509ExtendedTrustManager trust) {
      this.trust = trust;
    }

    private interface Check {
      void run() throws CertificateException;
    }

    private static void check(X509Certificate[] chain, Check check) throws CertificateException {
      try {
        check.run();
        // Java trusts a given certificate even when it has expired.
        chain[0].checkValidity();
      } catch (CertificateException e) {
        throw new UntrustedServer(chain, e);
      }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      check(chain, () -> trust.checkServerTrusted(chain, type, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      check(chain, () -> trust.checkServerTrusted(chain, type, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      check(chain, () -> trust.checkServerTrusted(chain, type));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      trust.checkClientTrusted(chain, type, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      trust.checkClientTrusted(chain, type, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      trust.checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return trust.getAcceptedIssuers();
    }
  }
}
