package dev.berth.azure.acr;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpPipelineNextSyncPolicy;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import dev.berth.reference.PlainText;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import reactor.core.publisher.Mono;

/**
 * Looks at the answers to a login, since the SDK's messages do not have their statuses. Microsoft
 * Entra's "try again later" ends the login. What a metadata service says is kept: the SDK takes it
 * for a machine that has none.
 */
final class LoginAnswers implements HttpPipelinePolicy {
  private static final int MAX_BODY = 64 * 1024;

  // https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token
  private static final Pattern NO_IDENTITY =
      Pattern.compile("(?i)identity not found|no [a-z ]*managed identity found");

  private final String authority;
  private final Set<String> metadata;
  private final AtomicReference<Optional<BerthException>> ofMetadata =
      new AtomicReference<>(Optional.empty());

  /**
   * @param authority the host of Microsoft Entra, with its port if it has one
   * @param metadata the hosts of metadata services, with their ports
   */
  LoginAnswers(String authority, Set<String> metadata) {
    this.authority = authority;
    this.metadata = metadata;
  }

  /** What the metadata service of this machine refused, or could not do now. */
  Optional<BerthException> ofMetadata() {
    return ofMetadata.get();
  }

  @Override
  public Mono<HttpResponse> process(HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
    return next.process().map(HttpResponse::buffer).map(this::judged);
  }

  @Override
  public HttpResponse processSync(
      HttpPipelineCallContext context, HttpPipelineNextSyncPolicy next) {
    return judged(next.processSync());
  }

  private HttpResponse judged(HttpResponse response) {
    String host = response.getRequest().getUrl().getAuthority();
    var refusal = new Refusal(response.getStatusCode(), "");
    if (host.equals(authority)) {
      if (refusal.isTransient()) {
        response.close();
        throw EntraFailure.busy(response.getRequest().getUrl().getHost(), refusal);
      }
      return response;
    }
    if (!metadata.contains(host)) {
      return response;
    }
    if (refusal.isTransient()) {
      ofMetadata.set(
          Optional.of(
              new BerthException(
                  ErrorCode.TRANSIENT,
                  "the metadata service %s responds %s".formatted(host, refusal))));
      return response;
    }
    return refusal.status() == 400 || refusal.status() == 404
        ? withoutIdentity(response, host)
        : response;
  }

  private HttpResponse withoutIdentity(HttpResponse response, String host) {
    String length = response.getHeaderValue(HttpHeaderName.CONTENT_LENGTH);
    if (length == null || !length.matches("\\d{1,9}") || Integer.parseInt(length) > MAX_BODY) {
      return response;
    }
    HttpResponse buffered = response.buffer();
    Matcher words = NO_IDENTITY.matcher(Bodies.text(buffered));
    if (words.find()) {
      ofMetadata.set(
          Optional.of(
              new BerthException(
                  ErrorCode.CREDENTIALS,
                  "the metadata service %s has no such managed identity: %s"
                      .formatted(host, PlainText.excerpt(words.group())),
                  "az vm identity assign, or correct clientId or AZURE_CLIENT_ID")));
    }
    return buffered;
  }
}
