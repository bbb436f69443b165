package dev.berth.gcp.gar;

import dev.berth.gcp.RepositoryPath;
import dev.berth.reference.Digest;
import dev.berth.reference.ImageReference;
import dev.berth.spi.Check.Result;
import dev.berth.spi.support.ImmutableTag;
import java.util.Optional;

/** The prerequisites of one image's push. */
final class ImageChecks {
  private final RepositoryLookup repository;
  private final TagLookup tag;
  private final ImageReference image;

  ImageChecks(RepositoryLookup repository, TagLookup tag, ImageReference image) {
    this.repository = repository;
    this.tag = tag;
    this.image = image;
  }

  /** Whether the image's path is complete. */
  Result path(RepositoryPath path) {
    if (!RepositoryPath.isGoogles(image.host())) {
      return Result.pass("%s goes to %s".formatted(image.name(), path));
    }
    Optional<RepositoryPath> named =
        RepositoryPath.find(image.host(), image.repository())
            .filter(it -> it.findImage(image.repository()).isPresent());
    if (named.isEmpty()) {
      return Result.fail(
          "%s is too short: it must be LOCATION-docker.pkg.dev/PROJECT/REPOSITORY/IMAGE or"
                  .formatted(image.name())
              + " gcr.io/PROJECT/IMAGE");
    }
    return named.get().equals(path)
        ? Result.pass("%s goes to %s".formatted(image.name(), path))
        : Result.fail(
            "%s goes to %s, but the configuration says %s"
                .formatted(image.name(), named.get(), path));
  }

  /** Whether the tag can be set. */
  Result tag(Optional<Digest> planned) {
    if (image.tag().isEmpty()) {
      return Result.pass("no tag is set");
    }
    String name = image.tag().get();
    if (!repository.required().getDockerConfig().getImmutableTags()) {
      return Result.pass("tag %s can be changed".formatted(name));
    }
    Result verdict = ImmutableTag.verdict(name, tag.digest(), image.digest().or(() -> planned));
    return verdict.isFailure()
        ? verdict.withRemedy("berth push %s:NEW-TAG".formatted(image.name()))
        : verdict;
  }
}
