package dev.berth.push.archive;

import dev.berth.spi.BerthException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A regular file as it was when the image was opened.
 *
 * @param path its path
 * @param name its name in messages
 * @param key identifies the file, also after a replacement; null if the system has no such key
 * @param size its size in bytes
 */
public record SourceFile(Path path, String name, @Nullable Object key, long size) {
  public static SourceFile of(Path path, String name) {
    BasicFileAttributes attributes = attributes(path, name);
    if (attributes.isDirectory()) {
      throw ImageFailure.of(name, "is a folder, not a file");
    }
    if (!attributes.isRegularFile()) {
      throw ImageFailure.of(name, "is not a regular file");
    }
    if (!Files.isReadable(path)) {
      throw ImageFailure.of(name, "may not be read by this user");
    }
    return new SourceFile(path, name, attributes.fileKey(), attributes.size());
  }

  /** The attributes of the file at the path; a failure when it does not exist. */
  public static BasicFileAttributes attributes(Path path, String name) {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      throw ImageFailure.of(name, "does not exist", "Check the path.");
    } catch (AccessDeniedException e) {
      throw ImageFailure.of(name, "may not be read by this user", e);
    } catch (IOException e) {
      throw ImageFailure.of(name, "cannot be read: " + e.getMessage(), e);
    }
  }

  /** The whole file. */
  public Content content() {
    return range(0, size);
  }

  Content range(long offset, long length) {
    return new Range(this, offset, length);
  }

  /** The file from an offset on. A failure to read is the image's failure, not the network's. */
  InputStream open(long offset) throws IOException {
    // Not a channel, which an interrupted reader would close for all the others.
    InputStream in = new SourceStream(stream(), read -> {}, this::unreadable);
    try {
      in.skipNBytes(offset);
      return in;
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private InputStream stream() {
    try {
      return new FileInputStream(path.toFile());
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private BerthException unreadable(IOException e) {
    return ImageFailure.of(name, "cannot be read: " + e.getMessage(), e);
  }

  private void checkUnchanged() {
    BasicFileAttributes now = attributes(path, name);
    if (now.size() != size || !Objects.equals(now.fileKey(), key)) {
      throw ImageFailure.changed(name);
    }
  }

  private record Range(SourceFile file, long offset, long size) implements Content {
    @Override
    public InputStream open() throws IOException {
      file.checkUnchanged();
      InputStream in = file.open(offset);
      return new BoundedStream(in, size, () -> ImageFailure.changed(file.name), in);
    }
  }
}
