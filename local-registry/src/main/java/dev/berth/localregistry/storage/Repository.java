package dev.berth.localregistry.storage;

import dev.berth.reference.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The content of one repository. */
public final class Repository {
  private final Storage storage;
  private final Path folder;
  private final Links blobs;
  private final Links manifests;
  private final Tags tags;

  public Repository(Storage storage, Path folder) {
    this.storage = storage;
    this.folder = folder;
    blobs = new Links(folder.resolve("_layers"));
    manifests = new Links(folder.resolve("_manifests/revisions"));
    tags = new Tags(folder.resolve("_manifests/tags"));
  }

  /** Whether anything was ever stored in it. */
  public boolean exists() {
    return Files.isDirectory(folder.resolve("_layers"))
        || Files.isDirectory(folder.resolve("_manifests"));
  }

  public Links blobs() {
    return blobs;
  }

  public Links manifests() {
    return manifests;
  }

  public Tags tags() {
    return tags;
  }

  public Path uploads() {
    return folder.resolve("_uploads");
  }

  /** The file of a blob; null if the repository does not have it. */
  public @Nullable Path blob(Digest digest) throws IOException {
    return file(blobs.find(digest));
  }

  /** The file of a manifest; null if the repository does not have it. */
  public @Nullable Path manifest(Digest digest) throws IOException {
    return file(manifests.find(digest));
  }

  private @Nullable Path file(@Nullable Digest stored) {
    if (stored == null) {
      return null;
    }
    Path file = storage.content(stored);
    return Files.isRegularFile(file) ? file : null;
  }
}
