package dev.berth.text;

import java.util.regex.Pattern;

/** A word of a POSIX shell, for commands that a user copies from a message. */
public final class ShellWord {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/._:@%+,-]+");

  private ShellWord() {}

  /** The text as one word, in quotes if it needs them. */
  public static String of(String text) {
    return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
