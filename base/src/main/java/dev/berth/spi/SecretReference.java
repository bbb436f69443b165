package dev.berth.spi;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names one value of a secret, {@code {{secret.key}}}: the type of a configuration's field that
 * must not hold the value itself.
 *
 * @param secret the secret's name
 * @param key which of its values
 */
public record SecretReference(String secret, String key) {
  private static final Pattern TEXT =
      Pattern.compile(
          "\\{\\{\\s*([a-z0-9][a-z0-9._-]{0,62})\\.([A-Za-z0-9][A-Za-z0-9_-]{0,62})\\s*}}");

  /**
   * Parses {@code {{secret.key}}}.
   *
   * @throws IllegalArgumentException when it is something else; the message does not repeat it, for
   *     it may be the secret itself
   */
  public static SecretReference parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("must name a secret's value, {{secret.key}}");
    }
    return new SecretReference(matcher.group(1), matcher.group(2));
  }

  /** The text that parses to this. */
  @Override
  public String toString() {
    return "{{" + secret + "." + key + "}}";
  }
}
