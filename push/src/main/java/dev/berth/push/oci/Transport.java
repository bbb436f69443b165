package dev.berth.push.oci;

import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
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
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/** One HTTP exchange at a time: no redirects, cookies, retries or logins of its own. */
final class Transport implements AutoCloseable {
  private static final Timeout CONNECT_LIMIT = Timeout.ofSeconds(5);
  private static final Timeout ANSWER_LIMIT = Timeout.ofSeconds(30);
  private static final int ERROR_BODY_LIMIT = 64 * 1024;

  private final CloseableHttpClient http;

  Transport() {
    var connection =
        ConnectionConfig.custom()
            .setConnectTimeout(CONNECT_LIMIT)
            .setSocketTimeout(ANSWER_LIMIT)
            .build();
    this.http =
        HttpClients.custom()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setDefaultConnectionConfig(connection)
                    .build())
            .setDefaultRequestConfig(
                RequestConfig.custom().setResponseTimeout(ANSWER_LIMIT).build())
            .setUserAgent("berth")
            .disableRedirectHandling()
            .disableAuthCaching()
            .disableCookieManagement()
            .disableAutomaticRetries()
            .build();
  }

  /**
   * Sends a request without a body.
   *
   * @param limit how many bytes the body of a success may have, once decoded
   * @param step what it is for, to begin a failure's message with
   * @throws BerthException when no whole answer comes back, or too large a one
   */
  Answer send(String method, URI uri, Map<String, String> headers, int limit, String step) {
    var request = new HttpUriRequestBase(method, uri);
    headers.forEach(request::setHeader);
    // What is decoded nevertheless is counted decoded.
    request.setHeader(HttpHeaders.ACCEPT_ENCODING, "identity");
    try (ClassicHttpResponse response = http.executeOpen(null, request, null)) {
      int status = response.getCode();
      boolean success = status >= 200 && status < 300;
      byte[] body = body(request, response, success ? limit : ERROR_BODY_LIMIT);
      if (success && body.length > limit) {
        throw new BerthException(
            ErrorCode.REFUSED,
            "%s: %s answers with more than %d bytes".formatted(step, Origin.of(uri), limit));
      }
      return new Answer(uri, status, List.of(response.getHeaders()), body);
    } catch (IOException e) {
      throw failure(e, Origin.of(uri), step);
    }
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

  private static BerthException failure(IOException e, Origin origin, String step) {
    if (e instanceof SSLException && !(e.getCause() instanceof IOException)) {
      return new BerthException(
          ErrorCode.REFUSED,
          "%s: no trusted TLS connection to %s: %s".formatted(step, origin, e.getMessage()),
          e,
          "the certificate must be valid for the host and its issuer be trusted by Java; "
              + "a registry that speaks plain HTTP is asked only on this machine");
    }
    boolean protocol = e instanceof ClientProtocolException;
    String reason =
        e instanceof UnknownHostException ? "unknown host " + origin.host() : e.getMessage();
    return new BerthException(
        protocol ? ErrorCode.REFUSED : ErrorCode.TRANSIENT,
        "%s: no answer from %s: %s".formatted(step, origin, reason),
        e);
  }

  @Override
  public void close() {
    http.close(CloseMode.IMMEDIATE);
  }
}
