package dev.berth.push.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TemporaryFilesTest {
  private static final String PID = String.valueOf(ProcessHandle.current().pid());

  @Test
  void whatAKilledProcessLeftIsDeleted() throws IOException {
    Path mine = TemporaryFiles.create();
    // No system has so many processes.
    String name = mine.getFileName().toString().replace("-" + PID + "-", "-999999999999-");
    Path left = Files.createFile(mine.resolveSibling(name));
    Path others = Files.createFile(mine.resolveSibling("berth-1-" + name.substring(6)));
    try {
      Path next = TemporaryFiles.create();
      assertTrue(Files.exists(next));
      assertTrue(Files.exists(mine));
      assertTrue(Files.exists(others), "of another namespace of processes");
      assertFalse(Files.exists(left));
      assertEquals(0, Files.size(next));
      Files.delete(next);
    } finally {
      Files.deleteIfExists(left);
      Files.deleteIfExists(others);
      Files.delete(mine);
    }
  }
}
