package dev.berth.push.image;

import java.util.List;
import java.util.Optional;

/**
 * An image manifest of a source, with the blobs that it names.
 *
 * @param source the manifest's own bytes, pushed as they are when no layer has to be compressed;
 *     empty if the source has none, as in a docker-archive
 * @param mediaType the manifest's media type
 * @param config the image configuration
 * @param layers the layers in the manifest's order
 */
public record ImageManifest(
    Optional<ManifestBytes> source, String mediaType, Blob config, List<Layer> layers)
    implements ManifestNode {}
