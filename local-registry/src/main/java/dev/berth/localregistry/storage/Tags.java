package dev.berth.localregistry.storage;

import dev.berth.reference.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A repository's tags. */
public final class Tags {
  private static final String CURRENT = "current";

  private final Path folder;

  Tags(Path folder) {
    this.folder = folder;
  }

  public @Nullable Digest find(String tag) throws IOException {
    return Link.read(folder.resolve(tag).resolve(CURRENT));
  }

  public void put(String tag, Digest digest) throws IOException {
    Path index = folder.resolve(tag).resolve("index");
    Link.write(index.resolve(digest.algorithm()).resolve(digest.hex()), digest);
    Link.write(folder.resolve(tag).resolve(CURRENT), digest);
  }

  public boolean remove(String tag) throws IOException {
    if (!Link.delete(folder.resolve(tag).resolve(CURRENT))) {
      return false;
    }
    FileTree.delete(folder.resolve(tag));
    return true;
  }

  /** Removes the tags of a manifest. */
  public void removeAll(Digest digest) throws IOException {
    for (String tag : all()) {
      if (digest.equals(find(tag))) {
        remove(tag);
      }
    }
  }

  /** All tags, in lexical order. */
  public List<String> all() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<String> all = new ArrayList<>();
    try (var folders = Files.newDirectoryStream(folder)) {
      for (Path each : folders) {
        if (Link.read(each.resolve(CURRENT)) != null) {
          all.add(each.getFileName().toString());
        }
      }
    }
    all.sort(null);
    return all;
  }
}
