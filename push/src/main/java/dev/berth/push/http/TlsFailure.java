package dev.berth.push.http;

import dev.berth.reference.Origin;
import dev.berth.reference.PlainText;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Why there is no trusted TLS connection to a server.
 *
 * @param reason what is wrong with the server, a clause that begins with its name
 * @param hint what to do
 */
record TlsFailure(String reason, String hint) {
  private static final int MAX_CAUSES = 20;
  private static final int MAX_NAMES = 5;
  private static final String UPDATE = "berth container-registry update NAME ";

  /** What is known of a failure. */
  static TlsFailure of(Origin server, SSLException failure) {
    Optional<UntrustedServer> untrusted =
        Stream.<Throwable>iterate(failure, it -> it != null, Throwable::getCause)
            .limit(MAX_CAUSES)
            .filter(UntrustedServer.class::isInstance)
            .map(UntrustedServer.class::cast)
            .findFirst();
    String message = String.valueOf(failure.getMessage());
    if (untrusted.isPresent()) {
      return of(server, untrusted.get());
    }
    if (failure instanceof SSLPeerUnverifiedException) {
      return otherHost(server, PlainText.excerpt(message));
    }
    if (message.contains("unrecognized SSL message") || message.contains("plaintext connection")) {
      return plainHttp(server);
    }
    if (message.contains("certificate_required") || message.contains("bad_certificate")) {
      return new TlsFailure(
          server.authority() + " requires a client certificate, or does not accept the given one",
          UPDATE + "--client-certificate FILE --client-key FILE");
    }
    return new TlsFailure(
        "no TLS connection to %s: %s".formatted(server.authority(), PlainText.excerpt(message)),
        "the server and Java must support a common version of TLS");
  }

  static TlsFailure plainHttp(Origin server) {
    return new TlsFailure(
        server.authority() + " speaks plain HTTP at this port, not HTTPS",
        "if the registry has no TLS: " + UPDATE + "--insecure");
  }

  private static TlsFailure of(Origin server, UntrustedServer failure) {
    String certificate = "the certificate of " + server.authority() + " ";
    String message = String.valueOf(failure.getMessage());
    X509Certificate own = failure.chain().get(0);
    if (message.startsWith("No subject alternative") || message.startsWith("No name matching")) {
      return otherHost(server, "it is for " + names(own));
    }
    Instant now = Instant.now();
    for (X509Certificate each : failure.chain()) {
      String of = each.equals(own) ? "" : "has an issuer whose certificate ";
      if (each.getNotAfter().toInstant().isBefore(now)) {
        return new TlsFailure(
            certificate + of + "expired on " + day(each.getNotAfter()),
            "the certificate must be renewed at the registry; check this machine's date too");
      }
      if (each.getNotBefore().toInstant().isAfter(now)) {
        return new TlsFailure(
            certificate + of + "is not valid before " + day(each.getNotBefore()),
            "check this machine's date");
      }
    }
    boolean selfSigned = own.getIssuerX500Principal().equals(own.getSubjectX500Principal());
    String issuer = PlainText.excerpt(own.getIssuerX500Principal().getName());
    return new TlsFailure(
        certificate
            + (selfSigned
                ? "is self-signed and not trusted"
                : "was issued by '" + issuer + "', which is not trusted"),
        UPDATE
            + "--ca-certificate FILE, a PEM file with "
            + (selfSigned ? "this certificate" : "the issuer's certificate"));
  }

  private static TlsFailure otherHost(Origin server, String reason) {
    return new TlsFailure(
        "the certificate of %s is for another host: %s".formatted(server.authority(), reason),
        "register the registry under a host of its certificate: " + UPDATE + "--uri HOST[:PORT]");
  }

  private static String names(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      if (names != null && !names.isEmpty()) {
        return names.stream()
            .map(name -> PlainText.excerpt(String.valueOf(name.get(1))))
            .limit(MAX_NAMES)
            .collect(Collectors.joining(", "));
      }
    } catch (CertificateParsingException e) {
      return "names that cannot be read";
    }
    return PlainText.excerpt(certificate.getSubjectX500Principal().getName());
  }

  private static LocalDate day(Date date) {
    return LocalDate.ofInstant(date.toInstant(), ZoneOffset.UTC);
  }
}
