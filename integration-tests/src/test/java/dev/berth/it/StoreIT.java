package dev.berth.it;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.it.kit.Berth;
import dev.berth.it.kit.Started;
import dev.berth.it.kit.SteppedJvm;
import dev.berth.it.kit.StoreFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That nothing of the store is lost, whoever writes at the same time or dies while writing. */
class StoreIT {
  // What a writer does to files: it signs the lock, and makes, fills and renames a temporary file.
  private static final int HAPPENINGS = 6;

  private final Path folder;
  private final Berth berth;
  private final StoreFolder store;

  StoreIT(@TempDir Path folder) {
    this.folder = folder;
    berth = Berth.inProject(folder);
    store = berth.store();
  }

  private static String[] registration(String name) {
    return new String[] {
      "container-registry", "register", name, "--flavor", "default", "--uri", "localhost:5000"
    };
  }

  @Test
  void ofProcessesThatWantOneNameExactlyOneGetsIt() {
    List<Started> writers =
        IntStream.range(0, 3).mapToObj(i -> berth.start(registration("same"))).toList();

    int taken = 0;
    for (Started writer : writers) {
      if (writer.status() == 0) {
        taken++;
        writer.ends(0);
      } else {
        writer.ends(2).says("registry 'same' already exists");
      }
    }

    assertEquals(1, taken);
    assertEquals(List.of("same"), berth.registries());
  }

  @Test
  void atEachPointOfAWriteTheStoreIsTheOldOneOrTheNew() {
    berth.registered("old", "localhost:5000");
    String before = store.content();
    Set<String> seen = new LinkedHashSet<>();
    Set<String> left = new HashSet<>();
    try (var jvm = new SteppedJvm()) {
      Started writer = berth.withJavaOptions(jvm.javaOptions()).start(registration("new"));
      jvm.step(
          () -> {
            seen.add(store.content());
            left.addAll(store.leftovers());
            return true;
          });
      writer.ends(0);
    }

    assertEquals(List.of(before, store.content()), List.copyOf(seen));
    assertEquals(1, left.size(), left::toString);
    assertEquals(Set.of(), store.leftovers());
  }

  @Test
  void whatAKilledWriterLeavesIsSweptByTheNext() {
    berth.registered("old", "localhost:5000");
    String before = store.content();
    for (int time = 0; time < 2; time++) {
      try (var jvm = new SteppedJvm()) {
        Started writer = berth.withJavaOptions(jvm.javaOptions()).start(registration("killed"));
        jvm.step(() -> store.leftovers().isEmpty());
        writer.kill();
      }
      assertEquals(before, store.content());
      assertEquals(1, store.leftovers().size());
    }

    berth.registered("new", "localhost:5000");

    assertEquals(List.of("new", "old"), berth.registries());
    assertEquals(Set.of(), store.leftovers());
  }

  @Test
  void aWriterThatIsKilledLeavesTheOldStoreOrTheNew() throws Exception {
    berth.registered("old", "localhost:5000");
    for (int happenings = 1; happenings <= HAPPENINGS; happenings++) {
      String before = store.content();
      String name = "killed-" + happenings;

      killWhileRegistering(name, happenings);

      String after = store.content();
      assertTrue(after.equals(before) || isWholeWith(name, before, after), after);
    }

    berth.registered("new", "localhost:5000");
    assertTrue(berth.registries().containsAll(List.of("old", "new")));
    assertEquals(Set.of(), store.leftovers());
    store.assertPrivate();
  }

  private static boolean isWholeWith(String name, String before, String after) {
    return names(after).equals(names(before) + name + " ");
  }

  private static String names(String store) {
    try {
      var names = new StringBuilder();
      for (var registry : new ObjectMapper().readTree(store).path("registries")) {
        names.append(registry.path("name").asText()).append(' ');
      }
      return names.toString();
    } catch (JsonProcessingException e) {
      throw new AssertionError("the store is damaged: " + store, e);
    }
  }

  /** Kills the writer when so many things have happened to the files in the store's folder. */
  private void killWhileRegistering(String name, int happenings) throws Exception {
    try (WatchService watch = FileSystems.getDefault().newWatchService()) {
      WatchKey key = store.folder().register(watch, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE);
      Started writer = berth.start(registration(name));
      // One that ends before so much has happened is not to be waited for.
      writer.onExit(() -> close(watch));
      try {
        for (int seen = 0; seen < happenings; ) {
          watch.take();
          seen += key.pollEvents().stream().mapToInt(WatchEvent::count).sum();
          key.reset();
        }
      } catch (ClosedWatchServiceException e) {
        // It has ended.
      }
      writer.kill();
    }
  }

  private static void close(WatchService watch) {
    try {
      watch.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void theStoreIsPrivateWhateverTheUmask() {
    Berth careless = berth.startedBy("sh", "-c", "umask 000; exec \"$@\"", "sh");
    Path home = folder.resolve("careless/store");

    careless.ok("container-registry", "list", "--home", home.toString());
    careless.ok(
        "cr", "register", "r", "--flavor", "default", "--uri", "r.example", "--home", home + "");

    new StoreFolder(home).assertPrivate();
  }

  @Test
  void aStoreThatOutgrowsTheDiskStaysAsItWas() {
    for (int i = 0; i < 3; i++) {
      berth.registered("r" + i, "localhost:5000/" + "long".repeat(50));
    }
    String before = store.content();
    // A limit of one block on what a process may write to a file, and no other file that big.
    Berth limited =
        berth
            .withJavaOptions("-XX:-UsePerfData")
            .startedBy("sh", "-c", "ulimit -f 2; exec \"$@\"", "sh");

    limited.fails(3, registration("more")).says(store.folder().toString());

    assertEquals(before, store.content());
    assertEquals(Set.of(), store.leftovers());
  }
}
