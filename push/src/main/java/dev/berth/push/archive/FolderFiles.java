package dev.berth.push.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The files of a folder. Links may not lead out of it.
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
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    return Optional.of(SourceFile.of(inside(path), path.toString()).content());
  }

  /** The file itself; a failure when links lead out of the folder. */
  private Path inside(Path path) {
    try {
      Path real = path.toRealPath();
      if (!real.startsWith(folder.toRealPath())) {
        throw ImageFailure.of(
            path.toString(),
            "is a link out of the folder",
            "Copy the folder with the files that its links lead to: cp -rL.");
      }
      return real;
    } catch (IOException e) {
      throw ImageFailure.of(path.toString(), "cannot be read: " + e.getMessage(), e);
    }
  }
}
