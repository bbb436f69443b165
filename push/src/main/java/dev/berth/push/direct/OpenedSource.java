package dev.berth.push.direct;

import dev.berth.push.PushListener;
import dev.berth.push.PushRequest;
import dev.berth.push.SourceRegistry;
import dev.berth.push.direct.SharedRegistries.Shared;
import dev.berth.push.distribution.Repository;
import dev.berth.push.http.Cancellation;
import dev.berth.push.http.RegistryClient;
import dev.berth.push.image.ImageForm;
import dev.berth.push.image.ImageLocation;
import dev.berth.push.source.SourceImage;
import dev.berth.reference.ImageReference;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;

/**
 * The image of a push, opened.
 *
 * @param image the image
 * @param end ends the use of the source's registry
 */
record OpenedSource(SourceImage image, Runnable end) implements AutoCloseable {
  /**
   * What reading from registries needs.
   *
   * @param registries shared with the pushes
   * @param cache the results of earlier pushes
   * @param listener receives what the user should know
   * @param cancellation cancels the requests
   */
  record Readers(
      SharedRegistries registries,
      PushCache cache,
      PushListener listener,
      Cancellation cancellation) {}

  static OpenedSource onThisMachine(
      ImageLocation source, ImageForm form, Cancellation cancellation) {
    return new OpenedSource(SourceImage.open(source, form, cancellation::requireActive), () -> {});
  }

  static OpenedSource inRegistry(ImageReference source, PushRequest request, Readers readers) {
    SourceRegistry registry =
        request
            .sourceRegistry()
            .orElseThrow(
                () ->
                    new BerthException(
                        ErrorCode.INVALID, "the push has no login for its source " + source));
    Shared shared = shared(source, registry, readers);
    shared.login().begin(registry.login());
    Runnable end = () -> end(shared, registry, readers);
    try {
      RegistryClient client = shared.client().with(readers.cancellation());
      var blobs =
          new RegistrySource(Repository.forPull(client, source.repository()), registry.explain());
      return new OpenedSource(
          SourceImage.open(blobs, blobs.root(source.identifier()), request.form()), end);
    } catch (RuntimeException e) {
      end.run();
      throw e;
    }
  }

  private static Shared shared(ImageReference source, SourceRegistry registry, Readers readers) {
    try {
      return readers.registries().of(source.host(), registry.login(), registry.connection());
    } catch (BerthException e) {
      throw e.code() == ErrorCode.CREDENTIALS ? registry.explain().apply(e) : e;
    }
  }

  private static void end(Shared shared, SourceRegistry registry, Readers readers) {
    shared.login().end(registry.login());
    RegistryClient client = shared.client();
    client
        .tokenService()
        .ifPresent(
            used ->
                TokenServiceNotice.tell(client.host(), used, readers.cache(), readers.listener()));
  }

  @Override
  public void close() {
    image.close();
    end.run();
  }
}
