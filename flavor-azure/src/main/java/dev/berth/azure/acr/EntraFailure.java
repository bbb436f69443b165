package dev.berth.azure.acr;

import dev.berth.reference.PlainText;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.support.FailureWords;
import dev.berth.spi.support.NetworkFailure;
import dev.berth.spi.support.SdkProxy;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Translates failed logins to Microsoft Entra
 * (https://learn.microsoft.com/entra/identity-platform/reference-error-codes).
 */
final class EntraFailure {
  private static final Pattern CODE = Pattern.compile("AADSTS(\\d+)[^\\r\\n]*");

  private EntraFailure() {}

  /** Whether the failure is a response of Microsoft Entra. */
  static boolean isRefusal(Throwable failure) {
    return refusal(failure).isPresent();
  }

  private static Optional<Matcher> refusal(Throwable failure) {
    return causes(failure)
        .map(it -> CODE.matcher(String.valueOf(it.getMessage())))
        .filter(Matcher::find)
        .findFirst();
  }

  static BerthException of(RuntimeException failure, AzureEnvironment environment) {
    String who = "Microsoft Entra (" + environment.authorityName() + ")";
    Optional<BerthException> known = SdkProxy.refusal("calling " + who, failure);
    if (known.isPresent()) {
      return known.get();
    }
    Optional<Matcher> refusal = refusal(failure);
    if (refusal.isPresent()) {
      String words = PlainText.excerpt(environment.masked(refusal.get().group()));
      return refused(who, refusal.get().group(1), words, failure, environment);
    }
    Optional<String> reason = NetworkFailure.reason(failure);
    if (reason.isPresent()) {
      return new BerthException(
          ErrorCode.TRANSIENT, "no response from %s: %s".formatted(who, reason.get()), failure);
    }
    if (FailureWords.isOfAnswer(failure)) {
      return new BerthException(
          ErrorCode.TRANSIENT, who + ": " + FailureWords.of(failure), failure);
    }
    String words = PlainText.excerpt(environment.masked(FailureWords.of(failure)));
    return new BerthException(
        ErrorCode.CREDENTIALS,
        "the login to Azure failed: " + words,
        failure,
        "check what these name: " + environment.names());
  }

  private static BerthException refused(
      String who, String code, String words, Throwable cause, AzureEnvironment environment) {
    String client = environment.variable(AzureEnvironment.CLIENT_ID).orElse("CLIENT-ID");
    String resetSecret = "az ad app credential reset --id " + client;
    return switch (code) {
      case "7000222" -> failure(who + ": the client secret has expired", words, cause, resetSecret);
      case "7000215" -> failure(who + ": the client secret is wrong", words, cause, resetSecret);
      case "70008", "70043", "50173", "700082" ->
          failure(who + ": the login has expired", words, cause, "az login");
      case "50076", "50078", "50079" ->
          failure(who + ": the login requires a second factor", words, cause, "az login");
      case "90002", "900023" ->
          failure(who + ": the tenant does not exist", words, cause, "az account list -o table");
      case "700016" ->
          failure(
              who + ": the application is not in the tenant; is it the wrong tenant?",
              words,
              cause,
              "az ad app show --id " + client);
      default -> failure(who + " rejects the credentials", words, cause, "az login");
    };
  }

  private static BerthException failure(String what, String words, Throwable cause, String hint) {
    return new BerthException(ErrorCode.CREDENTIALS, what + ": " + words, cause, hint);
  }

  /** A service's "try again later". */
  static BerthException busy(String authority, Refusal refusal) {
    return new BerthException(
        ErrorCode.TRANSIENT, "Microsoft Entra (%s) responds %s".formatted(authority, refusal));
  }

  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, it -> it != null, Throwable::getCause);
  }
}
