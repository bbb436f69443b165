package dev.berth.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreTest {
  @TempDir Path temporary;

  private Path folder() {
    return temporary.resolve("store");
  }

  private Path file() {
    return folder().resolve("registries.json");
  }

  private Store store() {
    return new Store(folder());
  }

  private StoreContent add(String name) {
    Map<String, Object> configuration = Map.of("uri", "localhost:5000");
    return store()
        .change(content -> content.with(new RegisteredRegistry(name, "default", configuration)));
  }

  private List<String> names() {
    return store().read().registries().stream().map(RegisteredRegistry::name).toList();
  }

  @Test
  void aStoreThatNeverWasIsEmptyAndReadingMakesNothing() {
    assertEquals(List.of(), names());
    assertFalse(Files.exists(folder()));
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    add("one");
    assertEquals(List.of("one"), names());
    assertEquals("localhost:5000", store().read().registries().get(0).uri());
  }

  @Test
  void manyThreadsLoseNothing() throws Exception {
    var threads = Executors.newFixedThreadPool(16);
    try {
      List<Callable<StoreContent>> writers =
          IntStream.range(0, 64)
              .mapToObj(i -> (Callable<StoreContent>) () -> add("r" + i))
              .toList();
      for (var done : threads.invokeAll(writers)) {
        done.get();
      }
    } finally {
      threads.shutdown();
    }
    assertEquals(64, names().size());
  }

  @Test
  void onlyThisUserCanReadIt() throws IOException {
    add("one");
    assertEquals("rwx------", permissions(folder()));
    assertEquals("rw-------", permissions(file()));
  }

  @ParameterizedTest
  @ValueSource(ints = {2_000, 300_000})
  void aStoreThatIsTooLargeForTheMemoryIsNotRead(int elements) throws IOException {
    add("one");
    String deep = "[".repeat(elements) + "]".repeat(elements);
    String wide = "[" + "{},".repeat(elements) + "{}]";
    Files.writeString(file(), elements < 10_000 ? deep : wide);
    BerthException failure = assertThrows(BerthException.class, this::names);
    assertEquals(ErrorCode.STORE, failure.code());
    assertTrue(
        failure.getMessage().contains("nested too deeply or too large"), failure::getMessage);
  }

  @Test
  void aStoreThatEveryoneCanChangeIsNotRead() throws IOException {
    add("one");
    for (Path open : List.of(file(), folder())) {
      var before = Files.getPosixFilePermissions(open);
      Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
      BerthException failure = assertThrows(BerthException.class, this::names);
      assertEquals(ErrorCode.STORE, failure.code());
      assertEquals("chmod o-w '" + open + "'", failure.hints().get(0));
      Files.setPosixFilePermissions(open, before);
    }
    assertEquals(List.of("one"), names());
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void whatAKilledWriterLeftIsSweptAway() throws IOException {
    add("one");
    Files.writeString(folder().resolve("registries.json.tmp-1"), "{");
    add("two");
    try (Stream<Path> files = Files.list(folder())) {
      assertEquals(
          List.of("lock", "registries.json"),
          files.map(path -> path.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  void aChangeThatFailsChangesNothing() throws IOException {
    add("one");
    byte[] before = Files.readAllBytes(file());
    assertThrows(
        IllegalStateException.class,
        () ->
            store()
                .change(
                    content -> {
                      throw new IllegalStateException();
                    }));
    assertArrayEquals(before, Files.readAllBytes(file()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "{}",
        "{\"version\":1}",
        "{\"version\":2,\"flavors\":[],\"registries\":[]}",
        "{\"version\":1,\"flavors\":[],\"registries\":[null]}",
        "{\"version\":1,\"flavors\":[],\"registries\":[{\"name\":\"a\"}]}",
        "{\"version\":1,\"version\":1,\"flavors\":[],\"registries\":[]}",
        "{\"version\":1,\"flavors\":[],\"registries\":[]} x",
        "\u0000\u0000\u0000",
      })
  void aDamagedStoreIsRefusedAndLeftAsItIs(String text) throws IOException {
    Files.createDirectories(folder());
    Files.writeString(file(), text);
    for (Runnable use : List.<Runnable>of(() -> store().read(), () -> add("one"))) {
      var refused = assertThrows(BerthException.class, use::run, text);
      assertEquals(ErrorCode.STORE, refused.code());
      assertTrue(refused.getMessage().contains(file().toString()), refused.getMessage());
    }
    assertEquals(text, Files.readString(file()));
  }

  @Test
  void truncatedAnywhereItIsRefused() throws IOException {
    add("one");
    String whole = Files.readString(file()).strip();
    for (int length = 0; length < whole.length(); length++) {
      Files.writeString(file(), whole.substring(0, length));
      assertEquals(
          ErrorCode.STORE, assertThrows(BerthException.class, () -> store().read()).code());
    }
  }

  @Test
  void aLinkInPlaceOfTheLockIsNotFollowed() throws IOException {
    Path precious = Files.writeString(temporary.resolve("precious"), "precious");
    Files.createSymbolicLink(Files.createDirectory(folder()).resolve("lock"), precious);
    assertEquals(ErrorCode.STORE, assertThrows(BerthException.class, () -> add("one")).code());
    assertEquals("precious", Files.readString(precious));
  }

  @Test
  void aFolderInItsPlaceIsRefused() throws IOException {
    Files.createDirectories(file());
    assertEquals(ErrorCode.STORE, assertThrows(BerthException.class, () -> store().read()).code());
  }

  @Test
  void aFileInPlaceOfItsFolderIsRefused() throws IOException {
    Files.writeString(folder(), "");
    assertEquals(ErrorCode.STORE, assertThrows(BerthException.class, () -> add("one")).code());
  }
}
