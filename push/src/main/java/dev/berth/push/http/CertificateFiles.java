package dev.berth.push.http;

import dev.berth.push.ConnectionSettings;
import dev.berth.push.http.TlsContext.ClientKey;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The PEM files of a connection's certificates. */
final class CertificateFiles {
  private static final Logger log = LoggerFactory.getLogger(CertificateFiles.class);
  private static final int MAX_BYTES = 1024 * 1024;
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----(.*?)-----END PRIVATE KEY-----", Pattern.DOTALL);

  private final ConnectionSettings connection;

  CertificateFiles(ConnectionSettings connection) {
    this.connection = connection;
  }

  /** The certificates to trust; empty for those that Java trusts. */
  Optional<Collection<? extends Certificate>> trusted() throws IOException {
    return connection.caCertificate().isPresent()
        ? Optional.of(certificates("caCertificate", connection.caCertificate().get()))
        : Optional.empty();
  }

  /** The client's key, with its certificate. */
  Optional<ClientKey> clientKey() throws IOException {
    if (connection.clientCertificate().isEmpty() && connection.clientKey().isEmpty()) {
      return Optional.empty();
    }
    Path chain = connection.clientCertificate().orElseThrow(() -> missing("clientCertificate"));
    Path key = connection.clientKey().orElseThrow(() -> missing("clientKey"));
    return Optional.of(new ClientKey(key(key), certificates("clientCertificate", chain)));
  }

  private static BerthException missing(String property) {
    return new BerthException(
        ErrorCode.INVALID,
        "a client certificate needs its key, and a key needs its certificate: '"
            + property
            + "' is not set");
  }

  private static Collection<? extends Certificate> certificates(String property, Path file)
      throws IOException {
    try (var in = Files.newInputStream(readable(property, file))) {
      var certificates = CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (!certificates.isEmpty()) {
        return certificates;
      }
    } catch (GeneralSecurityException e) {
      throw unusable(property, file, "it holds no PEM certificate", e);
    }
    throw unusable(property, file, "it holds no PEM certificate", null);
  }

  private static PrivateKey key(Path file) throws IOException {
    String pem = Files.readString(readable("clientKey", file), StandardCharsets.ISO_8859_1);
    Matcher block = KEY.matcher(pem);
    if (block.find()) {
      byte[] der = Base64.getMimeDecoder().decode(block.group(1));
      for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
        try {
          return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (InvalidKeySpecException e) {
          log.debug("{} is no {} key", file, algorithm);
        } catch (GeneralSecurityException e) {
          throw unusable("clientKey", file, "this JVM knows no " + algorithm, e);
        }
      }
    }
    throw new BerthException(
        ErrorCode.INVALID,
        "property 'clientKey': %s holds no unencrypted PKCS #8 private key in PEM".formatted(file),
        "openssl pkcs8 -topk8 -nocrypt -in KEY -out NEW-KEY creates one");
  }

  private static Path readable(String property, Path file) throws IOException {
    if (Files.notExists(file)) {
      throw unusable(property, file, "it does not exist", null);
    }
    if (!Files.isRegularFile(file) || !Files.isReadable(file) || Files.size(file) > MAX_BYTES) {
      throw unusable(property, file, "it is not a readable file of a certificate's size", null);
    }
    return file;
  }

  private static BerthException unusable(
      String property, Path file, String reason, @Nullable Exception e) {
    return new BerthException(
        ErrorCode.INVALID,
        "property '%s': %s is not usable: %s".formatted(property, file, reason),
        e);
  }
}
