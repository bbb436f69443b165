package dev.berth.gcp.gar;

import com.google.api.client.http.HttpResponseException;
import com.google.auth.oauth2.ComputeEngineCredentials;
import com.google.auth.oauth2.ExternalAccountCredentials;
import com.google.auth.oauth2.ImpersonatedCredentials;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Says why no access token came. The SDK's own failures repeat the whole answer, and an answer may
 * repeat the request, so they are no causes of what is thrown.
 */
final class LoginFailure {
  private static final String LOGIN = "gcloud auth application-default login";

  private LoginFailure() {}

  static BerthException of(IOException failure, LoginSource source) {
    Optional<HttpResponseException> answer = find(failure, HttpResponseException.class);
    if (answer.isPresent()) {
      return answered(answer.get(), source);
    }
    boolean none =
        find(failure, TimeLimit.TimedOut.class).isPresent()
            || find(failure, SocketTimeoutException.class).isPresent();
    if (none) {
      return transientOne(source, "no answer came in time");
    }
    Optional<IOException> network =
        find(failure, UnknownHostException.class)
            .map(IOException.class::cast)
            .or(() -> find(failure, SocketException.class))
            .or(() -> find(failure, SSLException.class));
    if (network.isPresent()) {
      return transientOne(
          source,
          ForeignText.clean(
              network.get().getClass().getSimpleName() + ": " + network.get().getMessage()));
    }
    return unusable(failure, source);
  }

  private static BerthException unusable(IOException failure, LoginSource source) {
    if (source.credentials() instanceof ComputeEngineCredentials) {
      return new BerthException(
          ErrorCode.CREDENTIALS,
          source.story() + " gives no token: the machine may have no service account",
          "gcloud compute instances set-service-account INSTANCE --service-account=ACCOUNT");
    }
    // Of all kinds this one has parts on the machine, which its failures name.
    return source.credentials() instanceof ExternalAccountCredentials
        ? new BerthException(
            ErrorCode.CREDENTIALS,
            "%s gives no token: %s"
                .formatted(source.story(), ForeignText.clean(String.valueOf(failure.getMessage()))))
        : new BerthException(
            ErrorCode.REFUSED,
            "no access token came for %s: what came is no answer of Google's"
                .formatted(source.story()));
  }

  private static BerthException answered(HttpResponseException answer, LoginSource source) {
    int status = answer.getStatusCode();
    String said = said(answer);
    if (status == 429) {
      return transientOne(source, "Google throttles (429)" + said);
    }
    if (status >= 500 || status == 408) {
      return transientOne(source, "Google answered " + status + said);
    }
    return source.credentials() instanceof ImpersonatedCredentials impersonated
            && !said.contains("invalid_grant")
        ? refusedToAct(impersonated, status, said, source)
        : refused(status, said, source);
  }

  private static BerthException refused(int status, String said, LoginSource source) {
    boolean expired = said.matches("(?i).*(expired|revoked|invalid_rapt|reauth|short-lived).*");
    return new BerthException(
        ErrorCode.CREDENTIALS,
        "Google refused %s, which %s (%d)%s"
            .formatted(
                source.story(),
                expired
                    ? "expired or was revoked, unless this machine's clock is wrong"
                    : "is not valid",
                status,
                said),
        expired ? LOGIN : "gcloud iam service-accounts keys list --iam-account=ACCOUNT");
  }

  private static BerthException refusedToAct(
      ImpersonatedCredentials impersonated, int status, String said, LoginSource source) {
    String account = impersonated.getAccount();
    String why =
        switch (status) {
          case 403 -> "is not allowed";
          case 404 -> "is not possible, there is no such account";
          default -> "was refused";
        };
    String member = new LoginSource(impersonated.getSourceCredentials(), "").member();
    return new BerthException(
        ErrorCode.CREDENTIALS,
        "%s: this %s (%d)%s".formatted(source.story(), why, status, said),
        "gcloud iam service-accounts add-iam-policy-binding %s --member=%s"
                .formatted(account, member)
            + " --role=roles/iam.serviceAccountTokenCreator");
  }

  private static BerthException transientOne(LoginSource source, String what) {
    return new BerthException(
        ErrorCode.TRANSIENT, "no access token came for %s: %s".formatted(source.story(), what));
  }

  /** The answer's known fields, and nothing else of it: {@code ": error, description"}. */
  private static String said(HttpResponseException answer) {
    try {
      JsonObject body = JsonParser.parseString(answer.getContent()).getAsJsonObject();
      JsonElement error = body.get("error");
      return error.isJsonObject()
          ? text(error.getAsJsonObject().get("status"))
              + text(error.getAsJsonObject().get("message"))
          : text(error) + text(body.get("error_description"));
    } catch (JsonParseException | IllegalStateException | NullPointerException e) {
      return "";
    }
  }

  private static String text(@Nullable JsonElement element) {
    return element != null && element.isJsonPrimitive()
        ? ": " + ForeignText.clean(element.getAsString())
        : "";
  }

  private static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return Optional.of(type.cast(cause));
      }
    }
    return Optional.empty();
  }
}
