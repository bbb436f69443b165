package dev.berth.push.direct;

import dev.berth.push.PushResult.Outcome;
import dev.berth.push.distribution.UncompressedLayer;
import dev.berth.push.image.Blob;
import dev.berth.push.image.Descriptor;
import dev.berth.reference.Digest;
import java.util.Optional;

/**
 * How missing blobs get into a repository: a push sends them, a dry run only says what it would do.
 */
interface BlobTransfer {
  /**
   * A layer that was compressed and transferred.
   *
   * @param diffId the digest of its tar
   */
  record StreamedLayer(PushedBlob pushed, Digest diffId) {}

  /**
   * Transfers a blob whose digest is known.
   *
   * @param mountFrom another repository that may have it
   */
  PushedBlob transfer(BlobJob job, Descriptor blob, Optional<String> mountFrom);

  /** Compresses a layer, and transfers the result. */
  PushedBlob compress(BlobJob job);

  /** Transfers a blob whose source can be read once. */
  Outcome transferOnce(Blob blob, String name);

  /** Compresses a layer that can be read once, and transfers the result. */
  StreamedLayer compressOnce(UncompressedLayer layer, String name);
}
