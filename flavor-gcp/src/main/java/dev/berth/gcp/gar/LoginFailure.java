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
import dev.berth.spi.support.FailureWords;
import dev.berth.spi.support.NetworkFailure;
import dev.berth.spi.support.SdkProxy;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Explains why there is no access token. The SDK's exceptions are not used as causes, since they
 * repeat the response and thereby possibly the request.
 */
final class LoginFailure {
  private static final String LOGIN = "gcloud auth application-default login";

  private static final String NOT_GOOGLES = "the response is not Google's";
  private static final Pattern STATUS = Pattern.compile("(?i)error code (\\d{3})\\b");

  private LoginFailure() {}

  static BerthException of(IOException failure, LoginSource source) {
    Optional<HttpResponseException> answer = find(failure, HttpResponseException.class);
    if (answer.isPresent()) {
      return answered(answer.get(), source);
    }
    return SdkProxy.refusal("no access token for " + source.description(), failure)
        .or(
            () ->
                NetworkFailure.reason(failure)
                    .map(reason -> transientOne(source, TokenText.masked(reason))))
        .orElseGet(() -> unusable(failure, source));
  }

  /** No token came within the time limit. */
  static BerthException timedOut(LoginSource source) {
    return transientOne(source, "timed out");
  }

  private static BerthException unusable(IOException failure, LoginSource source) {
    if (source.credentials() instanceof ComputeEngineCredentials) {
      return ofMetadata(failure, source);
    }
    // Only this kind reads files of this machine, which its exceptions name.
    if (source.credentials() instanceof ExternalAccountCredentials) {
      return new BerthException(
          ErrorCode.CREDENTIALS,
          "%s: no access token: %s"
              .formatted(
                  source.description(), TokenText.masked(String.valueOf(failure.getMessage()))));
    }
    return FailureWords.isOfAnswer(failure)
            || String.valueOf(failure.getMessage()).contains("pars")
            || failure.getCause() instanceof RuntimeException
        ? transientOne(source, NOT_GOOGLES)
        : new BerthException(
            ErrorCode.CREDENTIALS,
            "%s: no access token: %s"
                .formatted(source.description(), TokenText.masked(FailureWords.of(failure))));
  }

  private static BerthException ofMetadata(IOException failure, LoginSource source) {
    // The SDK tells the status in its message only.
    Matcher status = STATUS.matcher(String.valueOf(failure.getMessage()));
    int code = status.find() ? Integer.parseInt(status.group(1)) : 0;
    if (isTransient(code)) {
      return transientOne(source, "it responded " + code);
    }
    return FailureWords.isOfAnswer(failure) || failure.getCause() instanceof RuntimeException
        ? transientOne(source, NOT_GOOGLES)
        : new BerthException(
            ErrorCode.CREDENTIALS,
            source.description() + ": no access token; the machine may have no service account",
            "gcloud compute instances set-service-account INSTANCE --service-account=ACCOUNT");
  }

  private static boolean isTransient(int status) {
    return status >= 500 || status == 408 || status == 429;
  }

  private static BerthException answered(HttpResponseException answer, LoginSource source) {
    int status = answer.getStatusCode();
    String said = said(answer);
    if (status == 429) {
      return transientOne(source, "Google throttles requests (429)" + said);
    }
    if (isTransient(status)) {
      return transientOne(source, "Google responded " + status + said);
    }
    if (String.valueOf(answer.getContent()).stripLeading().startsWith("<")) {
      // A page of a proxy, or for maintenance.
      return transientOne(source, NOT_GOOGLES);
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
                source.description(),
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
          case 404 -> "is not possible: the account does not exist";
          default -> "was refused";
        };
    String member = new LoginSource(impersonated.getSourceCredentials(), "").member();
    return new BerthException(
        ErrorCode.CREDENTIALS,
        "%s: this %s (%d)%s".formatted(source.description(), why, status, said),
        "gcloud iam service-accounts add-iam-policy-binding %s --member=%s"
                .formatted(account, member)
            + " --role=roles/iam.serviceAccountTokenCreator");
  }

  private static BerthException transientOne(LoginSource source, String what) {
    return new BerthException(
        ErrorCode.TRANSIENT, "no access token for %s: %s".formatted(source.description(), what));
  }

  /** The response's known fields only: {@code ": error, description"}. */
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
        ? ": " + TokenText.masked(element.getAsString())
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
