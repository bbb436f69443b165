package dev.berth.reference;

import java.util.Objects;

/**
 * A text that is not a valid name: the text, the position of the error, and the reason.
 *
 * @since 0.1
 */
public final class InvalidReferenceException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String text;
  private final int position;

  InvalidReferenceException(String what, String text, int position, String reason) {
    super("invalid " + what + " '" + text + "': " + reason);
    this.text = text;
    this.position = position;
  }

  /** {@return the position of the error: an index into the text, at most its length} */
  public int position() {
    return position;
  }

  /** {@return two lines for a terminal: the text, and a caret below the error} */
  public String pointer() {
    return text + System.lineSeparator() + " ".repeat(position) + "^";
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
