package dev.berth.push.image;

/** An image manifest or an image index. Not sealed, so that it does not depend on the two. */
public interface ManifestNode {}
