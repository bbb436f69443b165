package dev.berth.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallFolderTest {
  @TempDir Path temporary;
  private Path flavors;
  private InstallFolder folder;

  @BeforeEach
  void prepare() {
    flavors = temporary.resolve("config/flavors");
    folder = new InstallFolder(flavors);
  }

  private Path install(String name, String... files) {
    return folder.replace(
        created -> {
          for (String file : files) {
            write(created.resolve(file));
          }
          return name;
        });
  }

  private static void write(Path file) {
    try {
      Files.writeString(file, "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aFolderReplacesTheOneOfItsName() throws IOException {
    install("acme", "old.jar", "both.jar");

    Path installed = install("acme", "new.jar", "both.jar");

    assertEquals(List.of("both.jar", "new.jar"), names(installed));
    assertEquals(List.of("acme"), names(flavors));
  }

  @Test
  void afterAFailureTheFormerFolderIsUnchanged() throws IOException {
    install("acme", "old.jar");

    assertThrows(
        BerthException.class,
        () ->
            folder.replace(
                created -> {
                  write(created.resolve("new.jar"));
                  throw new BerthException(ErrorCode.REFUSED, "a wrong digest");
                }));

    assertEquals(List.of("old.jar"), names(flavors.resolve("acme")));
    assertEquals(List.of("acme"), names(flavors));
  }

  @Test
  void manyAtTheSameTimeLeaveOneCompleteFolder() throws Exception {
    int count = 8;
    var together = new CyclicBarrier(count);
    var threads = Executors.newFixedThreadPool(count);
    List<Future<Path>> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String file = i + ".jar";
      all.add(
          threads.submit(
              () -> {
                together.await();
                return install("acme", file, "both.jar");
              }));
    }
    for (Future<Path> each : all) {
      each.get();
    }
    threads.shutdown();

    assertEquals(List.of("acme"), names(flavors));
    assertEquals(2, names(flavors.resolve("acme")).size());
  }

  @Test
  void whatACrashLeftIsDeleted() throws IOException, InterruptedException, ExecutionException {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    Path left = Files.createDirectories(flavors.resolve(".new-" + ended.pid() + "-1/sdk"));
    Path running =
        Files.createDirectories(flavors.resolve(".new-" + ProcessHandle.current().pid() + "-1"));

    install("acme", "a.jar");

    assertFalse(Files.exists(left));
    assertTrue(Files.exists(running));
  }

  @Test
  void aFolderThatCannotBeWrittenIsAFailureOfTheStore() throws IOException {
    Files.createDirectories(flavors.getParent());
    Files.writeString(flavors, "a file");

    var failure = assertThrows(BerthException.class, () -> install("acme", "a.jar"));

    assertEquals(ErrorCode.STORE, failure.code());
  }
}
