package dev.berth.azure.acr;

import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpPipelineNextSyncPolicy;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import dev.berth.spi.support.SdkProxy;
import java.net.URI;
import reactor.core.publisher.Mono;

/** Throws if the proxy requires a login. Java returns the proxy's 407 like a server's response. */
record ProxyRefusalPolicy(URI server) implements HttpPipelinePolicy {
  private static final int PROXY_LOGIN_REQUIRED = 407;

  @Override
  public Mono<HttpResponse> process(HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
    return next.process().map(this::judged);
  }

  @Override
  public HttpResponse processSync(
      HttpPipelineCallContext context, HttpPipelineNextSyncPolicy next) {
    return judged(next.processSync());
  }

  private HttpResponse judged(HttpResponse response) {
    if (response.getStatusCode() == PROXY_LOGIN_REQUIRED) {
      response.close();
      throw SdkProxy.refusal("calling " + server.getAuthority(), PROXY_LOGIN_REQUIRED);
    }
    return response;
  }
}
