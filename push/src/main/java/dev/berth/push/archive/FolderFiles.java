package dev.berth.push.archive;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The files of a folder.
 *
 * @param folder the folder
 */
public record FolderFiles(Path folder) implements ImageFiles {
  @Override
  public String name() {
    return folder.toString();
  }

  @Override
  public Optional<Content> find(String name) {
    Path path = folder.resolve(name);
    return Files.exists(path)
        ? Optional.of(SourceFile.of(path, path.toString()).content())
        : Optional.empty();
  }
}
