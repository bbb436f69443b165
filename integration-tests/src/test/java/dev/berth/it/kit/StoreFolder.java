package dev.berth.it.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A store as it lies on disk.
 *
 * @param folder its folder
 */
public record StoreFolder(Path folder) {
  private static final String FILE = "registries.json";
  private static final Set<String> LASTING = Set.of(FILE, "lock");

  /** The file that holds everything. */
  public Path file() {
    return folder.resolve(FILE);
  }

  /** The file's content. */
  public String content() {
    try {
      return Files.readString(file());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives the file this content. */
  public void write(String content) {
    try {
      Files.writeString(file(), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The files that should not stay there. */
  public Set<String> leftovers() {
    try (Stream<Path> files = Files.list(folder)) {
      var names = new TreeSet<String>();
      files.map(file -> file.getFileName().toString()).forEach(names::add);
      names.removeAll(LASTING);
      return names;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Checks that nobody else may look into the store. */
  public void assertPrivate() {
    assertEquals("rwx------", Permissions.of(folder));
    assertEquals("rw-------", Permissions.of(file()));
  }
}
