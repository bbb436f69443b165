package dev.berth.push.image;

import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The platform of an image (OCI image specification, image-index.md, "platform").
 *
 * @param os the operating system, for instance {@code linux}
 * @param architecture the processor, for instance {@code arm64}
 * @param variant the processor's variant, for instance {@code v8}
 * @param osVersion the version of the operating system, for instance {@code 10.0.17763.1817}
 */
public record Platform(
    String os, String architecture, Optional<String> variant, Optional<String> osVersion) {
  private static final String PART = "([A-Za-z0-9._-]+)";
  private static final Pattern FORM =
      Pattern.compile(
          PART + "(?:\\(" + PART + "\\))?/" + PART + "(?:/" + PART + ")?(?::" + PART + ")?");

  /** A platform of which only the usual two parts are known. */
  public Platform(String os, String architecture) {
    this(os, architecture, Optional.empty(), Optional.empty());
  }

  /**
   * Parses {@code os/architecture[/variant][:os.version]}, or containerd's {@code
   * os(os.version)/architecture[/variant]}. Other usual names of a processor become Go's.
   *
   * @throws BerthException with the code {@code INVALID} when the text has another form
   */
  public static Platform parse(String text) {
    Matcher parts = FORM.matcher(text.toLowerCase(Locale.ROOT));
    if (!parts.matches() || (parts.group(2) != null && parts.group(5) != null)) {
      throw new BerthException(
          ErrorCode.INVALID,
          "'" + text + "' is not a platform",
          "The form is os/architecture[/variant][:os.version], for instance linux/amd64,"
              + " linux/arm64/v8 or windows/amd64:10.0.17763.");
    }
    Optional<String> variant = Optional.ofNullable(parts.group(4));
    Optional<String> version =
        Optional.ofNullable(parts.group(2)).or(() -> Optional.ofNullable(parts.group(5)));
    return of(parts.group(1), parts.group(3), variant, version);
  }

  private static Platform of(
      String os, String architecture, Optional<String> variant, Optional<String> version) {
    return switch (architecture) {
      case "x86_64", "x86-64" -> new Platform(os, "amd64", variant, version);
      case "i386", "i686" -> new Platform(os, "386", variant, version);
      case "aarch64" -> new Platform(os, "arm64", variant, version);
      case "armhf" -> new Platform(os, "arm", variant.or(() -> Optional.of("v7")), version);
      case "armel" -> new Platform(os, "arm", variant.or(() -> Optional.of("v6")), version);
      default -> new Platform(os, architecture, variant, version);
    };
  }

  /**
   * Whether content for the other platform satisfies a request for this one. A version of an
   * operating system that is asked for may leave out its last parts.
   */
  public boolean fits(Platform other) {
    return os.equals(other.os)
        && architecture.equals(other.architecture)
        && (variant.isEmpty() || variant.equals(other.effectiveVariant()))
        && (osVersion.isEmpty() || other.osVersion.filter(this::isOfVersion).isPresent());
  }

  private boolean isOfVersion(String version) {
    String wanted = osVersion.orElse("");
    return version.equals(wanted) || version.startsWith(wanted + ".");
  }

  /** Whether it is the platform of an attestation, which BuildKit adds to an index. */
  public boolean isUnknown() {
    return os.equals("unknown");
  }

  /** Whether the other platform is this one in all of its parts. */
  public boolean isExactly(Platform other) {
    return variant.equals(other.variant) && osVersion.equals(other.osVersion);
  }

  /** Whether the other platform has the variant that this one, without a variant, usually means. */
  public boolean isUsually(Platform other) {
    return variant.isEmpty() && other.effectiveVariant().equals(effectiveVariant());
  }

  private Optional<String> effectiveVariant() {
    // Builders may omit these, as containerd does.
    return variant.or(
        () ->
            switch (architecture) {
              case "arm" -> Optional.of("v7");
              case "arm64" -> Optional.of("v8");
              case "amd64" -> Optional.of("v1");
              default -> Optional.empty();
            });
  }

  @Override
  public String toString() {
    return os
        + "/"
        + architecture
        + variant.map(text -> "/" + text).orElse("")
        + osVersion.map(text -> ":" + text).orElse("");
  }
}
