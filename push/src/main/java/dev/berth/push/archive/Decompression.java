package dev.berth.push.archive;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.berth.spi.BerthException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** Decompresses a whole archive, since entries can only be found in an uncompressed one. */
public final class Decompression {
  private static final long MAX_RATIO = 1000;
  private static final long ALWAYS_ALLOWED = 64L * 1024 * 1024;
  private static final long MIN_FREE = 256L * 1024 * 1024;
  private static final int BUFFER = 1024 * 1024;

  private final SourceFile archive;
  private final Runnable checkpoint;

  private Decompression(SourceFile archive, Runnable checkpoint) {
    this.archive = archive;
    this.checkpoint = checkpoint;
  }

  /**
   * A private temporary file with the archive's content; empty when it is not compressed.
   *
   * @param checkpoint called for each MiB; it throws to end the decompression
   */
  public static Optional<Path> of(SourceFile archive, Runnable checkpoint) {
    Decompression decompression = new Decompression(archive, checkpoint);
    try {
      return switch (Magic.of(archive.content())) {
        case GZIP, ZSTD -> Optional.of(decompression.toFile());
        case BZIP2 -> throw decompression.unknown("bzip2", "bunzip2");
        case XZ -> throw decompression.unknown("xz", "unxz");
        case OTHER -> Optional.empty();
      };
    } catch (IOException e) {
      throw ImageFailure.of(archive.name(), "cannot be decompressed: " + e.getMessage(), e);
    }
  }

  private BerthException unknown(String format, String command) {
    return ImageFailure.of(
        archive.name(),
        "is compressed with " + format + ", which is not supported",
        "Unpack it first: " + command + " --keep " + archive.name());
  }

  private Path toFile() throws IOException {
    Path file = TemporaryFiles.create();
    boolean complete = false;
    try (InputStream in = stream();
        OutputStream out = Files.newOutputStream(file)) {
      copy(in, out, Files.getFileStore(file));
      complete = true;
      return file;
    } finally {
      if (!complete) {
        Files.deleteIfExists(file);
      }
    }
  }

  private InputStream stream() throws IOException {
    InputStream in = new BufferedInputStream(archive.content().open(), BUFFER);
    try {
      return Magic.of(archive.content()) == Magic.GZIP
          ? new GZIPInputStream(in, BUFFER)
          : new ZstdInputStreamNoFinalizer(in);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private void copy(InputStream in, OutputStream out, FileStore disk) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long written = 0;
    long checked = 0;
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      checkpoint.run();
      written += count;
      if (written > ALWAYS_ALLOWED && written / MAX_RATIO > archive.size()) {
        throw ImageFailure.of(
            archive.name(), "is more than " + MAX_RATIO + " times larger when unpacked");
      }
      if (written >= checked) {
        checkSpace(disk);
        checked = written + MIN_FREE / 4;
      }
      out.write(buffer, 0, count);
    }
  }

  private void checkSpace(FileStore disk) throws IOException {
    if (disk.getUsableSpace() < MIN_FREE) {
      throw ImageFailure.of(
          archive.name(),
          "cannot be decompressed: no space is left for it in the temporary folder",
          "Set another folder with TMPDIR=FOLDER.");
    }
  }
}
