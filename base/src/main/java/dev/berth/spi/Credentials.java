package dev.berth.spi;

import dev.berth.reference.KnownSecrets;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Credentials for a registry. They print as {@code ***}, so that no message can hold them.
 *
 * @since 0.1
 */
public final class Credentials {
  private enum Kind {
    ANONYMOUS,
    BASIC,
    IDENTITY_TOKEN,
    REGISTRY_TOKEN
  }

  /** The user name by which credential helpers say that the password is an identity token. */
  private static final String IDENTITY_USER = "<token>";

  private static final Credentials ANONYMOUS = new Credentials(Kind.ANONYMOUS, null, null);

  private final Kind kind;
  private final @Nullable String username;
  private final @Nullable String password;

  private Credentials(Kind kind, @Nullable String username, @Nullable String password) {
    this.kind = kind;
    this.username = username;
    this.password = password;
    if (password != null) {
      KnownSecrets.add(password);
    }
    if (kind == Kind.BASIC) {
      // The pair is sent in Base64.
      KnownSecrets.add(username + ":" + password);
    }
  }

  /** {@return credentials that are anonymous} */
  public static Credentials anonymous() {
    return ANONYMOUS;
  }

  /**
   * {@return a user name and a password or token, for HTTP Basic authentication and for a token
   * service} The user name {@code <token>} makes it an {@link #identityToken}.
   *
   * @param username the user name
   * @param password the password or token
   * @throws BerthException with {@link ErrorCode#CREDENTIALS} when the user name has a colon, which
   *     Basic authentication cannot carry (RFC 7617, section 2)
   */
  public static Credentials basic(String username, String password) {
    if (username.equals(IDENTITY_USER)) {
      return identityToken(password);
    }
    if (username.indexOf(':') >= 0) {
      throw new BerthException(ErrorCode.CREDENTIALS, "a user name has no ':'");
    }
    return new Credentials(Kind.BASIC, username, password);
  }

  /**
   * {@return a token that a token service exchanges for an access token (Docker's OAuth 2
   * specification)}
   *
   * @param token the identity token
   */
  public static Credentials identityToken(String token) {
    return new Credentials(Kind.IDENTITY_TOKEN, IDENTITY_USER, token);
  }

  /**
   * {@return a token that the registry itself accepts}
   *
   * @param token the registry token
   */
  public static Credentials registryToken(String token) {
    return new Credentials(Kind.REGISTRY_TOKEN, null, token);
  }

  /** {@return whether there is neither a password nor a token} */
  public boolean isAnonymous() {
    return kind == Kind.ANONYMOUS;
  }

  /** {@return whether this is an {@link #identityToken}} */
  public boolean isIdentityToken() {
    return kind == Kind.IDENTITY_TOKEN;
  }

  /** {@return whether this is a {@link #registryToken}} */
  public boolean isRegistryToken() {
    return kind == Kind.REGISTRY_TOKEN;
  }

  /** {@return the user name; empty when anonymous or a registry token} */
  public Optional<String> username() {
    return Optional.ofNullable(username);
  }

  /** {@return the password or token; empty when anonymous} */
  public Optional<String> password() {
    return Optional.ofNullable(password);
  }

  /**
   * {@return the header {@code Authorization} for HTTP Basic authentication, in UTF-8 (RFC 7617);
   * empty when anonymous}
   */
  public Optional<String> basicAuthorization() {
    if (password == null) {
      return Optional.empty();
    }
    byte[] pair = (username().orElse("") + ":" + password).getBytes(StandardCharsets.UTF_8);
    return Optional.of("Basic " + Base64.getEncoder().encodeToString(pair));
  }

  @Override
  public String toString() {
    return isAnonymous() ? "anonymous" : "***";
  }
}
