package dev.berth.push.direct;

/** Which blobs of a registry may be reused; fewer after it reported that blobs are missing. */
enum Reuse {
  /** Blobs that the repository has, and blobs that another repository has. */
  MOUNTS_AND_BLOBS,
  /** Blobs that the repository has. */
  BLOBS,
  /** None: everything is sent again. */
  NOTHING
}
