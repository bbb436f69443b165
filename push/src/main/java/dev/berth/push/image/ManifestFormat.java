package dev.berth.push.image;

/** The two families of media types for manifests, configurations and layers. */
public enum ManifestFormat {
  /** OCI image specification, media-types.md. */
  OCI,
  /** Docker's "Image Manifest Version 2, Schema 2". */
  DOCKER;

  /** The format that a media type belongs to. */
  public static ManifestFormat of(String mediaType) {
    return MediaTypes.isDocker(mediaType) ? DOCKER : OCI;
  }

  /** The name in options, for instance {@code oci}. */
  public String value() {
    return this == OCI ? "oci" : "docker";
  }

  @Override
  public String toString() {
    return value();
  }
}
