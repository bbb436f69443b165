package dev.berth.push.image;

import dev.berth.reference.Digest;
import java.util.Arrays;

/** A manifest's or an index's bytes and their digest, which are known to fit. */
public final class ManifestBytes {
  private final Digest digest;
  private final byte[] bytes;

  /** Bytes whose digest was checked or computed. */
  public ManifestBytes(Digest digest, byte[] bytes) {
    this.digest = digest;
    this.bytes = bytes.clone();
  }

  /** The digest of the bytes. */
  public Digest digest() {
    return digest;
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return Arrays.copyOf(bytes, bytes.length);
  }
}
