package dev.berth.reference;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Computes digests of content. An algorithm is {@code sha256} or {@code sha512}.
 *
 * @since 0.1
 */
public final class Digests {
  private static final int BUFFER = 128 * 1024;

  private Digests() {}

  /**
   * {@return the SHA-256 digest of the bytes}
   *
   * @param bytes the content
   */
  public static Digest of(byte[] bytes) {
    return of("sha256", bytes);
  }

  /**
   * {@return the digest of the bytes}
   *
   * @param algorithm the algorithm
   * @param bytes the content
   */
  public static Digest of(String algorithm, byte[] bytes) {
    MessageDigest hash = start(algorithm);
    hash.update(bytes);
    return end(algorithm, hash);
  }

  /**
   * {@return the digest of a stream, which is read to its end and not closed}
   *
   * @param algorithm the algorithm
   * @param in the content
   * @throws IOException when the stream cannot be read
   */
  public static Digest of(String algorithm, InputStream in) throws IOException {
    MessageDigest hash = start(algorithm);
    byte[] buffer = new byte[BUFFER];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      hash.update(buffer, 0, read);
    }
    return end(algorithm, hash);
  }

  /** {@return an SHA-256 hash to update with content, for {@link #end(MessageDigest)}} */
  public static MessageDigest start() {
    return start("sha256");
  }

  /**
   * {@return a hash to update with content, for {@link #end(String, MessageDigest)}}
   *
   * @param algorithm the algorithm
   */
  public static MessageDigest start(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm.equals("sha512") ? "SHA-512" : "SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256 and SHA-512", e);
    }
  }

  /**
   * {@return the SHA-256 digest of the content}
   *
   * @param hash a hash that was updated with the content
   */
  public static Digest end(MessageDigest hash) {
    return end("sha256", hash);
  }

  /**
   * {@return the digest of the content}
   *
   * @param algorithm the algorithm
   * @param hash a hash that was updated with the content
   */
  public static Digest end(String algorithm, MessageDigest hash) {
    return new Digest(algorithm, HexFormat.of().formatHex(hash.digest()));
  }

  /**
   * {@return whether the bytes have the digest}
   *
   * @param digest the digest
   * @param bytes the content
   */
  public static boolean matches(Digest digest, byte[] bytes) {
    return of(digest.algorithm(), bytes).equals(digest);
  }
}
