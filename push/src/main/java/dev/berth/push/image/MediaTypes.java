package dev.berth.push.image;

/** The media types of images (image specification, media-types.md; Docker's schema 2). */
final class MediaTypes {
  static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
  static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  static final String OCI_CONFIG = "application/vnd.oci.image.config.v1+json";
  static final String OCI_LAYER = "application/vnd.oci.image.layer.v1.tar";
  static final String OCI_GZIP = OCI_LAYER + "+gzip";
  static final String OCI_ZSTD = OCI_LAYER + "+zstd";
  static final String DOCKER_INDEX = "application/vnd.docker.distribution.manifest.list.v2+json";
  static final String DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
  static final String DOCKER_CONFIG = "application/vnd.docker.container.image.v1+json";
  static final String DOCKER_LAYER = "application/vnd.docker.image.rootfs.diff.tar";
  static final String DOCKER_GZIP = DOCKER_LAYER + ".gzip";

  private MediaTypes() {}

  static boolean isDocker(String mediaType) {
    return mediaType.startsWith("application/vnd.docker.");
  }

  static boolean isIndex(String mediaType) {
    return mediaType.equals(OCI_INDEX) || mediaType.equals(DOCKER_INDEX);
  }

  static boolean isManifest(String mediaType) {
    return mediaType.equals(OCI_MANIFEST) || mediaType.equals(DOCKER_MANIFEST);
  }

  static boolean isImageConfig(String mediaType) {
    return mediaType.equals(OCI_CONFIG) || mediaType.equals(DOCKER_CONFIG);
  }

  static boolean isUncompressedLayer(String mediaType) {
    return mediaType.equals(OCI_LAYER) || mediaType.equals(DOCKER_LAYER);
  }

  /** The OCI type for a Docker type; other types stay. */
  static String toOci(String mediaType) {
    return switch (mediaType) {
      case DOCKER_MANIFEST -> OCI_MANIFEST;
      case DOCKER_CONFIG -> OCI_CONFIG;
      case DOCKER_LAYER -> OCI_LAYER;
      case DOCKER_GZIP -> OCI_GZIP;
      default -> mediaType;
    };
  }
}
