package dev.berth.reference;

import java.util.regex.Pattern;

/**
 * The digest of some content, {@code algorithm:hex}.
 *
 * <p>Only the two algorithms that the OCI image specification registers (descriptor.md, section
 * "Registered Algorithms") are accepted. Hexadecimal digits are lower case, so that content has one
 * digest text.
 *
 * @param algorithm {@code sha256} or {@code sha512}
 * @param hex 64 or 128 lower-case hexadecimal digits
 * @since 0.1
 */
public record Digest(String algorithm, String hex) {
  private static final Pattern LOWER_HEX = Pattern.compile("[0-9a-f]*");

  /**
   * Checks the parts.
   *
   * @param algorithm {@code sha256} or {@code sha512}
   * @param hex 64 or 128 lower-case hexadecimal digits
   * @throws InvalidReferenceException when the algorithm is another one, or the digits are too few,
   *     too many or not lower-case hexadecimal
   */
  public Digest {
    check(algorithm, hex);
  }

  /**
   * {@return the digest that a text names}
   *
   * @param text {@code algorithm:hex}
   * @throws InvalidReferenceException when the text is not a digest
   */
  public static Digest parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new InvalidReferenceException(
          "digest", text, text.length(), "it has the form sha256:<64 hexadecimal digits>");
    }
    return new Digest(text.substring(0, colon), text.substring(colon + 1));
  }

  private static void check(String algorithm, String hex) {
    String text = algorithm + ":" + hex;
    int length =
        switch (algorithm) {
          case "sha256" -> 64;
          case "sha512" -> 128;
          default ->
              throw new InvalidReferenceException(
                  "digest", text, 0, "the algorithm is neither sha256 nor sha512");
        };
    int digits = algorithm.length() + 1;
    var matcher = LOWER_HEX.matcher(hex);
    if (!matcher.lookingAt() || matcher.end() < hex.length()) {
      throw new InvalidReferenceException(
          "digest", text, digits + matcher.end(), "lower-case hexadecimal digits only");
    }
    if (hex.length() != length) {
      throw new InvalidReferenceException(
          "digest",
          text,
          digits + Math.min(hex.length(), length),
          algorithm + " has " + length + " hexadecimal digits, this has " + hex.length());
    }
  }

  @Override
  public String toString() {
    return algorithm + ":" + hex;
  }
}
