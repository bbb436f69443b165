package dev.berth.push.direct;

import dev.berth.push.PushResult;
import dev.berth.push.PushResult.Outcome;
import dev.berth.push.image.Descriptor;

/** A blob that is in the repository now, or would be after a push. */
record PushedBlob(Descriptor descriptor, Outcome outcome) {
  PushResult.Layer layer() {
    return new PushResult.Layer(descriptor.digest(), descriptor.size(), outcome);
  }

  /** The same blob for a push that waited for another one to send it. */
  PushedBlob existing() {
    return new PushedBlob(descriptor, Outcome.EXISTS);
  }
}
