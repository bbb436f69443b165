package dev.berth.spi.support;

import dev.berth.reference.Origin;
import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.ProxyServer;
import java.io.IOException;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Hands the proxy of a registry to an SDK that connects with an HTTP client of its own. A proxy
 * that the SDK cannot use is refused, since an ignored one would let requests go directly.
 *
 * @since 0.1
 */
public final class SdkProxy {
  // https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/net/doc-files/net-properties.html
  private static final String TUNNEL_LOGINS = "jdk.http.auth.tunneling.disabledSchemes";

  // The words of HttpURLConnection, java.net.http and Netty, which have no types for it.
  private static final Pattern REFUSAL =
      Pattern.compile(
          "Unable to tunnel through proxy\\. Proxy returns \"HTTP/\\d\\.\\d (\\d{3})"
              + "|Tunnel failed, got: (\\d{3})"
              + "|too many authentication attempts"
              + "|^https?, \\w+, \\S+ => \\S+, status: (\\d{3})");

  private static final Pattern METADATA =
      Pattern.compile("169\\.254\\.\\d+\\.\\d+|\\[fd00:ec2::254]|metadata\\.google\\.internal\\.?");

  private static final int LOGIN_REQUIRED = 407;

  private final String sdk;
  private final Function<Origin, Optional<ProxyServer>> proxies;
  private volatile boolean refused;

  /**
   * The proxies for an SDK.
   *
   * @param sdk the SDK, for messages: {@code Amazon's SDK}
   * @param proxies {@link dev.berth.spi.RegistryContext#proxy}
   */
  public SdkProxy(String sdk, Function<Origin, Optional<ProxyServer>> proxies) {
    this.sdk = sdk;
    this.proxies = proxies;
  }

  /**
   * The proxy for a server, for a client that sends the proxy's login itself.
   *
   * @param server the server that the SDK calls
   * @return empty when the server is reached directly, as are the metadata services of machines
   * @throws BerthException with {@link ErrorCode#INVALID} when the proxy speaks TLS itself
   */
  public Optional<ProxyServer> find(Origin server) {
    if (METADATA.matcher(server.host().toLowerCase(Locale.ROOT)).matches()) {
      return Optional.empty();
    }
    Optional<ProxyServer> proxy = proxies.apply(server);
    if (proxy.filter(it -> it.origin().isSecure()).isPresent()) {
      throw new BerthException(
          ErrorCode.INVALID,
          "%s cannot speak TLS with the proxy %s".formatted(sdk, proxy.get()),
          "set an http:// proxy for this registry: berth container-registry update NAME --proxy URL");
    }
    return proxy;
  }

  /**
   * The proxy for a server, for {@link HttpURLConnection} and {@code java.net.http}, which send a
   * login for HTTPS only if a system property of Java allows it.
   *
   * @param server the server that the SDK calls
   * @return empty when the server is reached directly
   * @throws BerthException with {@link ErrorCode#INVALID} when the proxy cannot be used
   */
  public Optional<ProxyServer> findForJava(Origin server) {
    Optional<ProxyServer> proxy = find(server);
    boolean login = proxy.filter(it -> !it.login().isAnonymous()).isPresent();
    if (login && server.isSecure() && !allowsTunnelLogins()) {
      throw new BerthException(
          ErrorCode.INVALID,
          "%s cannot log in to the proxy %s: Java's property %s forbids it"
              .formatted(sdk, proxy.get(), TUNNEL_LOGINS),
          "start Java with -D%s=".formatted(TUNNEL_LOGINS));
    }
    return proxy;
  }

  /** Java's own default, of its file {@code net.properties}, is {@code Basic}. */
  private static boolean allowsTunnelLogins() {
    return !System.getProperty(TUNNEL_LOGINS, "Basic").toLowerCase(Locale.ROOT).contains("basic");
  }

  /**
   * Opens a connection through the proxy. Nothing is sent yet.
   *
   * @param server an HTTP or HTTPS URL
   * @return the connection, which nothing was sent in
   * @throws BerthException with {@link ErrorCode#INVALID} when the proxy cannot be used, {@link
   *     ErrorCode#CREDENTIALS} when it refused its login before
   * @throws IOException when the URL is no HTTP or HTTPS URL
   */
  public HttpURLConnection open(URI server) throws IOException {
    Optional<ProxyServer> proxy = findForJava(Origin.of(server));
    if (proxy.isPresent() && refused) {
      throw refusal("calling " + server.getAuthority(), LOGIN_REQUIRED);
    }
    Proxy route = proxy.map(it -> new Proxy(Proxy.Type.HTTP, address(it))).orElse(Proxy.NO_PROXY);
    var connection = (HttpURLConnection) server.toURL().openConnection(route);
    proxy.map(ProxyServer::login).ifPresent(login -> logIn(connection, login));
    return connection;
  }

  /**
   * {@return the proxy's address, not resolved yet}
   *
   * @param proxy the proxy
   */
  public static InetSocketAddress address(ProxyServer proxy) {
    return InetSocketAddress.createUnresolved(proxy.origin().host(), proxy.origin().port());
  }

  private void logIn(HttpURLConnection connection, Credentials login) {
    boolean tunnel = connection.getURL().getProtocol().equals("https");
    if (tunnel) {
      // A header would be sent to the server too.
      connection.setAuthenticator(new ProxyLogin(login));
    } else {
      login
          .basicAuthorization()
          .ifPresent(value -> connection.setRequestProperty("Proxy-Authorization", value));
    }
  }

  /** Gives the login once, since Java and the SDK would send a refused one again and again. */
  private final class ProxyLogin extends Authenticator {
    private final Credentials login;
    private final AtomicBoolean given = new AtomicBoolean();

    ProxyLogin(Credentials login) {
      this.login = login;
    }

    @Override
    protected @Nullable PasswordAuthentication getPasswordAuthentication() {
      if (getRequestorType() != RequestorType.PROXY) {
        return null;
      }
      refused |= given.getAndSet(true);
      return !refused
          ? new PasswordAuthentication(
              login.username().orElse(""), login.password().orElse("").toCharArray())
          : null;
    }
  }

  /**
   * The failure of a request that the proxy refused, or that had a proxy that cannot be used.
   *
   * @param action the request, for messages
   * @param failure what the SDK threw
   * @return empty when the failure is another one; otherwise with {@link ErrorCode#CREDENTIALS} for
   *     a missing or refused login to the proxy, else {@link ErrorCode#TRANSIENT} for statuses of
   *     500 and above, else {@link ErrorCode#REFUSED}
   */
  public static Optional<BerthException> refusal(String action, Throwable failure) {
    List<Throwable> causes = NetworkFailure.causes(failure);
    return causes.stream()
        .filter(BerthException.class::isInstance)
        .map(BerthException.class::cast)
        .findFirst()
        .or(() -> refusal(action, causes));
  }

  private static Optional<BerthException> refusal(String action, List<Throwable> causes) {
    return causes.stream()
        .map(it -> REFUSAL.matcher(String.valueOf(it.getMessage())))
        .filter(Matcher::find)
        .findFirst()
        .map(found -> refusal(action, status(found)));
  }

  private static int status(Matcher found) {
    return Stream.of(1, 2, 3)
        .map(found::group)
        .filter(it -> it != null)
        .mapToInt(Integer::parseInt)
        .findFirst()
        .orElse(LOGIN_REQUIRED);
  }

  /**
   * The failure that a proxy's own response stands for.
   *
   * @param action the request, for messages
   * @param status the HTTP status
   * @return see {@link #refusal(String, Throwable)}
   */
  public static BerthException refusal(String action, int status) {
    if (status == LOGIN_REQUIRED) {
      return new BerthException(
          ErrorCode.CREDENTIALS,
          "%s: the proxy requires a login, or refuses it: 407".formatted(action),
          "set the proxy as http://USER:PASSWORD@HOST:PORT, with special characters"
              + " percent-encoded; only Basic authentication is supported");
    }
    return new BerthException(
        status >= 500 ? ErrorCode.TRANSIENT : ErrorCode.REFUSED,
        "%s: the proxy does not connect to the server: %d".formatted(action, status),
        "if this proxy is not for this registry, run berth container-registry update NAME --proxy"
            + " URL, or --proxy none");
  }
}
