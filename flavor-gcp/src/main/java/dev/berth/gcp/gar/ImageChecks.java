package dev.berth.gcp.gar;

import com.google.devtools.artifactregistry.v1.Tag;
import dev.berth.gcp.GcpRegistryConfig;
import dev.berth.gcp.RepositoryPath;
import dev.berth.reference.Digest;
import dev.berth.reference.ImageReference;
import dev.berth.spi.BerthException;
import dev.berth.spi.CheckResult;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.RegistryProbe;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/** Looks at what one image's push needs. */
final class ImageChecks {
  private final ArtifactRegistryApi api;
  private final GcpRegistryConfig config;
  private final RepositoryPath path;
  private final RepositoryLookup lookup;
  private final Supplier<RegistryProbe> probe;
  private final ImageReference image;
  private final Optional<Digest> pushed;

  /**
   * The checks of one image.
   *
   * @param pushed the digest that it is known to have before it is pushed
   */
  ImageChecks(
      ArtifactRegistryApi api,
      GcpRegistryConfig config,
      RepositoryLookup lookup,
      Supplier<RegistryProbe> probe,
      ImageReference image,
      Optional<Digest> pushed) {
    this.api = api;
    this.config = config;
    this.path = config.path();
    this.lookup = lookup;
    this.probe = probe;
    this.image = image;
    this.pushed = image.digest().or(() -> pushed);
  }

  /** Whether the image's path has all its parts, where it is one of Google's. */
  CheckResult path() {
    if (!RepositoryPath.isGoogles(image.host())) {
      return CheckResult.pass("%s goes to %s".formatted(image.name(), path));
    }
    Optional<RepositoryPath> named =
        RepositoryPath.find(image.host(), image.repository())
            .filter(it -> it.findImage(image.repository()).isPresent());
    if (named.isEmpty()) {
      return CheckResult.fail(
          "%s is too short: it must be LOCATION-docker.pkg.dev/PROJECT/REPOSITORY/IMAGE or"
                  .formatted(image.name())
              + " gcr.io/PROJECT/IMAGE");
    }
    return named.get().equals(path)
        ? CheckResult.pass("%s goes to %s".formatted(image.name(), path))
        : CheckResult.fail(
            "%s goes to %s, but the configuration says %s"
                .formatted(image.name(), named.get(), path));
  }

  /** Whether the tag can be set, or stays what it is. */
  CheckResult tag() {
    if (image.tag().isEmpty()) {
      return CheckResult.pass("no tag is set");
    }
    if (!lookup.required().getDockerConfig().getImmutableTags()) {
      return CheckResult.pass("tags of %s can be moved".formatted(path));
    }
    return present()
        .map(this::taken)
        .orElseGet(
            () ->
                CheckResult.pass(
                    "%s has immutable tags, and no tag '%s' yet of this image"
                        .formatted(path, image.tag().orElseThrow())));
  }

  private CheckResult taken(Digest present) {
    String taken =
        "%s has immutable tags, and '%s' is %s already"
            .formatted(path, image.tag().orElseThrow(), present);
    if (pushed.isEmpty()) {
      return CheckResult.warn(taken + ": only the same image is taken");
    }
    return pushed.get().equals(present)
        ? CheckResult.pass(taken + ", which is this image")
        : CheckResult.fail(taken + ", not " + pushed.get()).withRemedy(retag());
  }

  private String retag() {
    return "berth push %s:NEW-TAG".formatted(image.name());
  }

  private Optional<Digest> present() {
    try {
      return api.find("looking for the tag", client -> client.getTag(tagName()))
          .map(ImageChecks::digest);
    } catch (BerthException e) {
      if (e.code() != ErrorCode.REFUSED) {
        throw e;
      }
      // Who may not ask the API may still pull.
      return digestOfRegistry();
    }
  }

  private Optional<Digest> digestOfRegistry() {
    try {
      return probe.get().digest(tagged());
    } catch (BerthException e) {
      throw new BerthException(
          ErrorCode.REFUSED, "what the tag is could not be looked at: " + e.getMessage(), e);
    }
  }

  private ImageReference tagged() {
    return ImageReference.parse(image.name() + ":" + image.tag().orElseThrow());
  }

  private String tagName() {
    String packageId = URLEncoder.encode(packagePath(), StandardCharsets.UTF_8);
    return "%s/packages/%s/tags/%s"
        .formatted(path.repositoryName(), packageId, image.tag().orElseThrow());
  }

  private String packagePath() {
    String prefix = config.uri().path();
    String below =
        prefix.isEmpty() ? image.repository() : image.repository().substring(prefix.length() + 1);
    return RepositoryPath.isGoogles(image.host())
        ? path.findImage(image.repository()).orElse(below)
        : below;
  }

  private static Digest digest(Tag tag) {
    String version = tag.getVersion();
    return Digest.parse(version.substring(version.lastIndexOf('/') + 1));
  }
}
