package dev.berth.push.distribution;

import dev.berth.push.image.Descriptor;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.util.Optional;

/**
 * Sends one blob, in as many uploads as it takes: one that failed is never gone on with blindly.
 */
abstract class BlobUpload {
  private final Uploads uploads;
  private final String step;

  BlobUpload(Uploads uploads, String what) {
    this.uploads = uploads;
    this.step = "uploading " + what + " to " + uploads.repository();
  }

  /**
   * Sends the blob.
   *
   * @param opened an upload that is open already
   * @return what the registry has now
   */
  public final Descriptor send(Optional<UploadSession> opened) {
    Optional<UploadSession> next = opened;
    for (int attempt = 1; ; attempt++) {
      UploadSession session = next.orElseGet(() -> uploads.repository().startUpload(step));
      next = Optional.empty();
      Upload upload = new Upload(uploads.repository(), session, step);
      try {
        return send(upload);
      } catch (BerthException e) {
        Optional<Descriptor> there = committed().filter(blob -> isThere(upload, blob, e));
        if (there.isPresent()) {
          return there.get();
        }
        upload.cancel();
        if (wantsAnotherWay()) {
          attempt--;
          continue;
        }
        if (e.code() != ErrorCode.TRANSIENT
            || uploads.cancellation().isCancelled()
            || attempt >= uploads.attempts()
            || !uploads.repository().pace().waitAfter(attempt, uploads.cancellation())) {
          throw e;
        }
      } catch (RuntimeException | Error e) {
        upload.cancel();
        throw e;
      }
    }
  }

  /** After a commit that nobody heard of, the blob may be there. */
  private boolean isThere(Upload upload, Descriptor blob, BerthException e) {
    return e.code() == ErrorCode.TRANSIENT
        && !uploads.cancellation().isCancelled()
        && upload.isThere(blob);
  }

  final String step() {
    return step;
  }

  /** Sends the blob in this upload. */
  public abstract Descriptor send(Upload upload);

  /** Whether the last upload was refused for the way in which it was sent, and there is another. */
  boolean wantsAnotherWay() {
    return false;
  }

  /** What the last upload was to be committed as; empty where it did not come to that. */
  abstract Optional<Descriptor> committed();
}
