package dev.berth.push.compress;

import dev.berth.reference.Digest;

/**
 * The result of compressing a layer.
 *
 * @param diffId the digest of the uncompressed bytes
 * @param uncompressedSize how many bytes were read
 * @param digest the digest of the compressed bytes
 * @param size how many bytes were written
 */
public record CompressedLayer(Digest diffId, long uncompressedSize, Digest digest, long size) {}
