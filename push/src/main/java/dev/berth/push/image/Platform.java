package dev.berth.push.image;

import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The platform of an image (OCI image specification, image-index.md, "platform").
 *
 * @param os the operating system, for instance {@code linux}
 * @param architecture the processor, for instance {@code arm64}
 * @param variant the processor's variant, for instance {@code v8}
 */
public record Platform(String os, String architecture, Optional<String> variant) {
  private static final Pattern PART = Pattern.compile("[A-Za-z0-9._-]+");

  /**
   * Parses {@code os/architecture[/variant]}.
   *
   * @throws BerthException with the code {@code INVALID} when the text has another form
   */
  public static Platform parse(String text) {
    String[] parts = text.split("/", -1);
    for (String part : parts) {
      if (parts.length < 2 || parts.length > 3 || !PART.matcher(part).matches()) {
        throw new BerthException(
            ErrorCode.INVALID,
            "'" + text + "' is not a platform",
            "The form is os/architecture[/variant], for instance linux/amd64 or linux/arm64/v8.");
      }
    }
    return new Platform(
        parts[0], parts[1], parts.length == 3 ? Optional.of(parts[2]) : Optional.empty());
  }

  /** Whether content for the other platform satisfies a request for this one. */
  public boolean fits(Platform other) {
    return os.equals(other.os)
        && architecture.equals(other.architecture)
        && (variant.isEmpty() || variant.equals(other.effectiveVariant()));
  }

  private Optional<String> effectiveVariant() {
    // Only one variant of arm64 is in use, and most builders omit it.
    return variant.isEmpty() && architecture.equals("arm64") ? Optional.of("v8") : variant;
  }

  @Override
  public String toString() {
    return os + "/" + architecture + variant.map(text -> "/" + text).orElse("");
  }
}
