package dev.berth.localregistry;

import dev.berth.localregistry.storage.Storage;
import dev.berth.reference.Digest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The unfinished uploads. Those that nobody goes on with are removed. */
final class Uploads implements AutoCloseable {
  /**
   * The limits of unfinished uploads.
   *
   * @param idle how long one is kept that no request uses
   * @param open how many there are at most
   */
  record Limits(Duration idle, int open) {
    static final Limits DEFAULTS = new Limits(Duration.ofHours(1), 1000);
  }

  private record Key(String repository, String id) {}

  private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);

  /** A client that goes on with an upload does so sooner. */
  private static final Duration BREAK = Duration.ofMinutes(1);

  private final Storage storage;
  private final Limits limits;
  private final Map<Key, Upload> open = new ConcurrentHashMap<>();
  private final ScheduledExecutorService sweeper =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            var thread = new Thread(work, "berth-registry-uploads");
            thread.setDaemon(true);
            return thread;
          });

  private final Future<?> sweeping;

  Uploads(Storage storage, Limits limits) {
    this.storage = storage;
    this.limits = limits;
    sweep();
    long minutes = Math.max(1, limits.idle().toMinutes() / 4);
    sweeping = sweeper.scheduleWithFixedDelay(this::sweep, minutes, minutes, TimeUnit.MINUTES);
  }

  /** Removes what is idle: uploads, and files that killed processes left. */
  private void sweep() {
    try {
      expire(limits.idle());
      storage.removeLeftovers(Instant.now().minus(limits.idle()));
    } catch (IOException | RuntimeException e) {
      LOG.warn("cannot remove unfinished uploads: {}", e.toString());
    }
  }

  /** Ends the uploads that are idle for a time; tells whether there were any. */
  private boolean expire(Duration idle) {
    Instant limit = Instant.now().minus(idle);
    return open.values().removeIf(upload -> isExpired(upload, limit));
  }

  private static boolean isExpired(Upload upload, Instant limit) {
    try {
      return upload.expire(limit);
    } catch (IOException e) {
      LOG.warn("cannot remove an unfinished upload: {}", e.toString());
      return true;
    }
  }

  private Duration shortIdle() {
    return limits.idle().compareTo(BREAK) < 0 ? limits.idle() : BREAK;
  }

  Upload begin(String repository) throws IOException {
    if (open.size() >= limits.open() && !expire(shortIdle())) {
      throw new RegistryError(
              RegistryErrorCode.TOO_MANY_UPLOADS,
              "%d uploads are unfinished, the most that can be".formatted(limits.open()))
          .with("Retry-After", BREAK.toSeconds());
    }
    try {
      return create(repository);
    } catch (IOException e) {
      // The disk may be full of unfinished uploads.
      if (expire(shortIdle())) {
        return create(repository);
      }
      throw e;
    }
  }

  private Upload create(String repository) throws IOException {
    String id = UUID.randomUUID().toString();
    Upload upload = Upload.begin(id, storage.repository(repository).uploads());
    open.put(new Key(repository, id), upload);
    return upload;
  }

  Upload find(String repository, String id) {
    Upload upload = open.get(new Key(repository, id));
    if (upload == null) {
      throw new RegistryError(
          RegistryErrorCode.BLOB_UPLOAD_UNKNOWN, "there is no such upload in " + repository);
    }
    return upload;
  }

  /** Appends a body. An upload that cannot be stored is removed, so that its space is free. */
  void append(String repository, Upload upload, Request body) throws IOException {
    try {
      upload.append(body);
    } catch (RegistryError e) {
      throw open.containsValue(upload)
          ? e.with("Location", location(repository, upload)).with("Range", range(upload))
          : e;
    } catch (ClientGone e) {
      // The client may go on with it.
      throw e;
    } catch (IOException e) {
      discard(repository, upload);
      throw e;
    }
  }

  static String location(String repository, Upload upload) {
    return "/v2/" + repository + "/blobs/uploads/" + upload.id();
  }

  /** The bytes of an upload so far; the specification has no form for none. */
  static String range(Upload upload) {
    return "0-" + Math.max(0, upload.size() - 1);
  }

  /** Adds the uploaded blob to the repository, and ends the upload in any case. */
  void commit(String repository, Upload upload, Digest digest) throws IOException {
    try {
      Digest stored = upload.commit(digest, storage);
      storage.repository(repository).blobs().put(digest, stored);
    } finally {
      open.remove(new Key(repository, upload.id()), upload);
    }
  }

  void discard(String repository, Upload upload) throws IOException {
    open.remove(new Key(repository, upload.id()));
    upload.discard();
  }

  @Override
  public void close() {
    sweeping.cancel(true);
    sweeper.shutdownNow();
    for (var upload : open.values()) {
      try {
        upload.discard();
      } catch (RegistryError e) {
        LOG.debug("a request has just ended it", e);
      } catch (IOException e) {
        LOG.warn("cannot remove an unfinished upload: {}", e.toString());
      }
    }
    open.clear();
  }
}
