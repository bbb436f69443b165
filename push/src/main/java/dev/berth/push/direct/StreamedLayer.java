package dev.berth.push.direct;

import dev.berth.reference.Digest;

/**
 * A layer of an export that was compressed and pushed.
 *
 * @param diffId the digest of its tar
 */
record StreamedLayer(PushedBlob pushed, Digest diffId) {}
