package dev.berth.contract;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The rules on what a flavor leaves: threads, files and connections. */
final class Leftovers {
  private static final Duration ENDING = Duration.ofSeconds(2);

  /** The JDK closes a connection that it keeps for the next request within 10 seconds. */
  private static final Duration CLOSING = Duration.ofSeconds(12);

  private static final Duration PAUSE = Duration.ofMillis(50);

  private final Path home;
  private final Set<Thread> before = Thread.getAllStackTraces().keySet();
  private Set<Path> connections = Set.of();

  /**
   * Before the flavor is used.
   *
   * @param home the home folder, which only the flavor that is verified uses
   */
  Leftovers(Path home) {
    this.home = home;
  }

  /**
   * Remembers the connections to the registry on this machine, while no other server can have its
   * port and all registries are closed.
   */
  void rememberConnections(int port) {
    connections = OpenFiles.connections(port);
  }

  /** The threads that still run. */
  List<String> threads() {
    Set<Thread> left = new HashSet<>(Thread.getAllStackTraces().keySet());
    left.removeAll(before);
    left.removeIf(Thread::isDaemon);
    List<String> names = new ArrayList<>();
    for (Thread thread : left) {
      try {
        thread.join(ENDING.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (thread.isAlive()) {
        names.add("the thread '%s' still runs".formatted(thread.getName()));
      }
    }
    return names;
  }

  /**
   * The files in the home folder and the connections to the registry that are still open. Those are
   * the flavor's; other files and connections of this JVM can be those of other code, for instance
   * of tests that run in parallel.
   */
  List<String> open() {
    Path folder = real(home);
    List<Path> files = stillOpen(it -> it.startsWith(folder), ENDING);
    List<Path> sockets = stillOpen(connections::contains, CLOSING);
    List<String> found = new ArrayList<>();
    files.forEach(it -> found.add("the file ~/%s is open".formatted(folder.relativize(it))));
    if (!sockets.isEmpty()) {
      found.add("connections to the registry that are open: " + sockets.size());
    }
    return found;
  }

  /** What is open when the time has passed. */
  private static List<Path> stillOpen(Predicate<Path> examined, Duration time) {
    long start = System.nanoTime();
    List<Path> found = OpenFiles.targets().stream().filter(examined).toList();
    while (!found.isEmpty() && System.nanoTime() - start < time.toNanos()) {
      try {
        Thread.sleep(PAUSE.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return found;
      }
      found = OpenFiles.targets().stream().filter(examined).toList();
    }
    return found;
  }

  private static Path real(Path folder) {
    try {
      return folder.toRealPath();
    } catch (IOException e) {
      return folder;
    }
  }
}
