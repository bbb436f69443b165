package dev.berth.spi;

import dev.berth.reference.KnownSecrets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The one failure type: a code, a sentence that says what was tried, on what, and what came back,
 * and hints at what to do. Control characters in them are removed, and {@link KnownSecrets} masked.
 *
 * @since 0.1
 */
public final class BerthException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The kind of failure. */
  private final ErrorCode code;

  private final transient List<String> hints;

  /**
   * Creates a failure that Berth itself detected.
   *
   * @param code the kind of failure
   * @param message one sentence
   * @param hints what the user can do, a sentence each
   */
  public BerthException(ErrorCode code, String message, String... hints) {
    this(code, message, null, hints);
  }

  /**
   * Creates a failure that something else reported.
   *
   * @param code the kind of failure
   * @param message one sentence
   * @param cause what was reported; it must not hold a secret either
   * @param hints what the user can do, a sentence each
   */
  public BerthException(
      ErrorCode code, String message, @Nullable Throwable cause, String... hints) {
    super(KnownSecrets.line(message), cause);
    this.code = code;
    this.hints = Stream.of(hints).map(KnownSecrets::line).toList();
  }

  /** {@return the kind of failure} */
  public ErrorCode code() {
    return code;
  }

  /** {@return what the user can do, a sentence each; may be empty} */
  public List<String> hints() {
    return hints;
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
