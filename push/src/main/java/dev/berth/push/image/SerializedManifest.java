package dev.berth.push.image;

import dev.berth.reference.Digest;
import dev.berth.reference.Digests;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;

/**
 * A manifest or an index as it is sent.
 *
 * @param bytes its bytes
 * @param mediaType its media type
 */
public record SerializedManifest(ManifestBytes bytes, String mediaType) {
  public Digest digest() {
    return bytes.digest();
  }

  /** How an index refers to it. */
  public Descriptor descriptor() {
    return new Descriptor(mediaType, digest(), bytes.bytes().length);
  }

  /**
   * Its digest in the registry, which is SHA-256 unless it is pushed under another one. It is
   * checked against the name that it is pushed under.
   *
   * @param identifier a tag or a digest
   * @throws BerthException with the code {@code INVALID} when that is another digest
   */
  public Digest digestAs(String identifier) {
    if (identifier.contains(":") && !identifier.equals(digest().toString())) {
      throw new BerthException(
          ErrorCode.INVALID, "the image's digest is %s, not %s".formatted(digest(), identifier));
    }
    return identifier.contains(":") || digest().algorithm().equals("sha256")
        ? digest()
        : Digests.of(bytes.bytes());
  }
}
