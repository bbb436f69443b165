package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.it.kit.Berth;
import dev.berth.it.kit.Started;
import dev.berth.it.kit.StoreFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That nothing of the store is lost when far more processes than usual write at the same time. */
@Tag("slow")
class ManyWritersIT {
  private static final int WRITERS = 64;

  private final Berth berth;
  private final StoreFolder store;

  ManyWritersIT(@TempDir Path folder) {
    berth = Berth.inProject(folder);
    store = berth.store();
  }

  private static String[] registration(String name) {
    return new String[] {
      "container-registry", "register", name, "--flavor", "default", "--uri", "localhost:5000"
    };
  }

  @Test
  void everyOneOfManyProcessesThatRegisterAtOnceIsHeard() {
    Set<String> names =
        IntStream.range(0, WRITERS).mapToObj(i -> "r" + i).collect(Collectors.toSet());

    List<Started> writers = names.stream().map(name -> berth.start(registration(name))).toList();
    writers.forEach(writer -> writer.ends(0));

    assertEquals(names, Set.copyOf(berth.registries()));
    assertEquals(Set.of(), store.leftovers());
    store.assertPrivate();
  }
}
