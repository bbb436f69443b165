package dev.berth;

import dev.berth.reference.Digest;
import dev.berth.reference.ImageReference;
import java.util.List;
import java.util.Map;

/**
 * An image of a registry.
 *
 * @param image the reference that was asked for
 * @param digest the digest of its manifest or index
 * @param mediaType the media type of its manifest or index
 * @param size the size of its manifest or index in bytes
 * @param manifest the members of its manifest or index
 * @param config its configuration; empty for an index, and if it is no JSON
 * @param referrers the descriptors of what refers to it: signatures, bills of materials and others
 */
public record ImageDetails(
    ImageReference image,
    Digest digest,
    String mediaType,
    long size,
    Map<String, Object> manifest,
    Map<String, Object> config,
    List<Map<String, Object>> referrers) {}
