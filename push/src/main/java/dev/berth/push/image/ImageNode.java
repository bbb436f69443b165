package dev.berth.push.image;

/** What a registry keeps under one digest in a repository's manifests. */
public sealed interface ImageNode permits ImageManifest, ImageIndex {}
