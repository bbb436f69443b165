package dev.berth.reference;

import java.util.Objects;

/** A text that is not a name: which text, where it goes wrong, and why. */
public final class InvalidReferenceException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String text;
  private final int position;

  InvalidReferenceException(String what, String text, int position, String reason) {
    super("invalid " + what + " '" + text + "': " + reason);
    this.text = text;
    this.position = position;
  }

  /** Where the text goes wrong: an index into it, at most its length. */
  public int position() {
    return position;
  }

  /** Two lines for a terminal: the text, and a caret below the place where it goes wrong. */
  public String pointer() {
    return text + System.lineSeparator() + " ".repeat(position) + "^";
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
