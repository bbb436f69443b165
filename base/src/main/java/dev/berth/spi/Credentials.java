package dev.berth.spi;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a registry is logged in with. Prints as {@code ***}, so that it can stand in no message. */
public final class Credentials {
  private static final Credentials ANONYMOUS = new Credentials(null, null);

  private final @Nullable String username;
  private final @Nullable String password;

  private Credentials(@Nullable String username, @Nullable String password) {
    this.username = username;
    this.password = password;
  }

  /** No login. */
  public static Credentials anonymous() {
    return ANONYMOUS;
  }

  /**
   * A user name and a password or token, for HTTP Basic authentication and for a token service.
   *
   * @throws BerthException with {@link ErrorCode#CREDENTIALS} when the user name has a colon, which
   *     Basic authentication cannot carry (RFC 7617, section 2)
   */
  public static Credentials basic(String username, String password) {
    if (username.indexOf(':') >= 0) {
      throw new BerthException(ErrorCode.CREDENTIALS, "a user name has no ':'");
    }
    return new Credentials(username, password);
  }

  /** Whether there is nothing to log in with. */
  public boolean isAnonymous() {
    return password == null;
  }

  /** The user name; empty when anonymous. */
  public Optional<String> username() {
    return Optional.ofNullable(username);
  }

  /** The password or token; empty when anonymous. */
  public Optional<String> password() {
    return Optional.ofNullable(password);
  }

  @Override
  public String toString() {
    return isAnonymous() ? "anonymous" : "***";
  }
}
