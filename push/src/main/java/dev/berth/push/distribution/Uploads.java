package dev.berth.push.distribution;

import dev.berth.push.http.Cancellation;

/**
 * What all uploads of one push have in common.
 *
 * @param repository where they go
 * @param cancellation ends them from outside
 * @param attempts how many uploads are opened for one blob before it is given up
 */
public record Uploads(Repository repository, Cancellation cancellation, int attempts) {
  private static final int ATTEMPTS = 3;

  public Uploads(Repository repository, Cancellation cancellation) {
    this(repository, cancellation, Math.min(ATTEMPTS, repository.pace().attempts()));
  }

  /** The same for a source that can be read once. */
  public Uploads once() {
    return new Uploads(repository, cancellation, 1);
  }
}
