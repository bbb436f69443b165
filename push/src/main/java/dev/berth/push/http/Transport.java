package dev.berth.push.http;

import dev.berth.push.ConnectionSettings;
import dev.berth.push.ProxySettings;
import dev.berth.push.ProxySettings.Choice;
import dev.berth.push.RateLimit;
import dev.berth.push.http.WatchedEntity.Pace;
import dev.berth.reference.Origin;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.io.Closer;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * HTTP exchanges, one at a time for each thread, without redirects, cookies, retries or logins.
 *
 * @see "docs/decisions/0007-error-response-ends-connection.md"
 */
public final class Transport implements AutoCloseable {
  private static final Timeout CONNECT_TIMEOUT = Timeout.ofSeconds(5);
  private static final Timeout RESPONSE_TIMEOUT = Timeout.ofSeconds(30);
  private static final Duration STALL_TIMEOUT = Duration.ofMinutes(1);
  private static final int MAX_CONNECTIONS = 256;

  private final CloseableHttpClient http;
  private final StallDetector stalls;
  private final RateLimit rate;
  private final ProxySettings proxies;
  private final SsrfGuard guard;
  private final PortProbe probe;
  // Whether any server ever answered in HTTP.
  private volatile boolean answered;

  Transport(Origin registry, ConnectionSettings connection, DnsResolver resolver) {
    this(registry, connection, resolver, RateLimit.NONE);
  }

  /** A transport whose bodies are sent at a limited rate. */
  Transport(Origin registry, ConnectionSettings connection, DnsResolver resolver, RateLimit rate) {
    this.rate = rate;
    this.stalls = new StallDetector(STALL_TIMEOUT);
    this.proxies = connection.proxies();
    this.guard = new SsrfGuard(registry.host(), resolver, proxies);
    this.probe = new PortProbe(guard);
    var limits =
        ConnectionConfig.custom()
            .setConnectTimeout(CONNECT_TIMEOUT)
            .setSocketTimeout(RESPONSE_TIMEOUT)
            .setValidateAfterInactivity(TimeValue.ofSeconds(1))
            .build();
    this.http =
        HttpClients.custom()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setDefaultConnectionConfig(limits)
                    .setMaxConnPerRoute(MAX_CONNECTIONS)
                    .setMaxConnTotal(MAX_CONNECTIONS)
                    .setTlsSocketStrategy(new RegistryTls(registry.host(), connection))
                    .setDnsResolver(guard)
                    .build())
            .setConnectionReuseStrategy(Transport::mayReuse)
            .setRoutePlanner(new ProxyRoutes())
            .setRequestExecutor(ProxyRoutes.executor())
            .setUserAgent("berth")
            .disableRedirectHandling()
            .disableAuthCaching()
            .disableCookieManagement()
            .disableAutomaticRetries()
            .disableContentCompression()
            .build();
  }

  /** Loads the classes that the first request of a process needs. Sends nothing. */
  public static void warmUp() {
    // Nothing can listen on port 0, so nothing leaves this process.
    var nowhere = new Origin("http", "127.0.0.1", 0);
    Request request = Request.of("GET", nowhere.resolve(URI.create("/")), "warming up");
    try (var transport =
        new Transport(nowhere, ConnectionSettings.DEFAULTS, SystemDefaultDnsResolver.INSTANCE)) {
      transport.send(request, Optional.empty(), Cancellation.NONE);
    } catch (BerthException e) {
      return;
    }
  }

  /** After a refusal, the server would read the unread rest of a body as the next request. */
  private static boolean mayReuse(HttpRequest request, HttpResponse response, HttpContext context) {
    boolean refused = response.getCode() >= 400;
    boolean sends = request.getMethod().equals("PUT") || request.getMethod().equals("PATCH");
    return !(refused && sends)
        && DefaultConnectionReuseStrategy.INSTANCE.keepAlive(request, response, context);
  }

  /**
   * Sends a request.
   *
   * @param request the request, with its whole URI
   * @param authorization the value of the header
   * @param cancellation cancels it
   * @throws BerthException when there is no whole response, or when it is too large
   */
  Response send(Request request, Optional<String> authorization, Cancellation cancellation) {
    var message = new HttpUriRequestBase(request.method(), request.target());
    request.headers().forEach(message::setHeader);
    authorization.ifPresent(value -> message.setHeader(HttpHeaders.AUTHORIZATION, value));
    message.setHeader(HttpHeaders.ACCEPT_ENCODING, "identity");
    message.setConfig(
        RequestConfig.custom()
            .setResponseTimeout(Timeout.of(request.timeout()))
            .setExpectContinueEnabled(false)
            .setAuthenticationEnabled(false)
            .build());
    // A server that sends a byte now and then never lets a socket time out.
    StallDetector.Limit limit = stalls.limit(message, request.timeout().multipliedBy(2));
    Optional<WatchedEntity> sent =
        request
            .body()
            .map(
                body ->
                    new WatchedEntity(body, stalls, message, new Pace(rate, cancellation), limit));
    sent.ifPresent(message::setEntity);
    Optional<Choice> proxy = proxies.proxyFor(Origin.of(request.target()));
    begin(message, request.step(), cancellation);
    boolean open = false;
    try (limit) {
      limit.start();
      Response response = exchange(request, message, sent, new Way(proxy, cancellation));
      open = response.stream().isPresent();
      return response;
    } catch (IOException e) {
      if (cancellation.isCancelled()) {
        throw Cancellation.failure();
      }
      if (!answered && proxy.isEmpty() && !ConnectionFailure.isUnreachable(e)) {
        probe.requireExpectedProtocol(request, e);
      }
      throw ConnectionFailure.of(
          request, proxy, sent.map(WatchedEntity::broken).orElse(limit.failure(e)));
    } finally {
      if (!open) {
        cancellation.end(message);
      }
    }
  }

  /** The proxy of an exchange, and what cancels it. */
  private record Way(Optional<Choice> proxy, Cancellation cancellation) {}

  private Response exchange(
      Request request, HttpUriRequestBase message, Optional<WatchedEntity> sent, Way way)
      throws IOException {
    Optional<Choice> proxy = way.proxy();
    if (proxy.isPresent()) {
      guard.requireReachableByProxy(Origin.of(request.target()).host());
    }
    HttpClientContext context = ProxyRoutes.context(proxy);
    ClassicHttpResponse received = open(message, context);
    answered = true;
    boolean open = false;
    try {
      if (proxy.isPresent() && ProxyRoutes.isOfProxy(context, received.getCode())) {
        message.cancel();
        throw ProxyFailure.of(request, proxy.get(), received.getCode());
      }
      Response response = response(request, message, received, way.cancellation());
      open = response.stream().isPresent();
      requireWhole(sent, response, message);
      return response;
    } finally {
      if (!open) {
        // Not an error of the exchange: everything that is needed has been read.
        Closer.closeQuietly(received);
      }
    }
  }

  private ClassicHttpResponse open(HttpUriRequestBase message, HttpClientContext context)
      throws IOException {
    try {
      return http.executeOpen(null, message, context);
    } catch (IllegalStateException e) {
      // How the client reports a connection that another thread closes, to cancel the request.
      throw new IOException("the connection was closed", e);
    }
  }

  private static void begin(HttpUriRequestBase message, String step, Cancellation cancellation) {
    if (message.getMethod().equals("POST")) {
      // Cannot be cancelled: it is short, and its response names the upload that must be cancelled.
      cancellation.requireActive();
    } else {
      cancellation.begin(message, step);
    }
  }

  private static void requireWhole(
      Optional<WatchedEntity> sent, Response response, HttpUriRequestBase message)
      throws IOException {
    IOException broken = sent.map(WatchedEntity::broken).orElse(null);
    if (broken != null) {
      message.cancel();
      if (response.status() < 400) {
        throw broken;
      }
    }
  }

  private Response response(
      Request request,
      HttpUriRequestBase message,
      ClassicHttpResponse received,
      Cancellation cancellation)
      throws IOException {
    int status = received.getCode();
    List<Header> headers = List.of(received.getHeaders());
    var content = new ResponseBody(message, received);
    if (status < 200 || status >= 300 || request.maxBody() == 0) {
      return new Response(request.target(), status, headers, content.beginning(stalls));
    }
    requireNotEncoded(request, message, content);
    return request.maxBody() == Request.STREAM
        ? new Response(
            request.target(),
            status,
            headers,
            new byte[0],
            Optional.of(new ResponseStream(message, received, stalls, cancellation)))
        : new Response(request.target(), status, headers, needed(request, content));
  }

  private static void requireNotEncoded(
      Request request, HttpUriRequestBase message, ResponseBody content) {
    if (content.isEncoded() && !request.method().equals("HEAD")) {
      message.cancel();
      throw new BerthException(
          ErrorCode.REFUSED,
          "%s: %s answers with an encoding that was not asked for"
              .formatted(request.step(), Origin.of(request.target())));
    }
  }

  private static byte[] needed(Request request, ResponseBody content) throws IOException {
    byte[] body = content.whole(request.maxBody());
    if (body.length > request.maxBody()) {
      throw new BerthException(
          ErrorCode.REFUSED,
          "%s: %s answers with more than %d bytes"
              .formatted(request.step(), Origin.of(request.target()), request.maxBody()));
    }
    return body;
  }

  @Override
  public void close() {
    stalls.close();
    http.close(CloseMode.IMMEDIATE);
  }
}
