package dev.berth.push.image;

import dev.berth.reference.Digest;

/**
 * A reference to content (OCI image specification, descriptor.md).
 *
 * @param mediaType the content's media type, not checked; may be empty
 * @param digest the content's digest
 * @param size the content's size in bytes
 */
public record Descriptor(String mediaType, Digest digest, long size) {}
