package dev.berth.gcp.gar;

import com.google.devtools.artifactregistry.v1.Tag;
import dev.berth.gcp.GcpRegistryConfig;
import dev.berth.gcp.RepositoryPath;
import dev.berth.reference.Digest;
import dev.berth.reference.ImageReference;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.RegistryProbe;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/** Resolves an image's tag with the API, or with the registry for those who may not use the API. */
final class TagLookup {
  private final ArtifactRegistryApi api;
  private final GcpRegistryConfig config;
  private final Supplier<RegistryProbe> probe;
  private final ImageReference image;

  TagLookup(
      ArtifactRegistryApi api,
      GcpRegistryConfig config,
      Supplier<RegistryProbe> probe,
      ImageReference image) {
    this.api = api;
    this.config = config;
    this.probe = probe;
    this.image = image;
  }

  /**
   * The digest that the tag names now; empty when it does not exist.
   *
   * @throws BerthException when neither says
   */
  Optional<Digest> digest() {
    try {
      return api.find("resolving the tag", client -> client.getTag(tagName()))
          .map(TagLookup::digest);
    } catch (BerthException e) {
      if (e.code() != ErrorCode.REFUSED) {
        throw e;
      }
      return digestOfRegistry();
    }
  }

  private Optional<Digest> digestOfRegistry() {
    try {
      return probe.get().digest(ImageReference.parse(image.name() + ":" + tag()));
    } catch (BerthException e) {
      throw new BerthException(
          ErrorCode.REFUSED, "the tag could not be resolved: " + e.getMessage(), e);
    }
  }

  private String tag() {
    return image.tag().orElseThrow();
  }

  private String tagName() {
    String packageId = URLEncoder.encode(packagePath(), StandardCharsets.UTF_8);
    return "%s/packages/%s/tags/%s".formatted(config.path().repositoryName(), packageId, tag());
  }

  private String packagePath() {
    String below = config.uri().pathOf(image);
    return RepositoryPath.isGoogles(image.host())
        ? config.path().findImage(image.repository()).orElse(below)
        : below;
  }

  private static Digest digest(Tag tag) {
    String version = tag.getVersion();
    return Digest.parse(version.substring(version.lastIndexOf('/') + 1));
  }
}
