package dev.berth.azure.acr;

import com.azure.containers.containerregistry.models.ArtifactTagProperties;
import com.azure.containers.containerregistry.models.ContainerRepositoryProperties;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpResponse;
import dev.berth.reference.Digest;
import dev.berth.reference.ImageReference;
import dev.berth.spi.BerthException;
import dev.berth.spi.CheckResult;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether a repository and a tag in it are locked against writes. */
final class Locks {
  private final ImageReference image;
  private final Metadata metadata;
  private final Remedies remedies;
  private final Optional<Digest> pushed;

  /**
   * The locks that a push of the image meets.
   *
   * @param pushed the digest that it is known to have before it is pushed
   */
  Locks(ImageReference image, Metadata metadata, Remedies remedies, Optional<Digest> pushed) {
    this.pushed = image.digest().or(() -> pushed);
    this.image = image;
    this.metadata = metadata;
    this.remedies = remedies;
  }

  CheckResult repository() {
    String name = image.name();
    return looked(
        name,
        () ->
            metadata
                .repository()
                .map(this::judged)
                .orElseGet(
                    () -> CheckResult.pass(name + " does not exist yet; the push makes it")));
  }

  private CheckResult judged(ContainerRepositoryProperties repository) {
    return Boolean.FALSE.equals(repository.isWriteEnabled())
        ? CheckResult.fail("the repository " + image.name() + " is locked against writes")
            .withRemedy(remedies.unlock(image.repository()))
        : CheckResult.pass(image.name() + " exists and is not locked");
  }

  CheckResult tag(String tag) {
    String name = image.name() + ":" + tag;
    return looked(
        name,
        () ->
            metadata
                .tag(tag)
                .map(found -> judged(name, tag, found))
                .orElseGet(() -> CheckResult.pass(name + " names nothing yet")));
  }

  private CheckResult judged(String name, String tag, ArtifactTagProperties found) {
    String digest = found.getDigest();
    if (!Boolean.FALSE.equals(found.isWriteEnabled())) {
      return CheckResult.pass("%s is %s now and is not locked".formatted(name, digest));
    }
    if (pushed.isEmpty()) {
      return CheckResult.warn(
              "%s is locked and is %s: no other image is taken under it".formatted(name, digest))
          .withRemedy(remedies.unlock(image.repository(), tag));
    }
    return pushed.get().toString().equals(digest)
        ? CheckResult.pass("%s is locked, and is %s already".formatted(name, digest))
        : CheckResult.fail("the tag %s is locked against writes; it is %s".formatted(name, digest))
            .withRemedy(remedies.unlock(image.repository(), tag));
  }

  private CheckResult looked(String name, Supplier<CheckResult> look) {
    try {
      return look.get();
    } catch (BerthException e) {
      return CheckResult.unknown(
          "whether %s is locked is not known: %s".formatted(name, e.getMessage()));
    } catch (HttpResponseException e) {
      return refused(name, e);
    } catch (RuntimeException e) {
      return CheckResult.unknown(
          "whether %s is locked is not known: %s"
              .formatted(name, Unreachable.of(image.host(), e).getMessage()));
    }
  }

  private CheckResult refused(String name, HttpResponseException e) {
    HttpResponse response = e.getResponse();
    if (response == null) {
      return CheckResult.unknown(Unreachable.of(image.host(), e).getMessage());
    }
    var refusal = Refusal.of(response.getStatusCode(), Bodies.text(response));
    return CheckResult.unknown(
        "whether %s is locked is not known: %s answers %s".formatted(name, image.host(), refusal));
  }
}
