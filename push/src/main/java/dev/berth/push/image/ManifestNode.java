package dev.berth.push.image;

/** What a registry keeps under one digest in a repository's manifests. */
public sealed interface ManifestNode permits ImageManifest, ImageIndex {}
