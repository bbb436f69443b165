package dev.berth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BerthHomeTest {
  @TempDir Path temporary;
  private Path user;
  private Path project;
  private Path deep;

  @BeforeEach
  void folders() throws IOException {
    user = Files.createDirectory(temporary.resolve("user"));
    project = Files.createDirectory(temporary.resolve("project"));
    deep = Files.createDirectories(project.resolve("a/b"));
  }

  private BerthHome find(@Nullable Path option, Map<String, String> environment) {
    return BerthHome.find(option, environment, deep, user, Optional.empty());
  }

  @Test
  void withoutAMarkTheStoreIsTheUsersAndTheRootIsHere() {
    BerthHome home = find(null, Map.of());
    assertEquals(user.resolve(".config/berth"), home.store());
    assertEquals(deep, home.sourceRoot());
    assertFalse(home.marked());
  }

  @Test
  void xdgConfigHomeMovesTheUsersStoreUnlessItIsRelative() {
    Path xdg = temporary.resolve("xdg");
    assertEquals(
        xdg.resolve("berth"), find(null, Map.of("XDG_CONFIG_HOME", xdg.toString())).store());
    assertEquals(
        user.resolve(".config/berth"), find(null, Map.of("XDG_CONFIG_HOME", "xdg")).store());
  }

  @Test
  void homeIsTheUsersUnlessItIsRelative() {
    assertEquals(user, BerthHome.userHome(Map.of("HOME", user.toString())));
    Path ofTheJvm = Path.of(System.getProperty("user.home"));
    assertEquals(ofTheJvm, BerthHome.userHome(Map.of("HOME", "home")));
    assertEquals(ofTheJvm, BerthHome.userHome(Map.of()));
    assertEquals(user, BerthHome.find(Map.of("HOME", user.toString())).userHome());
  }

  @Test
  void aUserWithoutAHomeHasNoFolderBelowTheCurrentOne() {
    String before = System.getProperty("user.home");
    try {
      System.setProperty("user.home", "?");
      assertEquals(Path.of("/"), BerthHome.userHome(Map.of()));
    } finally {
      System.setProperty("user.home", before);
    }
  }

  @Test
  void theNearestMarkUpwardsHoldsTheStore() throws IOException {
    Files.createDirectory(project.resolve(".berth"));
    BerthHome home = find(null, Map.of());
    assertEquals(project.resolve(".berth"), home.store());
    assertEquals(project, home.sourceRoot());
    assertTrue(home.marked());
  }

  @Test
  void theOptionWinsOverTheVariableAndThatOverTheMarkButTheRootStays() throws IOException {
    Files.createDirectory(project.resolve(".berth"));
    Path option = temporary.resolve("option");
    Path variable = temporary.resolve("variable");
    var environment = Map.of("BERTH_HOME", variable.toString());
    assertEquals(option, find(option, environment).store());
    assertEquals(variable, find(null, environment).store());
    assertEquals(project, find(option, environment).sourceRoot());
  }
}
