package dev.berth.localregistry.storage;

import dev.berth.reference.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The digests in a repository, each with the SHA-256 digest under which its content is stored. */
public final class Links {
  private final Path folder;

  Links(Path folder) {
    this.folder = folder;
  }

  /** The digest under which the content is stored; null if the repository does not have it. */
  public @Nullable Digest find(Digest digest) throws IOException {
    return Link.read(folder(digest));
  }

  public void put(Digest digest, Digest stored) throws IOException {
    Link.write(folder(stored), stored);
    if (!digest.equals(stored)) {
      Link.write(folder(digest), stored);
    }
  }

  public boolean remove(Digest digest) throws IOException {
    return Link.delete(folder(digest));
  }

  /** All SHA-256 digests. */
  public List<Digest> all() throws IOException {
    Path sha256 = folder.resolve("sha256");
    if (!Files.isDirectory(sha256)) {
      return List.of();
    }
    List<Digest> all = new ArrayList<>();
    try (var folders = Files.newDirectoryStream(sha256)) {
      for (Path each : folders) {
        Digest digest = Link.read(each);
        if (digest != null) {
          all.add(digest);
        }
      }
    }
    return all;
  }

  private Path folder(Digest digest) {
    return folder.resolve(digest.algorithm()).resolve(digest.hex());
  }
}
