package dev.berth.push.source;

import dev.berth.push.archive.Content;
import dev.berth.push.archive.ImageFiles;
import dev.berth.push.image.Descriptor;
import dev.berth.reference.Digest;
import java.util.Optional;

/** The blobs in the folder {@code blobs} of an OCI image layout. */
record LayoutBlobs(ImageFiles files) implements ImageBlobs {
  @Override
  public String name() {
    return files.name();
  }

  @Override
  public Optional<Content> find(Descriptor descriptor) {
    return find(descriptor.digest());
  }

  @Override
  public Optional<Content> find(Digest digest) {
    return files.find("blobs/" + digest.algorithm() + "/" + digest.hex());
  }
}
