package dev.berth.reference;

import java.util.regex.Pattern;

/**
 * The names of registries, flavors and secrets.
 *
 * @since 0.1
 */
public final class Name {
  /** The regular expression that names match. */
  public static final String PATTERN = "[a-z0-9][a-z0-9._-]{0,62}";

  /** What names look like, to follow "names" in a message. */
  public static final String FORM =
      "are a-z, 0-9, '.', '_' and '-', begin with a letter or a digit, and have at most 63"
          + " characters";

  private static final Pattern NAME = Pattern.compile(PATTERN);

  private Name() {}

  /**
   * {@return whether a text is a name: whether it matches {@link #PATTERN}}
   *
   * @param text any text
   */
  public static boolean isValid(String text) {
    return NAME.matcher(text).matches();
  }
}
