package dev.berth.push.image;

/** The media types of images (image specification, media-types.md; Docker's schema 2). */
public final class MediaTypes {
  public static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
  public static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  public static final String OCI_CONFIG = "application/vnd.oci.image.config.v1+json";
  public static final String OCI_LAYER = "application/vnd.oci.image.layer.v1.tar";
  public static final String OCI_GZIP = OCI_LAYER + "+gzip";
  public static final String OCI_ZSTD = OCI_LAYER + "+zstd";
  public static final String DOCKER_INDEX =
      "application/vnd.docker.distribution.manifest.list.v2+json";
  public static final String DOCKER_MANIFEST =
      "application/vnd.docker.distribution.manifest.v2+json";
  public static final String DOCKER_CONFIG = "application/vnd.docker.container.image.v1+json";
  public static final String DOCKER_LAYER = "application/vnd.docker.image.rootfs.diff.tar";
  public static final String DOCKER_GZIP = DOCKER_LAYER + ".gzip";

  private static final String OCI_NONDISTRIBUTABLE =
      "application/vnd.oci.image.layer.nondistributable.v1.tar";
  private static final String DOCKER_FOREIGN =
      "application/vnd.docker.image.rootfs.foreign.diff.tar";

  private MediaTypes() {}

  public static boolean isDocker(String mediaType) {
    return mediaType.startsWith("application/vnd.docker.");
  }

  public static boolean isIndex(String mediaType) {
    return mediaType.equals(OCI_INDEX) || mediaType.equals(DOCKER_INDEX);
  }

  public static boolean isManifest(String mediaType) {
    return mediaType.equals(OCI_MANIFEST) || mediaType.equals(DOCKER_MANIFEST);
  }

  public static boolean isImageConfig(String mediaType) {
    return mediaType.equals(OCI_CONFIG) || mediaType.equals(DOCKER_CONFIG);
  }

  public static boolean isUncompressedLayer(String mediaType) {
    return mediaType.equals(OCI_LAYER) || mediaType.equals(DOCKER_LAYER);
  }

  /** Whether a layer is only named by its manifest (image specification, layer.md). */
  public static boolean isNondistributable(String mediaType) {
    return mediaType.startsWith(OCI_NONDISTRIBUTABLE) || mediaType.startsWith(DOCKER_FOREIGN);
  }

  /** The Docker type for an OCI type; other types stay. */
  public static String toDocker(String mediaType) {
    return switch (mediaType) {
      case OCI_INDEX -> DOCKER_INDEX;
      case OCI_MANIFEST -> DOCKER_MANIFEST;
      case OCI_CONFIG -> DOCKER_CONFIG;
      case OCI_LAYER -> DOCKER_LAYER;
      case OCI_GZIP -> DOCKER_GZIP;
      case OCI_NONDISTRIBUTABLE -> DOCKER_FOREIGN;
      case OCI_NONDISTRIBUTABLE + "+gzip" -> DOCKER_FOREIGN + ".gzip";
      default -> mediaType;
    };
  }

  /** The OCI type for a Docker type; other types stay. */
  public static String toOci(String mediaType) {
    return switch (mediaType) {
      case DOCKER_INDEX -> OCI_INDEX;
      case DOCKER_MANIFEST -> OCI_MANIFEST;
      case DOCKER_CONFIG -> OCI_CONFIG;
      case DOCKER_LAYER -> OCI_LAYER;
      case DOCKER_GZIP -> OCI_GZIP;
      case DOCKER_FOREIGN -> OCI_NONDISTRIBUTABLE;
      case DOCKER_FOREIGN + ".gzip" -> OCI_NONDISTRIBUTABLE + "+gzip";
      default -> mediaType;
    };
  }
}
