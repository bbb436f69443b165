package dev.berth.push.image;

import dev.berth.reference.Digest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests of content. */
final class Sha256 {
  private Sha256() {}

  static MessageDigest start() {
    return start("sha256");
  }

  /** The hash that goes with a digest's algorithm. */
  static MessageDigest start(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm.equals("sha512") ? "SHA-512" : "SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256 and SHA-512", e);
    }
  }

  static Digest end(MessageDigest hash) {
    return new Digest("sha256", HexFormat.of().formatHex(hash.digest()));
  }

  static Digest of(byte[] bytes) {
    MessageDigest hash = start();
    hash.update(bytes);
    return end(hash);
  }

  /** Whether bytes have a digest. */
  static boolean matches(Digest digest, byte[] bytes) {
    byte[] actual = start(digest.algorithm()).digest(bytes);
    return HexFormat.of().formatHex(actual).equals(digest.hex());
  }
}
