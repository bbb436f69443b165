package dev.berth.push.compress;

import dev.berth.reference.Digest;
import dev.berth.reference.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;

/** Copies a layer without compressing it. */
final class LayerCopy {
  private static final int BUFFER = 128 * 1024;

  private LayerCopy() {}

  static CompressedLayer of(InputStream layer, OutputStream out) throws IOException {
    MessageDigest hash = Digests.start();
    byte[] buffer = new byte[BUFFER];
    long size = 0;
    for (int read = layer.read(buffer); read >= 0; read = layer.read(buffer)) {
      hash.update(buffer, 0, read);
      out.write(buffer, 0, read);
      size += read;
    }
    Digest digest = Digests.end(hash);
    return new CompressedLayer(digest, size, digest, size);
  }
}
