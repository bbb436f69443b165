package dev.berth.spi;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The one failure type: what kind it is, a sentence that names what was tried, on what, and what
 * came back, and hints at what to do. Neither holds a secret.
 */
public final class BerthException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final transient List<String> hints;

  /** A failure that Berth itself found. */
  public BerthException(ErrorCode code, String message, String... hints) {
    this(code, message, null, hints);
  }

  /** A failure that something else reported. */
  public BerthException(
      ErrorCode code, String message, @Nullable Throwable cause, String... hints) {
    super(message, cause);
    this.code = code;
    this.hints = List.of(hints);
  }

  /** What kind of failure it is. */
  public ErrorCode code() {
    return code;
  }

  /** What the user can do, a sentence each; may be empty. */
  public List<String> hints() {
    return hints;
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
