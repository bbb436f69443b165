package dev.berth.push.http;

import dev.berth.push.ConnectionSettings;
import dev.berth.reference.Origin;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * HTTP exchanges, one at a time for each thread: no redirects, cookies, retries or logins of its
 * own.
 */
public final class Transport implements AutoCloseable {
  private static final Timeout CONNECT_LIMIT = Timeout.ofSeconds(5);
  private static final Timeout ANSWER_LIMIT = Timeout.ofSeconds(30);
  private static final Duration IDLE_LIMIT = Duration.ofMinutes(1);
  private static final int ERROR_BODY_LIMIT = 64 * 1024;
  private static final int MAX_CONNECTIONS = 256;

  private final CloseableHttpClient http;
  private final StallDetector idle;

  Transport(Origin registry, ConnectionSettings connection) {
    this.idle = new StallDetector(IDLE_LIMIT);
    var limits =
        ConnectionConfig.custom()
            .setConnectTimeout(CONNECT_LIMIT)
            .setSocketTimeout(ANSWER_LIMIT)
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
                    .setDnsResolver(new SsrfGuard(registry.host()))
                    .build())
            .setConnectionReuseStrategy(Transport::mayReuse)
            .setUserAgent("berth")
            .disableRedirectHandling()
            .disableAuthCaching()
            .disableCookieManagement()
            .disableAutomaticRetries()
            .disableContentCompression()
            .build();
  }

  /** Loads what the first request of a process would load while it waits. */
  public static void prepare() {
    // There is no port 0, so nothing leaves this process.
    var nowhere = new Origin("http", "127.0.0.1", 0);
    Request call = Request.of("GET", nowhere.resolve(URI.create("/")), "preparing");
    try (var transport = new Transport(nowhere, ConnectionSettings.STANDARD)) {
      transport.send(call, Optional.empty(), new Cancellation());
    } catch (BerthException e) {
      return;
    }
  }

  /** After a refusal, what the server left unread of a body would be its next request. */
  private static boolean mayReuse(HttpRequest request, HttpResponse response, HttpContext context) {
    boolean refused = response.getCode() >= 400;
    boolean sends = request.getMethod().equals("PUT") || request.getMethod().equals("PATCH");
    return !(refused && sends)
        && DefaultConnectionReuseStrategy.INSTANCE.keepAlive(request, response, context);
  }

  /**
   * Sends a request.
   *
   * @param call the request, with its whole URI
   * @param authorization the value of the header
   * @param cancellation ends it from outside
   * @throws BerthException when no whole answer comes back, or too large a one
   */
  Response send(Request call, Optional<String> authorization, Cancellation cancellation) {
    var request = new HttpUriRequestBase(call.method(), call.target());
    call.headers().forEach(request::setHeader);
    authorization.ifPresent(value -> request.setHeader(HttpHeaders.AUTHORIZATION, value));
    request.setHeader(HttpHeaders.ACCEPT_ENCODING, "identity");
    request.setConfig(
        RequestConfig.custom()
            .setResponseTimeout(Timeout.of(call.patience()))
            .setExpectContinueEnabled(false)
            .build());
    Optional<WatchedEntity> sent = call.body().map(body -> new WatchedEntity(body, idle, request));
    sent.ifPresent(request::setEntity);
    begin(request, cancellation);
    try (ClassicHttpResponse response = http.executeOpen(null, request, null)) {
      Response answer = answer(call, request, response);
      requireWhole(sent, answer, request);
      return answer;
    } catch (IOException e) {
      if (cancellation.isCancelled()) {
        throw Cancellation.failure();
      }
      throw failure(call, sent.map(WatchedEntity::broken).orElse(e));
    } finally {
      cancellation.end(request);
    }
  }

  private static void begin(HttpUriRequestBase request, Cancellation cancellation) {
    if (request.getMethod().equals("POST")) {
      // Not to be ended: it is short, and its answer names what will have to be cancelled.
      cancellation.requireNone();
    } else {
      cancellation.begin(request);
    }
  }

  private static void requireWhole(
      Optional<WatchedEntity> sent, Response answer, HttpUriRequestBase request)
      throws IOException {
    IOException broken = sent.map(WatchedEntity::broken).orElse(null);
    if (broken != null) {
      request.cancel();
      if (answer.status() < 400) {
        throw broken;
      }
    }
  }

  private static Response answer(
      Request call, HttpUriRequestBase request, ClassicHttpResponse response) throws IOException {
    int status = response.getCode();
    boolean success = status >= 200 && status < 300;
    if (response.containsHeader(HttpHeaders.CONTENT_ENCODING)
        && !"identity".equals(response.getFirstHeader(HttpHeaders.CONTENT_ENCODING).getValue())
        && success
        && !call.method().equals("HEAD")) {
      request.cancel();
      throw new BerthException(
          ErrorCode.REFUSED,
          "%s: %s answers with an encoding that was not asked for"
              .formatted(call.step(), Origin.of(call.target())));
    }
    byte[] body = body(request, response, success ? call.limit() : ERROR_BODY_LIMIT);
    if (success && body.length > call.limit()) {
      throw new BerthException(
          ErrorCode.REFUSED,
          "%s: %s answers with more than %d bytes"
              .formatted(call.step(), Origin.of(call.target()), call.limit()));
    }
    return new Response(call.target(), status, List.of(response.getHeaders()), body);
  }

  /** The body; if it is longer than the limit, one byte more than that. */
  private static byte[] body(HttpUriRequestBase request, ClassicHttpResponse response, int limit)
      throws IOException {
    if (response.getEntity() == null) {
      return new byte[0];
    }
    boolean whole = false;
    // Not closed by itself: closing reads the rest, which may have no end.
    InputStream content = response.getEntity().getContent();
    try {
      byte[] body = content.readNBytes(limit + 1);
      whole = body.length <= limit;
      return body;
    } finally {
      if (!whole) {
        request.cancel();
      }
    }
  }

  private static BerthException failure(Request call, IOException e) {
    Origin origin = Origin.of(call.target());
    if (e instanceof SSLException && !(e.getCause() instanceof IOException)) {
      return new BerthException(
          ErrorCode.REFUSED,
          "%s: no trusted TLS connection to %s: %s".formatted(call.step(), origin, e.getMessage()),
          e,
          "the certificate must be valid for the host, and its issuer be trusted by Java or be in the "
              + "registry's caCertificate; plain HTTP is spoken only on this machine and to a "
              + "registry registered with insecure");
    }
    boolean refused = e instanceof ClientProtocolException || e instanceof SsrfGuard.Refused;
    String reason =
        e instanceof UnknownHostException && !refused
            ? "unknown host " + origin.host()
            : e.getMessage();
    return new BerthException(
        refused ? ErrorCode.REFUSED : ErrorCode.TRANSIENT,
        "%s: no answer from %s: %s".formatted(call.step(), origin, reason),
        e);
  }

  @Override
  public void close() {
    idle.close();
    http.close(CloseMode.IMMEDIATE);
  }
}
