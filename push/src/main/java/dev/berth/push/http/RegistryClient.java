package dev.berth.push.http;

import dev.berth.push.ConnectionSettings;
import dev.berth.reference.Origin;
import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Requests to one registry: logs in when asked to, follows redirects, guards the credentials,
 * repeats what may be repeated.
 */
public final class RegistryClient implements AutoCloseable {
  private static final int MAX_REDIRECTS = 5;
  // What Go's servers, nginx and Apache say to plain HTTP on a TLS port.
  private static final Pattern WANTS_TLS =
      Pattern.compile("HTTPS server|HTTPS port|SSL-enabled server");

  private final ConnectionSettings connection;
  private final Transport transport;
  private final Authenticator login;
  private final Retrier pace;
  private final UploadStrategy.Choice strategy;
  private volatile Origin registry;

  public RegistryClient(
      String host,
      Supplier<Credentials> login,
      ConnectionSettings connection,
      RetryPolicy retries) {
    this.connection = connection;
    this.registry = connection.originOf(host);
    this.transport = new Transport(registry, connection);
    this.login = new Authenticator(login, transport);
    this.pace = new Retrier(retries);
    this.strategy = new UploadStrategy.Choice(host);
  }

  /**
   * Sends a request to the registry, or to where it said that it is to go.
   *
   * @param scope what is to be done, for a token
   * @param cancellation ends it from outside
   * @throws BerthException when no answer comes of it
   */
  public Response send(Request call, String scope, Cancellation cancellation) {
    return call.repeatable()
        ? pace.repeat(() -> authorized(call, scope, cancellation), cancellation)
        : authorized(call, scope, cancellation);
  }

  /**
   * What the registry says to whoever does not log in ("Determining Support" of the distribution
   * specification).
   */
  public Response ping(String step) {
    Request call = Request.of("GET", "/v2/", step);
    return sent(call, Optional.empty(), new Cancellation());
  }

  /**
   * The bearer token that a push with this scope would use; empty where the registry wants none.
   *
   * @throws BerthException when there is none to be had
   */
  public Optional<String> token(String scope, String step) {
    Response answer = ping(step);
    if (answer.status() != 401) {
      return Optional.empty();
    }
    var challenges = answer.headers("WWW-Authenticate");
    String prefix = "Bearer ";
    return Optional.of(login.authorize(registry, challenges, scope, Optional.empty(), step))
        .filter(authorization -> authorization.startsWith(prefix))
        .map(authorization -> authorization.substring(prefix.length()));
  }

  public Retrier pace() {
    return pace;
  }

  public UploadStrategy.Choice strategy() {
    return strategy;
  }

  private Response authorized(Request call, String scope, Cancellation cancellation) {
    Optional<String> first = login.known(scope, call.step());
    Response answer = sent(call, first, cancellation);
    if (answer.status() == 401 && Origin.of(answer.uri()).equals(registry)) {
      var challenges = answer.headers("WWW-Authenticate");
      String second = login.authorize(registry, challenges, scope, first, call.step());
      answer = follow(call, Optional.of(second), cancellation);
    }
    return answer;
  }

  /** Sends a request, once more over TLS where the registry turns out to want that. */
  private Response sent(Request call, Optional<String> authorization, Cancellation cancellation) {
    Response answer = follow(call, authorization, cancellation);
    if (!wantsTls(call, answer, cancellation)) {
      return answer;
    }
    registry = registry.secured();
    return follow(call, authorization, cancellation);
  }

  private boolean wantsTls(Request call, Response answer, Cancellation cancellation) {
    Origin from = Origin.of(answer.uri());
    // By where it came from: another thread may have found out already.
    boolean maybe =
        answer.status() == 400 && !from.isSecure() && from.secured().equals(registry.secured());
    if (!maybe) {
      return false;
    }
    // Only an answer with a body says why.
    Request ping = Request.of("GET", from.resolve(URI.create("/v2/")), call.step());
    Response reason =
        call.method().equals("HEAD")
            ? transport.send(ping, Optional.empty(), cancellation)
            : answer;
    boolean wantsTls = WANTS_TLS.matcher(reason.text()).find();
    if (wantsTls && connection.insecure()) {
      throw new BerthException(
          ErrorCode.REFUSED,
          "%s: %s speaks HTTPS, and it is registered as insecure".formatted(call.step(), from),
          "berth container-registry remove-attribute NAME insecure");
    }
    return wantsTls;
  }

  private Response follow(Request call, Optional<String> authorization, Cancellation cancellation) {
    URI uri = registry.resolve(call.target());
    for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      boolean own = Origin.of(uri).equals(registry);
      Response answer =
          transport.send(call.at(uri), own ? authorization : Optional.empty(), cancellation);
      if (!mayFollow(call.method(), answer)) {
        return answer;
      }
      uri = location(answer, call.step());
    }
    throw new BerthException(
        ErrorCode.REFUSED,
        "%s: %s redirects more than %d times".formatted(call.step(), registry, MAX_REDIRECTS));
  }

  /** What changes something is sent on only where the server says to send it on as it is. */
  private static boolean mayFollow(String method, Response answer) {
    boolean reads = method.equals("GET") || method.equals("HEAD");
    return reads ? answer.isRedirect() : answer.status() == 307 || answer.status() == 308;
  }

  /**
   * Where an answer says to go on.
   *
   * @throws BerthException when it says nothing, or something that must not be
   */
  public URI location(Response answer, String step) {
    Origin from = Origin.of(answer.uri());
    try {
      URI target = answer.uri().resolve(named(answer));
      Origin to = Origin.of(target);
      if (from.mayLeadTo(to) || to.equals(registry)) {
        return target;
      }
      if (from.equals(registry) && to.host().equals(registry.host())) {
        // Behind a proxy that ends TLS, registries think that they are spoken to without.
        return registry.resolve(URI.create(path(target)));
      }
      throw new IllegalArgumentException(to + " is plain HTTP");
    } catch (IllegalArgumentException e) {
      throw new BerthException(
          ErrorCode.REFUSED,
          "%s: %s names no usable place to go on: %s".formatted(step, from, e.getMessage()),
          e);
    }
  }

  private static String path(URI uri) {
    return uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
  }

  private static String named(Response answer) {
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
