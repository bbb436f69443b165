package dev.berth.push.http;

import dev.berth.push.ProxySettings.Choice;
import dev.berth.reference.Origin;
import dev.berth.spi.Credentials;
import dev.berth.spi.ProxyServer;
import java.io.IOException;
import java.util.Optional;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.impl.auth.BasicScheme;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** The ways to servers, directly or through a proxy. A proxy's login is sent to it unasked. */
final class ProxyRoutes extends DefaultRoutePlanner {
  private static final String REFUSAL = "berth.proxy-refusal";

  private static final String PROXY = "berth.proxy";

  ProxyRoutes() {
    super(null);
  }

  @Override
  protected @Nullable HttpHost determineProxy(HttpHost target, HttpContext context) {
    return (HttpHost) context.getAttribute(PROXY);
  }

  /** The context of one exchange, which is done through this proxy. */
  static HttpClientContext context(Optional<Choice> proxy) {
    HttpClientContext context = HttpClientContext.create();
    if (proxy.isPresent()) {
      ProxyServer server = proxy.get().server();
      context.setAttribute(PROXY, host(server));
      if (!server.login().isAnonymous()) {
        context.resetAuthExchange(host(server), basic(server.login()));
      }
    }
    return context;
  }

  /** Notes a proxy's refusal to connect. Its body is not needed, and may be endless. */
  static HttpRequestExecutor executor() {
    return new HttpRequestExecutor() {
      @Override
      public ClassicHttpResponse execute(
          ClassicHttpRequest request,
          HttpClientConnection connection,
          HttpResponseInformationCallback informational,
          HttpContext context)
          throws IOException, HttpException {
        ClassicHttpResponse response = super.execute(request, connection, informational, context);
        if (request.getMethod().equals("CONNECT") && response.getCode() != 200) {
          context.setAttribute(REFUSAL, response.getCode());
          response.setEntity(null);
        }
        return response;
      }
    };
  }

  /** Whether a response is the proxy's own. */
  static boolean isOfProxy(HttpClientContext context, int status) {
    return context.getAttribute(REFUSAL) != null || status == 407;
  }

  private static HttpHost host(ProxyServer proxy) {
    Origin origin = proxy.origin();
    return new HttpHost(origin.scheme(), SsrfGuard.bare(origin.host()), origin.port());
  }

  private static BasicScheme basic(Credentials login) {
    var scheme = new BasicScheme();
    scheme.initPreemptive(
        new UsernamePasswordCredentials(
            login.username().orElse(""), login.password().orElse("").toCharArray()));
    return scheme;
  }
}
