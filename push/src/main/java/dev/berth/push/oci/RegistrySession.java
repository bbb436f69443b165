package dev.berth.push.oci;

import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Requests to one registry: logs in when asked to, follows redirects, guards the credentials. */
final class RegistrySession implements AutoCloseable {
  private static final int MAX_REDIRECTS = 5;
  // What Go's servers, nginx and Apache say to plain HTTP on a TLS port.
  private static final Pattern WANTS_TLS =
      Pattern.compile("HTTPS server|HTTPS port|SSL-enabled server");

  private final Transport transport = new Transport();
  private final RegistryLogin login;
  private volatile Origin registry;

  RegistrySession(String host, Credentials credentials) {
    this.registry = Origin.ofRegistry(host);
    this.login = new RegistryLogin(credentials, transport);
  }

  /**
   * Gets what is at the path.
   *
   * @param accept the media types to ask for
   * @param scope what is to be done, for a token
   * @param limit how many bytes a success may have
   */
  Answer get(String path, String accept, String scope, int limit, String step) {
    Map<String, String> headers = Map.of("Accept", accept);
    Answer answer = follow(path, headers, login.known(scope), limit, step);
    if (wantsTls(answer)) {
      registry = registry.secured();
      answer = follow(path, headers, login.known(scope), limit, step);
    }
    if (answer.status() == 401 && Origin.of(answer.uri()).equals(registry)) {
      var challenges = answer.headers("WWW-Authenticate");
      String authorization = login.authorize(registry, challenges, scope, step);
      answer = follow(path, headers, Optional.of(authorization), limit, step);
    }
    return answer;
  }

  private boolean wantsTls(Answer answer) {
    return answer.status() == 400
        && !registry.isSecure()
        && WANTS_TLS.matcher(new String(answer.body(), StandardCharsets.UTF_8)).find();
  }

  private Answer follow(
      String path,
      Map<String, String> headers,
      Optional<String> authorization,
      int limit,
      String step) {
    URI uri = registry.resolve(path);
    for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      Map<String, String> all = new HashMap<>(headers);
      if (Origin.of(uri).equals(registry)) {
        authorization.ifPresent(value -> all.put("Authorization", value));
      }
      Answer answer = transport.send("GET", uri, all, limit, step);
      if (!answer.isRedirect()) {
        return answer;
      }
      uri = redirect(answer, step);
    }
    throw new BerthException(
        ErrorCode.REFUSED,
        "%s: %s redirects more than %d times".formatted(step, registry, MAX_REDIRECTS));
  }

  private static URI redirect(Answer answer, String step) {
    Origin from = Origin.of(answer.uri());
    try {
      URI target = answer.uri().resolve(location(answer));
      Origin to = Origin.of(target);
      if (from.mayLeadTo(to)) {
        return target;
      }
      throw new IllegalArgumentException(to + " is plain HTTP");
    } catch (IllegalArgumentException e) {
      throw new BerthException(
          ErrorCode.REFUSED,
          "%s: %s redirects to no usable place: %s".formatted(step, from, e.getMessage()),
          e);
    }
  }

  private static String location(Answer answer) {
    return answer
        .header("Location")
        .filter(location -> !location.isBlank())
        .orElseThrow(() -> new IllegalArgumentException("it names none"));
  }

  @Override
  public void close() {
    transport.close();
  }
}
