package dev.berth.push.http;

import dev.berth.push.ConnectionSettings;
import dev.berth.push.RateLimit;
import dev.berth.reference.Origin;
import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/**
 * Sends requests to one registry: logs in on demand, follows redirects, sends credentials to no
 * other host, and repeats requests that may succeed later. Safe for use by several threads.
 */
public final class RegistryClient implements AutoCloseable {
  private static final int MAX_REDIRECTS = 5;
  // How Go's servers, nginx and Apache answer plain HTTP on a TLS port.
  private static final Pattern REQUIRES_TLS =
      Pattern.compile("HTTPS server|HTTPS port|SSL-enabled server");

  private final String host;
  private final Supplier<Credentials> login;
  private final boolean insecure;
  private final Transport transport;
  private final Authenticator authenticator;
  private final Retrier retrier;
  private final AtomicReference<Origin> registry;
  private final Cancellation cancellation;

  /**
   * A client that has sent nothing yet.
   *
   * @param host the registry as image references call it, for instance {@code docker.io} or {@code
   *     localhost:5000}
   */
  public RegistryClient(
      String host,
      Supplier<Credentials> login,
      ConnectionSettings connection,
      RetryPolicy retries) {
    this(host, login, connection, retries, RateLimit.NONE);
  }

  /** The same, which uploads at a limited rate. */
  public RegistryClient(
      String host,
      Supplier<Credentials> login,
      ConnectionSettings connection,
      RetryPolicy retries,
      RateLimit rate) {
    this(
        host,
        login,
        connection,
        retries,
        origin -> new Transport(origin, connection, SystemDefaultDnsResolver.INSTANCE, rate));
  }

  RegistryClient(
      String host,
      Supplier<Credentials> login,
      ConnectionSettings connection,
      RetryPolicy retries,
      DnsResolver resolver) {
    this(host, login, connection, retries, origin -> new Transport(origin, connection, resolver));
  }

  private RegistryClient(
      String host,
      Supplier<Credentials> login,
      ConnectionSettings connection,
      RetryPolicy retries,
      Function<Origin, Transport> transports) {
    this.host = host;
    this.login = login;
    this.insecure = connection.insecure();
    this.registry = new AtomicReference<>(connection.originOf(host));
    this.transport = transports.apply(registry.get());
    this.authenticator = new Authenticator(login, transport, connection.tokenService());
    this.retrier = new Retrier(retries);
    this.cancellation = Cancellation.NONE;
  }

  private RegistryClient(RegistryClient shared, Cancellation cancellation) {
    this.host = shared.host;
    this.login = shared.login;
    this.insecure = shared.insecure;
    this.registry = shared.registry;
    this.transport = shared.transport;
    this.authenticator = shared.authenticator;
    this.retrier = shared.retrier;
    this.cancellation = cancellation;
  }

  /** The same client, with its connections and logins, for requests that can be cancelled. */
  public RegistryClient with(Cancellation newCancellation) {
    return new RegistryClient(this, newCancellation);
  }

  /** The registry as image references call it. */
  public String host() {
    return host;
  }

  public boolean isCancelled() {
    return cancellation.isCancelled();
  }

  /**
   * Sends a request to the registry, or to a location that the registry named.
   *
   * @param scope the access that the request needs, for a token
   * @throws BerthException when there is no response
   */
  public Response send(Request request, String scope) {
    return request.repeatable()
        ? retrier.repeat(() -> authorized(request, scope), cancellation)
        : authorized(request, scope);
  }

  /** Asks for {@code /v2/} without a login (distribution specification, "Determining Support"). */
  public Response ping(String step) {
    return sent(Request.of("GET", "/v2/", step), Optional.empty());
  }

  /**
   * The bearer token that a push with this scope would use; empty if the registry requires none.
   *
   * @throws BerthException when the login fails
   */
  public Optional<String> token(String scope, String step) {
    Response response = ping(step);
    if (response.status() != 401 || !Origin.of(response.uri()).equals(registry.get())) {
      return Optional.empty();
    }
    return Optional.of(authenticator.authorize(response, scope, Optional.empty(), step))
        .filter(authorization -> authorization.startsWith("Bearer "))
        .map(authorization -> authorization.substring("Bearer ".length()));
  }

  /** The token service that the login was sent to last. */
  public Optional<Origin> tokenService() {
    return authenticator.tokenService();
  }

  /** How many times a step is tried. */
  public int attempts() {
    return retrier.attempts();
  }

  /** Waits before a step is tried again; false when too long ago it began, by the nano time. */
  public boolean waitAfter(int attempt, long start) {
    return retrier.waitAfter(attempt, start, cancellation);
  }

  /** Delays all requests to the registry as long as the response asks for. */
  public void backOff(Response response) {
    retrier.backOff(response);
  }

  /**
   * Whether a response means that the login itself was refused, and not only one permission. A
   * token that the token service gave out is a good login, which may lack the permission.
   */
  public boolean isLoginRefused(Response response) {
    boolean bearer =
        Challenge.choose(response.headers("WWW-Authenticate"))
            .map(Challenge::isBearer)
            .orElse(false);
    return response.status() == 401 && (!bearer || isAnonymous());
  }

  /** Whether there are no credentials for the registry. */
  public boolean isAnonymous() {
    return login.get().isAnonymous();
  }

  /** The failure that an error response stands for. */
  public BerthException failure(Response response, String step) {
    return RegistryFailure.of(response, step, login.get());
  }

  private Response authorized(Request request, String scope) {
    Optional<String> first = authenticator.known(scope, request.step());
    Response response = sent(request, first);
    if (response.status() == 401 && Origin.of(response.uri()).equals(registry.get())) {
      String second = authenticator.authorize(response, scope, first, request.step());
      response = follow(request, Optional.of(second));
    }
    return response;
  }

  /** Sends a request, and again over TLS if the registry requires TLS. */
  private Response sent(Request request, Optional<String> authorization) {
    try {
      Response response = follow(request, authorization);
      if (!requiresTls(request, response)) {
        return response;
      }
    } catch (BerthException e) {
      if (insecure || !PortProbe.requiresTls(e)) {
        throw e;
      }
    }
    registry.updateAndGet(Origin::secured);
    return follow(request, authorization);
  }

  private boolean requiresTls(Request request, Response response) {
    Origin from = Origin.of(response.uri());
    // Compares the response's origin, since another thread may have switched to TLS already.
    boolean maybe =
        response.status() == 400
            && !from.isSecure()
            && from.secured().equals(registry.get().secured());
    if (!maybe) {
      return false;
    }
    // A response to HEAD has no body that gives the reason.
    Request ping = Request.of("GET", from.resolve(URI.create("/v2/")), request.step());
    Response reason =
        request.method().equals("HEAD")
            ? transport.send(ping, Optional.empty(), cancellation)
            : response;
    boolean requiresTls = REQUIRES_TLS.matcher(reason.text()).find();
    if (requiresTls && insecure) {
      throw PortProbe.requiresTls(request, from);
    }
    return requiresTls;
  }

  private Response follow(Request request, Optional<String> authorization) {
    URI uri = registry.get().resolve(request.target());
    for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      boolean own = Origin.of(uri).equals(registry.get());
      Response response =
          transport.send(request.at(uri), own ? authorization : Optional.empty(), cancellation);
      if (!mayFollow(request.method(), response)) {
        return response;
      }
      uri = location(response, request.step());
    }
    throw new BerthException(
        ErrorCode.REFUSED,
        "%s: %s redirects more than %d times"
            .formatted(request.step(), registry.get(), MAX_REDIRECTS));
  }

  /** A request that writes is redirected only by 307 and 308, which keep its method and body. */
  private static boolean mayFollow(String method, Response response) {
    boolean reads = method.equals("GET") || method.equals("HEAD");
    return reads ? response.isRedirect() : response.status() == 307 || response.status() == 308;
  }

  /**
   * The location that a response names.
   *
   * @throws BerthException when it names none, or one that is not safe
   */
  public URI location(Response response, String step) {
    Origin from = Origin.of(response.uri());
    Origin own = registry.get();
    try {
      URI target = response.uri().resolve(named(response));
      Origin to = Origin.of(target);
      if (from.mayLeadTo(to) || to.equals(own)) {
        return target;
      }
      if (from.equals(own) && to.host().equals(own.host())) {
        // A registry behind a proxy that terminates TLS names its locations with plain HTTP.
        return own.resolve(URI.create(target.toString().replaceFirst("^[^/]*//[^/?#]*", "")));
      }
      throw new IllegalArgumentException(to + " is plain HTTP");
    } catch (IllegalArgumentException e) {
      throw new BerthException(
          ErrorCode.REFUSED,
          "%s: %s names no usable location: %s".formatted(step, from, e.getMessage()),
          e);
    }
  }

  private static String named(Response response) {
    return response
        .header("Location")
        .filter(location -> !location.isBlank())
        .orElseThrow(() -> new IllegalArgumentException("the header Location is missing"));
  }

  @Override
  public void close() {
    transport.close();
  }
}
