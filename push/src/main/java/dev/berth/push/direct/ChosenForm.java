package dev.berth.push.direct;

import dev.berth.push.PushListener;
import dev.berth.push.PushRequest;
import dev.berth.push.compress.Compression;
import dev.berth.push.image.Descriptor;
import dev.berth.push.image.ImageForm;
import dev.berth.push.image.ManifestFormat;
import dev.berth.push.source.SourceImage;
import dev.berth.reference.Digest;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The form in which an image is pushed: what the request asks for, and the defaults. */
final class ChosenForm {
  private static final int MAX_RUNNABLE_LAYERS = 127;
  private final ImageForm form;
  private final Optional<ManifestFormat> required;
  private final Optional<Digest> named;

  ChosenForm(PushRequest request, PushCache cache) {
    this.form = request.form();
    this.required = cache.format(request.image().host());
    this.named = request.source().flatMap(source -> source.selection().digest());
  }

  /** The compression of an image that nothing refers to by its digest. */
  Compression compression() {
    return form.compression().orElse(Compression.GZIP);
  }

  /** The format of an image that an engine exports. */
  Optional<ManifestFormat> exportFormat() {
    return form.format().or(() -> required);
  }

  /**
   * What the image becomes in the registry.
   *
   * @param listener receives what the user should know about it
   * @throws BerthException with the code {@code INVALID} when the image must get another digest,
   *     and something in the source refers to it
   */
  ImageContents contents(SourceImage image, PushListener listener) {
    var wanted = new ImageContents(image.root(), compression(), form.format());
    ImageContents contents = kept(image, wanted, listener);
    warnOfLayers(contents, listener);
    return contents.mayChangeFormat() && required.isPresent()
        ? contents.as(required.get())
        : contents;
  }

  private ImageContents kept(SourceImage image, ImageContents wanted, PushListener listener) {
    Set<Digest> replaced = wanted.replaced();
    Optional<String> reference = image.referenceTo(replaced);
    if (reference.isEmpty() && named.filter(replaced::contains).isPresent()) {
      return named(wanted, listener);
    }
    if (reference.isEmpty()) {
      return wanted;
    }
    if (form.compression().isEmpty() && !form.breakReferences()) {
      var uncompressed = new ImageContents(wanted.root(), Compression.NONE, wanted.format());
      if (image.referenceTo(uncompressed.replaced()).isEmpty()) {
        listener.info("layers are not compressed, since " + reference.get());
        return uncompressed;
      }
    }
    if (form.breakReferences()) {
      listener.warning(reference.get() + ", which is not pushed under this digest");
      return wanted;
    }
    throw new BerthException(
        ErrorCode.INVALID,
        "the image would get another digest, and in its source " + reference.get(),
        "push it as it is with --compression none, without --format",
        "or push it with --break-references, and the reference is lost");
  }

  /** The user named the image by its digest, and should get it. */
  private ImageContents named(ImageContents wanted, PushListener listener) {
    if (form.compression().isEmpty() && form.format().isEmpty()) {
      listener.info("layers are not compressed, since the source is named by its digest");
      return new ImageContents(wanted.root(), Compression.NONE, wanted.format());
    }
    listener.warning("the image gets another digest than the one that names the source");
    return wanted;
  }

  private static void warnOfLayers(ImageContents contents, PushListener listener) {
    List<Descriptor> references = contents.references();
    if (!references.isEmpty()) {
      listener.info(
          "layers that are not to be distributed are only named: %s; --nondistributable pushes those that the source has"
              .formatted(names(references)));
    }
    if (contents.mostLayers() > MAX_RUNNABLE_LAYERS) {
      listener.warning(
          "the image has more than %d layers, which Docker cannot run"
              .formatted(MAX_RUNNABLE_LAYERS));
    }
  }

  private static String names(List<Descriptor> layers) {
    return String.join(", ", layers.stream().map(layer -> layer.digest().toString()).toList());
  }
}
