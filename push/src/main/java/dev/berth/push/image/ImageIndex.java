package dev.berth.push.image;

import java.util.List;

/**
 * An image index of a source.
 *
 * @param source the index's own bytes
 * @param mediaType the index's media type
 * @param manifests the manifests that it names, in its order
 */
public record ImageIndex(ManifestBytes source, String mediaType, List<ManifestNode> manifests)
    implements ManifestNode {}
