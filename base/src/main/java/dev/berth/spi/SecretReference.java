package dev.berth.spi;

import dev.berth.reference.Name;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A reference to one value of a secret, {@code {{secret.key}}}: the type of a configuration's field
 * that must not hold the value itself.
 *
 * @param secret the secret's name
 * @param key the key of the value
 * @since 0.1
 */
public record SecretReference(String secret, String key) {
  private static final Pattern TEXT =
      Pattern.compile("\\{\\{\\s*(" + Name.PATTERN + ")\\.([A-Za-z0-9][A-Za-z0-9_-]{0,62})\\s*}}");

  /**
   * Parses {@code {{secret.key}}}.
   *
   * @param text the text, with or without white space around it
   * @return the reference
   * @throws IllegalArgumentException when it is something else; the message does not repeat the
   *     text, which may be the secret itself
   */
  public static SecretReference parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("must be a reference to a secret's value, {{secret.key}}");
    }
    return new SecretReference(matcher.group(1), matcher.group(2));
  }

  /** The text that parses to this. */
  @Override
  public String toString() {
    return "{{" + secret + "." + key + "}}";
  }
}
