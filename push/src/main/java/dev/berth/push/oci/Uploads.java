package dev.berth.push.oci;

/**
 * What all uploads of one push have in common.
 *
 * @param repository where they go
 * @param open those that are open
 * @param cancellation ends them from outside
 * @param attempts how many uploads are opened for one blob before it is given up
 */
record Uploads(Repository repository, OpenUploads open, Cancellation cancellation, int attempts) {
  private static final int ATTEMPTS = 3;

  Uploads(Repository repository, OpenUploads open, Cancellation cancellation) {
    this(repository, open, cancellation, Math.min(ATTEMPTS, repository.pace().attempts()));
  }

  /** The same for a source that can be read once. */
  Uploads once() {
    return new Uploads(repository, open, cancellation, 1);
  }
}
