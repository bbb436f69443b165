package dev.berth.push.docker;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A private key without a password, as {@code openssl} writes it: PKCS#8, PKCS#1 (RSA) or SEC 1
 * (elliptic curves). The JDK reads PKCS#8 only, in which the other two are wrapped.
 *
 * <p>No message has a part of the key.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5958">RFC 5958</a>, <a
 *     href="https://www.rfc-editor.org/rfc/rfc8017#appendix-A.1.2">RFC 8017</a>, <a
 *     href="https://www.rfc-editor.org/rfc/rfc5915">RFC 5915</a>
 */
final class PemKey {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ((?:RSA |EC )?PRIVATE KEY)-----([^-]*)-----END \\1-----");
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

  /** The largest length that is written as one byte. */
  private static final int SHORT = 0x7f;

  private static final int INTEGER = 0x02;
  private static final int OCTET_STRING = 0x04;
  private static final int SEQUENCE = 0x30;
  private static final int PARAMETERS = 0xa0;
  private static final byte[] VERSION = {INTEGER, 1, 0};
  // The object identifier 1.2.840.113549.1.1.1 and NULL.
  private static final byte[] RSA = HexFormat.of().parseHex("06092a864886f70d0101010500");
  // The object identifier 1.2.840.10045.2.1, which that of the curve follows.
  private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

  private PemKey() {}

  /** The first private key of a file's text. */
  static PrivateKey read(String pem) throws GeneralSecurityException {
    Matcher block = BLOCK.matcher(pem);
    if (!block.find()) {
      throw new InvalidKeyException("no private key");
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(block.group(2));
      return switch (block.group(1)) {
        case "RSA PRIVATE KEY" -> key("RSA", wrapped(RSA, der));
        case "EC PRIVATE KEY" -> key("EC", wrapped(concatenated(EC, curve(der)), der));
        default -> ofAnyAlgorithm(der);
      };
    } catch (RuntimeException e) {
      // Its message may quote the key.
      throw new InvalidKeyException("damaged private key");
    }
  }

  private static PrivateKey ofAnyAlgorithm(byte[] der) throws GeneralSecurityException {
    for (String algorithm : ALGORITHMS) {
      try {
        return key(algorithm, der);
      } catch (InvalidKeySpecException e) {
        // The key names its algorithm, which is another one.
      }
    }
    throw new InvalidKeyException("no private key of " + ALGORITHMS);
  }

  private static PrivateKey key(String algorithm, byte[] der) throws GeneralSecurityException {
    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
  }

  private static byte[] wrapped(byte[] algorithm, byte[] key) {
    return value(
        SEQUENCE, concatenated(VERSION, value(SEQUENCE, algorithm), value(OCTET_STRING, key)));
  }

  /** The object identifier of the curve, from the key's parameters. */
  private static byte[] curve(byte[] key) {
    ByteBuffer fields = content(ByteBuffer.wrap(key), SEQUENCE);
    content(fields, INTEGER);
    content(fields, OCTET_STRING);
    ByteBuffer parameters = content(fields, PARAMETERS);
    byte[] curve = new byte[parameters.remaining()];
    parameters.get(curve);
    return curve;
  }

  /** The content of the next value, which has to be of that type; continues after the value. */
  private static ByteBuffer content(ByteBuffer values, int type) {
    if ((values.get() & 0xff) != type) {
      throw new IllegalArgumentException("another type");
    }
    int length = values.get() & 0xff;
    if (length > SHORT) {
      int bytes = length & SHORT;
      length = 0;
      for (int i = 0; i < bytes; i++) {
        length = length << 8 | (values.get() & 0xff);
      }
    }
    ByteBuffer content = values.slice(values.position(), length);
    values.position(values.position() + length);
    return content;
  }

  private static byte[] value(int type, byte[] content) {
    byte[] length = BigInteger.valueOf(content.length).toByteArray();
    byte[] magnitude = length[0] == 0 ? Arrays.copyOfRange(length, 1, length.length) : length;
    byte[] header =
        content.length <= SHORT
            ? new byte[] {(byte) type, (byte) content.length}
            : concatenated(
                new byte[] {(byte) type, (byte) (SHORT + 1 + magnitude.length)}, magnitude);
    return concatenated(header, content);
  }

  private static byte[] concatenated(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    Arrays.stream(parts).forEach(all::writeBytes);
    return all.toByteArray();
  }
}
