package dev.berth.push.source;

import dev.berth.push.archive.Content;
import dev.berth.push.image.Descriptor;
import dev.berth.reference.Digest;
import java.util.Optional;

/** The manifests and other blobs of a source, which their readers verify. */
public interface ImageBlobs {
  /** The source's name in messages. */
  String name();

  /**
   * The content of a descriptor that is no manifest, if it exists. A source that would have to be
   * asked for it may return content that fails when it is read.
   */
  Optional<Content> find(Descriptor descriptor);

  /** A manifest or an index, if it exists. */
  Optional<Content> find(Digest digest);
}
