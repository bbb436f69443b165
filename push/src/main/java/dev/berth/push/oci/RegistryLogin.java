package dev.berth.push.oci;

import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Meets a registry's challenges, and remembers for each scope what was accepted. */
final class RegistryLogin {
  private final Credentials credentials;
  private final TokenService tokens;
  private final Map<String, String> authorizations = new ConcurrentHashMap<>();

  RegistryLogin(Credentials credentials, Transport transport) {
    this.credentials = credentials;
    this.tokens = new TokenService(credentials, transport);
  }

  /** What the last challenge for the scope was met with. */
  Optional<String> known(String scope) {
    return Optional.ofNullable(authorizations.get(scope));
  }

  /**
   * The {@code Authorization} that meets the challenges.
   *
   * @param scope what is to be done, in the words of the token specification: {@code
   *     repository:NAME:pull}
   * @throws BerthException when there is none
   */
  String authorize(Origin registry, List<String> challenges, String scope, String step) {
    Challenge challenge =
        Challenge.choose(challenges)
            .orElseThrow(
                () ->
                    new BerthException(
                        ErrorCode.CREDENTIALS,
                        "%s: %s wants a login, but neither a bearer token nor Basic"
                            .formatted(step, registry)));
    String authorization =
        challenge.isBearer()
            ? "Bearer " + tokens.get(registry, challenge, scope, step)
            : basic(credentials)
                .orElseThrow(
                    () ->
                        new BerthException(
                            ErrorCode.CREDENTIALS,
                            "%s: %s wants a login".formatted(step, registry),
                            "there are no credentials for this registry"));
    authorizations.put(scope, authorization);
    return authorization;
  }

  /** The credentials as RFC 7617 sends them; empty when anonymous. */
  static Optional<String> basic(Credentials credentials) {
    return credentials
        .password()
        .map(password -> credentials.username().orElse("") + ":" + password)
        .map(pair -> pair.getBytes(StandardCharsets.UTF_8))
        .map(bytes -> "Basic " + Base64.getEncoder().encodeToString(bytes));
  }
}
