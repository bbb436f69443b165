package dev.berth.azure.acr;

import com.azure.containers.containerregistry.models.ArtifactTagProperties;
import com.azure.containers.containerregistry.models.ContainerRepositoryProperties;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpResponse;
import dev.berth.reference.Digest;
import dev.berth.reference.ImageReference;
import dev.berth.spi.BerthException;
import dev.berth.spi.Check;
import dev.berth.spi.Check.Result;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.support.ImmutableTag;
import java.util.Optional;
import java.util.function.Supplier;

/** Checks whether a repository and its tag are locked. */
final class Locks {
  private final ImageReference image;
  private final Metadata metadata;
  private final Remedies remedies;
  private final Optional<Digest> pushed;

  /**
   * @param pushed the digest of the image; empty if it is unknown before the push
   */
  Locks(ImageReference image, Metadata metadata, Remedies remedies, Optional<Digest> pushed) {
    this.pushed = image.digest().or(() -> pushed);
    this.image = image;
    this.metadata = metadata;
    this.remedies = remedies;
  }

  Result repository() {
    String name = image.name();
    return checked(
        name,
        () ->
            metadata
                .repository()
                .map(this::result)
                .orElseGet(() -> Result.pass(name + " does not exist yet; the push creates it")));
  }

  private Result result(ContainerRepositoryProperties repository) {
    return Boolean.FALSE.equals(repository.isWriteEnabled())
        ? Result.fail("repository " + image.name() + " is locked")
            .withRemedy(remedies.unlock(image.repository()))
        : Result.pass(image.name() + " exists and is not locked");
  }

  Result tag(String tag) {
    String name = image.name() + ":" + tag;
    return checked(
        name,
        () ->
            metadata
                .tag(tag)
                .map(found -> result(name, tag, found))
                .orElseGet(() -> Result.pass(name + " does not exist yet")));
  }

  private Result result(String name, String tag, ArtifactTagProperties found) {
    String digest = found.getDigest();
    if (!Boolean.FALSE.equals(found.isWriteEnabled())) {
      return Result.pass("%s is %s now and is not locked".formatted(name, digest));
    }
    Result verdict = ImmutableTag.verdict(tag, Optional.of(Digest.parse(digest)), pushed);
    return verdict.status() == Check.Status.PASS
        ? verdict
        : verdict.withRemedy(remedies.unlock(image.repository(), tag));
  }

  private Result checked(String name, Supplier<Result> check) {
    try {
      return check.get();
    } catch (BerthException e) {
      String message = "whether %s is locked is unknown: %s".formatted(name, e.getMessage());
      return e.code() == ErrorCode.TRANSIENT
          ? Result.unreachable(message)
          : Result.unknown(message);
    } catch (HttpResponseException e) {
      return refused(name, e);
    } catch (RuntimeException e) {
      return Result.unreachable(
          "whether %s is locked is unknown: %s"
              .formatted(name, AcrTokens.unreachable(image.host(), e).getMessage()));
    }
  }

  private Result refused(String name, HttpResponseException e) {
    HttpResponse response = e.getResponse();
    if (response == null) {
      return Result.unreachable(AcrTokens.unreachable(image.host(), e).getMessage());
    }
    var refusal = Refusal.of(response.getStatusCode(), Bodies.text(response));
    return Result.unknown(
        "whether %s is locked is unknown: %s responds %s".formatted(name, image.host(), refusal));
  }
}
