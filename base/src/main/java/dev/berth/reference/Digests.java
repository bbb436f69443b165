package dev.berth.reference;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Computes digests of content. */
public final class Digests {
  private static final int BUFFER = 128 * 1024;

  private Digests() {}

  /** The SHA-256 digest of the bytes. */
  public static Digest of(byte[] bytes) {
    return of("sha256", bytes);
  }

  /**
   * The digest of the bytes.
   *
   * @param algorithm {@code sha256} or {@code sha512}
   */
  public static Digest of(String algorithm, byte[] bytes) {
    MessageDigest hash = start(algorithm);
    hash.update(bytes);
    return end(algorithm, hash);
  }

  /**
   * The digest of a stream, which is read to its end and not closed.
   *
   * @param algorithm {@code sha256} or {@code sha512}
   */
  public static Digest of(String algorithm, InputStream in) throws IOException {
    MessageDigest hash = start(algorithm);
    byte[] buffer = new byte[BUFFER];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      hash.update(buffer, 0, read);
    }
    return end(algorithm, hash);
  }

  /** A hash to be fed with content, for {@link #end(String, MessageDigest)}. */
  public static MessageDigest start(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm.equals("sha512") ? "SHA-512" : "SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256 and SHA-512", e);
    }
  }

  /** The digest of what the hash was fed with. */
  public static Digest end(String algorithm, MessageDigest hash) {
    return new Digest(algorithm, HexFormat.of().formatHex(hash.digest()));
  }

  public static MessageDigest start() {
    return start("sha256");
  }

  public static Digest end(MessageDigest hash) {
    return end("sha256", hash);
  }

  /** Whether bytes have a digest. */
  public static boolean matches(Digest digest, byte[] bytes) {
    return of(digest.algorithm(), bytes).equals(digest);
  }
}
