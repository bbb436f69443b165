package dev.berth.push.image;

import dev.berth.reference.ImageReference;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The location of an image, in the notation of Skopeo.
 *
 * @param kind the form of the image
 * @param path the file or the folder; empty for {@link Kind#DOCKER_DAEMON} and {@link
 *     Kind#REGISTRY}
 * @param reference which of several images: its name, its digest, {@code name@digest}, or {@code @}
 *     with its position, from 0; for {@link Kind#DOCKER_DAEMON} the engine's image, for {@link
 *     Kind#REGISTRY} the full reference
 */
public record ImageLocation(Kind kind, Path path, Optional<String> reference) {
  private static final Pattern IMAGE_ID = Pattern.compile("(sha256:)?[0-9a-f]{6,64}");
  private static final Pattern CHOICE =
      Pattern.compile("(?<place>.+?):?@(?<choice>[a-z0-9]+:[0-9a-f]+|(?<=:@)\\d{1,9})");

  /** The forms of an image. */
  public enum Kind {
    /** A file that {@code docker save} wrote, in its classic form or with an OCI layout inside. */
    DOCKER_ARCHIVE("docker-archive:FILE[:REF|:@NUMBER]"),
    /** A folder with an OCI image layout. */
    OCI("oci:DIR[:TAG|@DIGEST|:@NUMBER]"),
    /** A tar file with an OCI image layout. */
    OCI_ARCHIVE("oci-archive:FILE[:TAG|@DIGEST|:@NUMBER]"),
    /** An image of a Docker engine. */
    DOCKER_DAEMON("docker-daemon:REF"),
    /** An image of a registry. */
    REGISTRY("registry:HOST/REPOSITORY[:TAG|@DIGEST]");

    private final String form;

    Kind(String form) {
      this.form = form;
    }

    private String prefix() {
      return form.substring(0, form.indexOf(':') + 1);
    }
  }

  /**
   * Parses one of {@code docker-archive:FILE[:REF|:@NUMBER]}, {@code
   * oci:DIR[:TAG|@DIGEST|:@NUMBER]}, {@code oci-archive:FILE[:TAG|@DIGEST|:@NUMBER]}, {@code
   * docker-daemon:REF} and {@code registry:HOST/REPOSITORY[:TAG|@DIGEST]}.
   *
   * <p>A path may have colons in it: the longest path that exists is the path, and if none exists,
   * the path ends at the first colon.
   *
   * @throws BerthException with the code {@code INVALID} when the text has none of the forms
   * @throws dev.berth.reference.InvalidReferenceException when an image of an engine or a registry
   *     is named by no reference
   */
  public static ImageLocation parse(String text) {
    for (Kind kind : Kind.values()) {
      if (text.startsWith(kind.prefix())) {
        String rest = text.substring(kind.prefix().length());
        if (rest.isBlank()) {
          throw invalid(text, "nothing follows '" + kind.prefix() + "'");
        }
        return switch (kind) {
          case DOCKER_DAEMON -> inEngine(rest);
          case REGISTRY -> inRegistry(ImageReference.parse(rest));
          default -> withPath(kind, text, rest);
        };
      }
    }
    throw invalid(text, "it begins with none of the known forms");
  }

  private static ImageLocation inEngine(String image) {
    if (!IMAGE_ID.matcher(image).matches()) {
      ImageReference.parse(image);
    }
    return new ImageLocation(Kind.DOCKER_DAEMON, Path.of(""), Optional.of(image));
  }

  /** An image of a registry. */
  public static ImageLocation inRegistry(ImageReference image) {
    return new ImageLocation(Kind.REGISTRY, Path.of(""), Optional.of(image.toString()));
  }

  /** The image of a registry; empty for other kinds. */
  public Optional<ImageReference> inRegistry() {
    return kind == Kind.REGISTRY ? reference.map(ImageReference::parse) : Optional.empty();
  }

  private static ImageLocation withPath(Kind kind, String text, String rest) {
    Matcher chosen = CHOICE.matcher(rest);
    if (!chosen.matches() || isNamed(text, rest)) {
      return named(kind, text, rest);
    }
    ImageLocation place = named(kind, text, chosen.group("place"));
    String reference = place.reference.orElse("") + "@" + chosen.group("choice");
    return new ImageLocation(kind, place.path, Optional.of(reference));
  }

  /** Whether the text, or what precedes its last colon, is a file whose name has an {@code @}. */
  private static boolean isNamed(String text, String rest) {
    int colon = rest.lastIndexOf(':');
    return Files.exists(path(text, rest))
        || (colon > rest.indexOf('@') && Files.exists(path(text, rest.substring(0, colon))));
  }

  private static ImageLocation named(Kind kind, String text, String rest) {
    int end = rest.length();
    for (int colon = end; colon > 0; colon = rest.lastIndexOf(':', colon - 1)) {
      if (Files.exists(path(text, rest.substring(0, colon)))) {
        return at(kind, text, rest, colon);
      }
      end = isDrive(rest, colon) ? end : colon;
    }
    return at(kind, text, rest, end);
  }

  private static boolean isDrive(String rest, int colon) {
    return colon == 1 && rest.startsWith(":\\", colon);
  }

  private static ImageLocation at(Kind kind, String text, String rest, int end) {
    if (end == rest.length()) {
      return new ImageLocation(kind, path(text, rest), Optional.empty());
    }
    String reference = rest.substring(end + 1);
    if (reference.isBlank()) {
      throw invalid(text, "nothing follows the last ':'");
    }
    return new ImageLocation(kind, path(text, rest.substring(0, end)), Optional.of(reference));
  }

  private static Path path(String text, String path) {
    try {
      return Path.of(path);
    } catch (InvalidPathException e) {
      throw invalid(text, "it has no valid path");
    }
  }

  private static BerthException invalid(String text, String reason) {
    return new BerthException(
        ErrorCode.INVALID,
        "'" + text + "' is not the location of an image: " + reason,
        "The forms are "
            + String.join(", ", Arrays.stream(Kind.values()).map(kind -> kind.form).toList()));
  }

  /** The same place with another image in it. */
  public ImageLocation choosing(String newReference) {
    return new ImageLocation(kind, path, Optional.of(newReference));
  }

  /** Which of the images there is meant. */
  public ImageSelection selection() {
    return ImageSelection.parse(reference);
  }

  /** The text that parses to this location. */
  @Override
  public String toString() {
    return kind == Kind.DOCKER_DAEMON || kind == Kind.REGISTRY
        ? kind.prefix() + reference.orElse("")
        : kind.prefix() + path + reference.map(ImageLocation::suffix).orElse("");
  }

  private static String suffix(String reference) {
    return reference.matches("@[a-z0-9]+:.*") ? reference : ":" + reference;
  }
}
