package dev.berth.cli.registry;

import dev.berth.PushedImage;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The file for the digests of a push.
 *
 * @param path the file, absolute
 */
record DigestFile(Path path) {
  /** A file that can be written, as far as that is known before the push. */
  static DigestFile at(Path path) {
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(path)) {
      throw new BerthException(
          ErrorCode.INVALID, "the digest file %s cannot be written".formatted(path));
    }
    return new DigestFile(path);
  }

  /**
   * Writes each digest once, in their order. The file stays as it was when nothing was pushed.
   *
   * @throws BerthException {@link ErrorCode#INVALID} when it cannot be written
   */
  void write(List<PushedImage> pushed) {
    if (pushed.isEmpty()) {
      return;
    }
    String digests =
        pushed.stream()
            .map(it -> it.result().digest() + "\n")
            .distinct()
            .collect(Collectors.joining());
    try {
      Files.writeString(path, digests);
    } catch (IOException e) {
      throw new BerthException(
          ErrorCode.INVALID,
          "the image was pushed, but the digest file %s cannot be written: %s".formatted(path, e),
          e);
    }
  }
}
