package dev.berth.spi;

import dev.berth.reference.KnownSecrets;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * One prerequisite of a push, and how it is checked.
 *
 * <p>The shipped flavors use these names, and scripts read them: {@code registry}, {@code
 * identity}, {@code login}, {@code repository}, {@code permission}, {@code tag}, {@code
 * layer-size}. Use them for the same questions. The names in a list are unique. The host adds
 * {@code registry} (the registry answers) and {@code login} (it accepts the credentials) unless the
 * flavor has a check of that name.
 *
 * @param name the check's name in results: {@code [a-z0-9][a-z0-9-]*}
 * @param run runs the check and changes nothing. It runs on its own thread, in parallel with the
 *     other checks, with the flavor's class loader as the thread's context class loader. A check
 *     that has no result after 15 seconds is {@link Status#UNKNOWN}. A {@link BerthException} with
 *     {@link ErrorCode#PREREQUISITE} or {@link ErrorCode#CREDENTIALS} is {@link Status#FAIL} with
 *     the exception's hints as the remedy; with {@link ErrorCode#TRANSIENT} it is {@link
 *     Result#unreachable}, and with another code {@link Status#UNKNOWN}. Any other exception is a
 *     fault of the flavor: {@link Status#FAIL}, and a push stops with {@link ErrorCode#FLAVOR}
 * @param needsLogin whether the check is {@link Status#UNKNOWN} when there are no credentials; the
 *     check {@code login} then reports why
 * @param isOnDemand whether only {@code berth container-registry check} runs the check, and a push
 *     does not
 * @since 0.1
 */
public record Check(String name, Supplier<Result> run, boolean needsLogin, boolean isOnDemand) {
  /**
   * Creates a check that every push runs and that needs no login.
   *
   * @param name the check's name in results: {@code [a-z0-9][a-z0-9-]*}
   * @param run runs the check and changes nothing
   */
  public Check(String name, Supplier<Result> run) {
    this(name, run, false, false);
  }

  /** {@return the same check with {@link #needsLogin}} */
  public Check afterLogin() {
    return new Check(name, run, true, isOnDemand);
  }

  /** {@return the same check with {@link #isOnDemand}} */
  public Check onDemand() {
    return new Check(name, run, needsLogin, true);
  }

  /** The outcome of a check, in ascending order of attention that it needs. */
  public enum Status {
    /** The prerequisite is met. */
    PASS,
    /** It could not be checked: access denied, or no response. A push may well succeed. */
    UNKNOWN,
    /** A push will succeed, but perhaps not as the user expects. */
    WARN,
    /** A push cannot succeed. */
    FAIL;

    /** {@return the name in results, for instance {@code pass}} */
    public String value() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The result of a check.
   *
   * @param status the outcome
   * @param message one line that says what was found, without a secret; control characters are
   *     replaced
   * @param remedy what fixes the problem: as a rule one command to paste into a terminal
   * @param preparation what a push does after all checks, when none has failed
   * @param isUnreachable whether the registry, or a service that it belongs to, gave no answer
   */
  public record Result(
      Status status,
      String message,
      Optional<String> remedy,
      Optional<Preparation> preparation,
      boolean isUnreachable) {
    /**
     * Removes control characters, which text from a registry may hold, and masks secrets.
     *
     * @param status the outcome
     * @param message one line
     * @param remedy what fixes the problem
     * @param preparation what a push does after all checks
     * @param isUnreachable whether there was no answer
     */
    public Result {
      message = KnownSecrets.line(message);
      remedy = remedy.map(KnownSecrets::line);
    }

    private Result(Status status, String message) {
      this(status, message, Optional.empty(), Optional.empty(), false);
    }

    /**
     * The prerequisite is met.
     *
     * @param message what was found
     * @return the result
     */
    public static Result pass(String message) {
      return new Result(Status.PASS, message);
    }

    /**
     * The prerequisite could not be checked.
     *
     * @param message why not
     * @return the result
     */
    public static Result unknown(String message) {
      return new Result(Status.UNKNOWN, message);
    }

    /**
     * The registry, or a service that it belongs to, gave no answer. {@code berth
     * container-registry check} then ends with exit status 8.
     *
     * @param message what was asked, and what happened
     * @return the result, with {@link Status#UNKNOWN}
     */
    public static Result unreachable(String message) {
      return new Result(Status.UNKNOWN, message, Optional.empty(), Optional.empty(), true);
    }

    /**
     * A push will succeed, but the user should know something before it.
     *
     * @param message what was found
     * @return the result
     */
    public static Result warn(String message) {
      return new Result(Status.WARN, message);
    }

    /**
     * A push cannot succeed.
     *
     * @param message what is missing or wrong
     * @return the result
     */
    public static Result fail(String message) {
      return new Result(Status.FAIL, message);
    }

    /**
     * Adds what fixes the problem.
     *
     * @param command as a rule one command to paste into a terminal; blank for none
     * @return the same result with this remedy
     */
    public Result withRemedy(String command) {
      return new Result(
          status,
          message,
          Optional.of(command).filter(it -> !it.isBlank()),
          preparation,
          isUnreachable);
    }

    /**
     * Adds what a push does about it, for instance the creation of a repository. The host runs it
     * after all checks, when none has failed or the user skips the checks. In a dry run it reports
     * "would have" and {@code done} instead. When the action of an {@link Status#UNKNOWN} result
     * throws a {@link BerthException}, the push goes on with a warning, since the user may be
     * allowed to push but not to look; otherwise the push fails, with {@link
     * ErrorCode#PREREQUISITE} or {@link ErrorCode#TRANSIENT}.
     *
     * @param done what is then done, as a past participle: {@code "created the repository app"}
     * @param action does it, and returns whether anything changed; called at most once, on the
     *     thread that pushes
     * @return the same result with this preparation
     */
    public Result then(String done, BooleanSupplier action) {
      return new Result(
          status, message, remedy, Optional.of(new Preparation(done, action)), isUnreachable);
    }

    /** {@return whether the status is {@link Status#FAIL}} */
    public boolean isFailure() {
      return status == Status.FAIL;
    }
  }

  /**
   * What a push does before it moves bytes.
   *
   * @param done what is then done, as a past participle: {@code "created the repository app"}
   * @param action does it, and returns whether anything changed
   */
  public record Preparation(String done, BooleanSupplier action) {}
}
