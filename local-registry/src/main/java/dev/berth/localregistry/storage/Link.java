package dev.berth.localregistry.storage;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.berth.reference.Digest;
import dev.berth.reference.InvalidReferenceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file that contains a digest: the reference of a repository to shared content. */
final class Link {
  private static final String FILE = "link";

  private Link() {}

  /** Reads the link in a folder; null if there is none. */
  static @Nullable Digest read(Path folder) throws IOException {
    try {
      return Digest.parse(Files.readString(folder.resolve(FILE), US_ASCII).strip());
    } catch (NoSuchFileException | NotDirectoryException e) {
      return null;
    } catch (InvalidReferenceException e) {
      throw new IOException(folder.resolve(FILE) + " contains no digest", e);
    }
  }

  static void write(Path folder, Digest digest) throws IOException {
    AtomicFile.write(folder.resolve(FILE), digest.toString().getBytes(US_ASCII));
  }

  static boolean delete(Path folder) throws IOException {
    return Files.deleteIfExists(folder.resolve(FILE));
  }
}
