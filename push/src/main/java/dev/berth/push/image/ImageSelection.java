package dev.berth.push.image;

import dev.berth.reference.Digest;
import dev.berth.reference.InvalidReferenceException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Which of the images of a source is meant. Several parts must all fit.
 *
 * @param name its tag, or its name in a Docker engine
 * @param digest its digest
 * @param position its position in the source's list, from 0
 */
public record ImageSelection(Optional<String> name, Optional<Digest> digest, OptionalInt position) {
  private static final Pattern POSITION = Pattern.compile("\\d{1,9}");

  /** Parses {@code NAME}, {@code DIGEST}, {@code [NAME]@DIGEST} or {@code @POSITION}. */
  public static ImageSelection parse(Optional<String> reference) {
    String text = reference.orElse("");
    int at = text.lastIndexOf('@');
    String choice = text.substring(at + 1);
    Optional<String> name =
        Optional.of(text.substring(0, Math.max(at, 0))).filter(it -> !it.isEmpty());
    if (at == 0 && POSITION.matcher(choice).matches()) {
      return new ImageSelection(
          Optional.empty(), Optional.empty(), OptionalInt.of(Integer.parseInt(choice)));
    }
    Optional<Digest> digest = digest(choice);
    return digest.isPresent()
        ? new ImageSelection(name, digest, OptionalInt.empty())
        : new ImageSelection(reference, Optional.empty(), OptionalInt.empty());
  }

  private static Optional<Digest> digest(String text) {
    try {
      return Optional.of(Digest.parse(text));
    } catch (InvalidReferenceException e) {
      return Optional.empty();
    }
  }

  /** Whether nothing was chosen. */
  public boolean isEmpty() {
    return name.isEmpty() && digest.isEmpty() && position.isEmpty();
  }
}
