package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.it.kit.Berth;
import dev.berth.it.kit.Permissions;
import dev.berth.it.kit.StoreFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stores that cannot be used, which are left as they are. */
class DamagedStoreIT {
  private final Berth berth;
  private final StoreFolder store;

  DamagedStoreIT(@TempDir Path folder) {
    berth = Berth.inProject(folder);
    store = berth.store();
  }

  private static final String[] REGISTRATION = {
    "container-registry", "register", "new", "--flavor", "default", "--uri", "localhost:5000"
  };

  private void assertRefused(String content, String... texts) {
    store.write(content);

    berth.fails(3, REGISTRATION).says(store.file().toString()).says(texts);

    assertEquals(content, store.content());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\0\0\0\0\0\0\0\0",
        "{\"version\": 1}",
        "{\"version\": 1, \"flavors\": null, \"registries\": null}",
        "{\"version\": 1, \"flavors\": [], \"registries\": [null]}",
        "{\"version\": 1, \"flavors\": [], \"registries\": [{\"name\": \"r\"}]}",
        "{\"version\": 1, \"flavors\": [], \"registries\": []} and more",
        "{\"version\": 0, \"flavors\": [], \"registries\": []}",
        "\u001b]0;title\u0007{\u202e"
      })
  void whatIsNoStoreIsRefused(String content) {
    assertRefused(content);
  }

  @Test
  void aTruncatedStoreIsRefused() {
    berth.registered("old", "localhost:5000");
    String whole = store.content().stripTrailing();

    for (int length : List.of(1, whole.length() / 2, whole.length() - 1)) {
      assertRefused(whole.substring(0, length), "damaged");
    }
  }

  @Test
  void noCommandWorksOnADamagedStore() {
    store.write("{\"version\": 1, \"flavors\": [");

    for (String line :
        List.of("cr list", "cr delete r --yes", "cr flavor list", "push localhost:5000/app")) {
      berth.fails(3, line.split(" "));
    }

    assertEquals("{\"version\": 1, \"flavors\": [", store.content());
  }

  @Test
  void theStoreOfANewerBerthIsRefused() {
    assertRefused("{\"version\": 99, \"something\": {\"quite\": \"new\"}}", "99", "newer");
  }

  @Test
  void aStoreThatMayNotBeReadIsRefused() {
    berth.registered("old", "localhost:5000");
    String content = store.content();
    Berth other = berth.withoutRootsRights();
    Permissions.set(store.folder(), "rwxr-xr-x");
    Permissions.set(store.file(), "---------");

    other.fails(3, "container-registry", "list").says(store.file().toString());

    Permissions.set(store.file(), "rw-------");
    assertEquals(content, store.content());
  }

  @Test
  void aStoreThatMayNotBeWrittenIsRefused() {
    berth.registered("old", "localhost:5000");
    String content = store.content();
    Berth other = berth.withoutRootsRights();
    Permissions.set(store.file(), "rw-r--r--");
    Permissions.set(store.folder(), "r-xr-xr-x");

    other.ok("container-registry", "list").prints("old");
    other.fails(3, REGISTRATION).says(store.folder().toString());

    Permissions.set(store.folder(), "rwx------");
    assertEquals(content, store.content());
  }

  @Test
  void somethingElseInThePlaceOfTheStoreIsRefused() throws IOException {
    Files.createDirectory(store.file());

    berth.fails(3, "container-registry", "list").says(store.file().toString());
    berth.fails(3, REGISTRATION);

    try (var files = Files.list(store.file())) {
      assertEquals(0, files.count());
    }
  }

  @Test
  void aFileInThePlaceOfTheFolderIsRefused() throws IOException {
    Path file = Files.writeString(berth.root().resolve("file"), "mine");

    berth.with("BERTH_HOME", file.toString()).fails(3, REGISTRATION).says(file.toString());

    assertEquals("mine", Files.readString(file));
  }
}
