package dev.berth.flavor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlavorFoldersTest {
  @TempDir Path folder;

  private Path library(String flavor) throws IOException {
    Path sdk = Files.createDirectories(folder.resolve(flavor).resolve("sdk"));
    return Files.createFile(sdk.resolve("library.jar"));
  }

  private List<Path> withLibraries(String flavor) {
    return new FlavorFolders(Optional.empty(), Optional.of(folder.resolve("installed")))
        .withLibraries(flavor, List.of());
  }

  @Test
  void theInstalledLibrariesOfAFlavorAreAdded() throws IOException {
    Path library = library("installed/acme");

    assertEquals(List.of(library), withLibraries("acme"));
  }

  @Test
  void aNameThatIsAPathAddsNothing() throws IOException {
    library("elsewhere");
    Files.createDirectories(folder.resolve("installed"));

    assertEquals(List.of(), withLibraries(folder.resolve("elsewhere").toString()));
    assertEquals(List.of(), withLibraries("../elsewhere"));
  }
}
