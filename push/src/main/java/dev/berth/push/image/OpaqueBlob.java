package dev.berth.push.image;

/**
 * Content of an index that is neither an image manifest nor an index, for instance a layer of
 * BuildKit's cache. It is pushed as a blob and not read (image specification, image-index.md).
 */
public record OpaqueBlob(Blob blob) implements ManifestNode {}
