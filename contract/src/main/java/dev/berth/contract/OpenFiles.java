package dev.berth.contract;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What this JVM has open, as Linux shows it; nothing elsewhere. */
final class OpenFiles {
  private static final Path OPEN = Path.of("/proc/self/fd");
  private static final List<Path> CONNECTIONS =
      List.of(Path.of("/proc/self/net/tcp"), Path.of("/proc/self/net/tcp6"));

  private OpenFiles() {}

  /** What is open: files, and {@code socket:[INODE]} for connections. */
  static List<Path> targets() {
    List<Path> targets = new ArrayList<>();
    try (var links = Files.newDirectoryStream(OPEN)) {
      for (Path link : links) {
        target(link).ifPresent(targets::add);
      }
    } catch (IOException | DirectoryIteratorException e) {
      // Another system, or a container that does not show it.
      return List.of();
    }
    return targets;
  }

  private static Optional<Path> target(Path link) throws IOException {
    try {
      return Optional.of(Files.readSymbolicLink(link));
    } catch (NoSuchFileException e) {
      // Closed meanwhile.
      return Optional.empty();
    }
  }

  /** The connections of this JVM to a port, in the form of {@link #targets}. */
  static Set<Path> connections(int port) {
    Set<Path> connections = new HashSet<>();
    String suffix = String.format(Locale.ROOT, ":%04X", port);
    for (Path table : CONNECTIONS) {
      for (String line : lines(table)) {
        // Number, local and remote address, state, queues, timer, retransmits, user, timeout,
        // inode.
        String[] columns = line.strip().split("\\s+", -1);
        if (columns.length > 9 && columns[2].endsWith(suffix)) {
          connections.add(Path.of("socket:[" + columns[9] + "]"));
        }
      }
    }
    connections.retainAll(targets());
    return connections;
  }

  private static List<String> lines(Path table) {
    try {
      return Files.readAllLines(table);
    } catch (IOException e) {
      return List.of();
    }
  }
}
