package dev.berth.push.distribution;

import dev.berth.reference.Digest;
import dev.berth.reference.Digests;
import java.security.MessageDigest;

/** The hash of a blob's bytes while they are sent. A part may be sent again. */
final class SentBytes {
  private final String algorithm;
  private MessageDigest hash;
  private long hashed;

  SentBytes(String algorithm) {
    this.algorithm = algorithm;
    this.hash = Digests.start(algorithm);
  }

  /**
   * Adds bytes, unless they were sent before. From the blob's beginning on, it starts anew.
   *
   * @param offset the offset of the bytes in the blob
   * @return false when bytes before them were not sent
   */
  boolean update(long offset, byte[] bytes, int length) {
    if (offset == 0) {
      hash = Digests.start(algorithm);
      hashed = 0;
    }
    if (offset > hashed) {
      return false;
    }
    int known = (int) Math.min(hashed - offset, length);
    hash.update(bytes, known, length - known);
    hashed = Math.max(hashed, offset + length);
    return true;
  }

  /** The digest of all bytes so far. */
  Digest digest() {
    try {
      return Digests.end(algorithm, (MessageDigest) hash.clone());
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("Java's own SHA-2 can be cloned", e);
    }
  }
}
