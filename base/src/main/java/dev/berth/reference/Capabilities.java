package dev.berth.reference;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * What a kind of registry does with pushes, after its documentation. The table of these is the only
 * place for such facts: flavors describe themselves with it, and the push engine chooses from it
 * how it uploads.
 *
 * @param kind the kind's name, for instance {@code Amazon ECR}
 * @param hosts the hosts of the kind, a regular expression; empty for hosts of companies
 * @param createsOnPush whether a push creates a missing repository
 * @param immutableTags whether tags can be made immutable
 * @param referrers whether it has the referrers API (OCI distribution specification, version 1.1)
 * @param mounts whether it mounts blobs from its other repositories
 * @param uploads the forms of uploads that it accepts, the best first
 * @param path the smallest and largest number of segments of a repository; 0 for no limit
 * @param maxLayer the largest layer in bytes; empty when no limit is documented
 * @since 0.1
 */
public record Capabilities(
    String kind,
    String hosts,
    Answer createsOnPush,
    Answer immutableTags,
    Answer referrers,
    Answer mounts,
    List<Upload> uploads,
    Path path,
    OptionalLong maxLayer) {
  /** What is known of a capability. */
  public enum Answer {
    /** Always. */
    YES,
    /** Never. */
    NO,
    /** As an account, a project or a repository is set. */
    SETTING,
    /** Not documented, or not the same for all registries of the kind. */
    UNKNOWN
  }

  /** How the bytes of a blob are sent. */
  public enum Upload {
    /** All at once with the commit. */
    PUT,
    /** All at once and then the commit. */
    PATCH,
    /** In parts and then the commit. */
    CHUNKS
  }

  /**
   * How many segments the path of a repository has.
   *
   * @param least the smallest number
   * @param most the largest number; 0 for no limit
   */
  public record Path(int least, int most) {}

  private static final long MIB = 1L << 20;
  private static final List<Upload> ALL = List.of(Upload.PUT, Upload.PATCH, Upload.CHUNKS);
  private static final List<Upload> WHOLE = List.of(Upload.PUT, Upload.PATCH);

  /** Amazon ECR, private registries (Amazon ECR User Guide, "Amazon ECR service quotas"). */
  public static final Capabilities ECR =
      new Capabilities(
          "Amazon ECR",
          "\\d{12}\\.dkr[.-]ecr.+",
          Answer.SETTING,
          Answer.SETTING,
          Answer.YES,
          Answer.SETTING,
          ALL,
          new Path(1, 0),
          OptionalLong.of(52_000 * MIB));

  /** Amazon ECR Public (Amazon ECR Public User Guide, "Service quotas"). */
  public static final Capabilities ECR_PUBLIC =
      new Capabilities(
          "Amazon ECR Public",
          "public\\.ecr\\.aws|ecr-public\\.aws\\.com",
          Answer.NO,
          Answer.NO,
          Answer.UNKNOWN,
          Answer.UNKNOWN,
          ALL,
          new Path(2, 0),
          OptionalLong.of(10_000 * MIB));

  /** Google Artifact Registry. It documents no uploads in chunks. */
  public static final Capabilities ARTIFACT_REGISTRY =
      new Capabilities(
          "Google Artifact Registry",
          "(.+\\.)?gcr\\.io|.+\\.pkg\\.dev",
          Answer.NO,
          Answer.SETTING,
          Answer.UNKNOWN,
          Answer.UNKNOWN,
          WHOLE,
          new Path(2, 0),
          OptionalLong.empty());

  /** Azure Container Registry. */
  public static final Capabilities ACR =
      new Capabilities(
          "Azure Container Registry",
          ".+\\.azurecr\\.(io|cn|us)",
          Answer.YES,
          Answer.SETTING,
          Answer.YES,
          Answer.YES,
          ALL,
          new Path(1, 0),
          OptionalLong.of(200 * 1024 * MIB));

  /** Docker Hub. */
  public static final Capabilities DOCKER_HUB =
      new Capabilities(
          "Docker Hub",
          "docker\\.io",
          Answer.YES,
          Answer.SETTING,
          Answer.UNKNOWN,
          Answer.YES,
          ALL,
          new Path(2, 2),
          OptionalLong.empty());

  /** GitHub's container registry, which keeps only the last of several chunks. */
  public static final Capabilities GITHUB =
      new Capabilities(
          "GitHub",
          "ghcr\\.io|containers\\..+\\.ghe\\.com",
          Answer.YES,
          Answer.NO,
          Answer.NO,
          Answer.UNKNOWN,
          WHOLE,
          new Path(2, 0),
          OptionalLong.of(10 * 1024 * MIB));

  /** GitLab's container registry. */
  public static final Capabilities GITLAB =
      new Capabilities(
          "GitLab",
          "registry\\.gitlab\\.com",
          Answer.YES,
          Answer.SETTING,
          Answer.UNKNOWN,
          Answer.UNKNOWN,
          ALL,
          new Path(2, 0),
          OptionalLong.empty());

  /** Harbor: a push creates repositories in a project that exists. */
  public static final Capabilities HARBOR =
      new Capabilities(
          "Harbor",
          "",
          Answer.YES,
          Answer.SETTING,
          Answer.YES,
          Answer.YES,
          ALL,
          new Path(2, 0),
          OptionalLong.empty());

  /** JFrog Artifactory, which needs a PATCH. */
  public static final Capabilities ARTIFACTORY =
      new Capabilities(
          "JFrog Artifactory",
          ".+\\.jfrog\\.io",
          Answer.YES,
          Answer.UNKNOWN,
          Answer.UNKNOWN,
          Answer.UNKNOWN,
          List.of(Upload.PATCH, Upload.PUT),
          new Path(1, 0),
          OptionalLong.empty());

  /** Quay. */
  public static final Capabilities QUAY =
      new Capabilities(
          "Quay",
          "quay\\.io",
          Answer.YES,
          Answer.UNKNOWN,
          Answer.UNKNOWN,
          Answer.YES,
          ALL,
          new Path(2, 0),
          OptionalLong.empty());

  /** Any other registry, of which only an attempt tells. */
  public static final Capabilities OTHER =
      new Capabilities(
          "any other",
          ".*",
          Answer.UNKNOWN,
          Answer.UNKNOWN,
          Answer.UNKNOWN,
          Answer.UNKNOWN,
          ALL,
          new Path(1, 0),
          OptionalLong.empty());

  private static final List<Capabilities> TABLE =
      List.of(
          ECR,
          ECR_PUBLIC,
          ARTIFACT_REGISTRY,
          ACR,
          DOCKER_HUB,
          GITHUB,
          GITLAB,
          HARBOR,
          ARTIFACTORY,
          QUAY,
          OTHER);

  /** {@return all kinds, {@link #OTHER} last} */
  public static List<Capabilities> all() {
    return TABLE;
  }

  /**
   * {@return the kind of a host; {@link #OTHER} for one that no kind owns}
   *
   * @param host a host, with its port if it has one
   */
  public static Capabilities of(String host) {
    return TABLE.stream()
        .filter(each -> Pattern.matches(each.hosts(), host))
        .findFirst()
        .orElse(OTHER);
  }

  /** {@return the facts by their names, as text, lists and numbers for JSON} */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("createsOnPush", text(createsOnPush));
    map.put("immutableTags", text(immutableTags));
    map.put("referrersApi", text(referrers));
    map.put("mounts", text(mounts));
    map.put("uploads", uploads.stream().map(Capabilities::text).toList());
    map.put("minPathSegments", path.least());
    if (path.most() > 0) {
      map.put("maxPathSegments", path.most());
    }
    maxLayer.ifPresent(bytes -> map.put("maxLayerBytes", bytes));
    return map;
  }

  private static String text(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
