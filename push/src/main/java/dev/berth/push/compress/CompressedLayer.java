package dev.berth.push.compress;

import dev.berth.reference.Digest;

/**
 * What came of compressing a layer.
 *
 * @param diffId the digest of what was read
 * @param uncompressedSize how many bytes were read
 * @param digest the digest of what was written
 * @param size how many bytes were written
 */
public record CompressedLayer(Digest diffId, long uncompressedSize, Digest digest, long size) {}
