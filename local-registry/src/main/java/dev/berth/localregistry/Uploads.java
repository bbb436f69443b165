package dev.berth.localregistry;

import dev.berth.reference.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The unfinished uploads. */
final class Uploads implements AutoCloseable {
  private record Key(String repository, String id) {}

  private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);

  private static final Duration FORGOTTEN = Duration.ofDays(1);

  private final Storage storage;
  private final Map<Key, Upload> open = new ConcurrentHashMap<>();

  public Uploads(Storage storage) {
    this.storage = storage;
  }

  Upload begin(String repository) throws IOException {
    String id = UUID.randomUUID().toString();
    Path folder = storage.repository(repository).uploads();
    removeForgotten(repository, folder);
    Upload upload = Upload.begin(id, folder);
    open.put(new Key(repository, id), upload);
    return upload;
  }

  /** Removes unfinished uploads of killed processes. */
  private void removeForgotten(String repository, Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    Instant limit = Instant.now().minus(FORGOTTEN);
    try (var uploads = Files.newDirectoryStream(folder)) {
      for (Path each : uploads) {
        Path data = each.resolve("data");
        boolean ours = open.containsKey(new Key(repository, each.getFileName().toString()));
        if (!ours
            && Files.exists(data)
            && Files.getLastModifiedTime(data).toInstant().isBefore(limit)) {
          FileTree.delete(each);
        }
      }
    }
  }

  Upload find(String repository, String id) {
    Upload upload = open.get(new Key(repository, id));
    if (upload == null) {
      throw new RegistryError(
          RegistryErrorCode.BLOB_UPLOAD_UNKNOWN, "there is no such upload in " + repository);
    }
    return upload;
  }

  /** Adds the uploaded blob to the repository, and ends the upload in any case. */
  void commit(String repository, Upload upload, Digest digest) throws IOException {
    try {
      Digest stored = upload.commit(digest, storage);
      storage.repository(repository).blobs().put(digest, stored);
    } finally {
      discard(repository, upload);
    }
  }

  void discard(String repository, Upload upload) throws IOException {
    open.remove(new Key(repository, upload.id()));
    upload.close();
  }

  @Override
  public void close() {
    for (var upload : open.values()) {
      try {
        upload.close();
      } catch (IOException e) {
        LOG.warn("cannot remove an unfinished upload: {}", e.toString());
      }
    }
    open.clear();
  }
}
