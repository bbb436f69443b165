package dev.berth.aws.ecr;

import dev.berth.spi.BerthException;
import dev.berth.spi.Check.Result;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.support.FailureWords;
import dev.berth.spi.support.NetworkFailure;
import dev.berth.spi.support.SdkProxy;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The kinds of failures that the SDK reports (Amazon ECR API Reference, "Common Error Types";
 * Security Token Service API Reference, "Common Errors").
 */
enum AwsFailure {
  NO_CREDENTIALS("there are no AWS credentials", "aws configure, or aws sso login"),
  EXPIRED("the AWS credentials have expired", "log in again: aws sso login, or new keys"),
  INVALID("AWS rejects the credentials", "aws sts get-caller-identity"),
  DENIED("the AWS credentials do not allow it", "ask for the permission"),
  THROTTLED("AWS throttles the requests", "try again later"),
  BUSY("AWS is not available now", "try again later"),
  UNREACHABLE("AWS does not respond", "check the region and the network"),
  UNKNOWN_HOST("the endpoint does not exist", "check the region and the network"),
  BROKEN("the answer is not the one that AWS documents", "check the endpoint and the proxy"),
  NO_OPERATION("the service does not have this operation", ""),
  OTHER("AWS refused the request", "");

  private static final Pattern MISSING = Pattern.compile("(Unable|Failed) to load credentials");
  private static final Set<String> EXPIRED_CODES =
      Set.of("ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired");
  private static final Set<String> INVALID_CODES =
      Set.of(
          "InvalidClientTokenId",
          "UnrecognizedClientException",
          "UnrecognizedClient",
          "InvalidSignatureException",
          "SignatureDoesNotMatch",
          "IncompleteSignature",
          "IncompleteSignatureException",
          "MissingAuthenticationToken",
          "MissingAuthenticationTokenException",
          "InvalidAccessKeyId",
          "InvalidToken",
          "AuthFailure");
  // Security Token Service API Reference, "AssumeRoleWithWebIdentity"; "Common Error Types".
  private static final Set<String> BUSY_CODES =
      Set.of(
          "IDPCommunicationError",
          "RequestTimeout",
          "RequestTimeoutException",
          "ServiceUnavailable",
          "InternalFailure");
  private static final Set<String> NO_OPERATION_CODES =
      Set.of(
          "UnknownOperationException",
          "UnknownOperation",
          "InvalidAction",
          "NotImplemented",
          "UnsupportedOperationException",
          "UnsupportedCommandException");
  private static final Set<String> DENIED_CODES =
      Set.of(
          "AccessDenied",
          "AccessDeniedException",
          "UnauthorizedOperation",
          "NotAuthorized",
          "OptInRequired");

  private final String words;
  private final String remedy;

  AwsFailure(String words, String remedy) {
    this.words = words;
    this.remedy = remedy;
  }

  static AwsFailure of(SdkException e) {
    if (e instanceof AwsServiceException service) {
      return of(service);
    }
    if (e instanceof ApiCallTimeoutException || e instanceof ApiCallAttemptTimeoutException) {
      return UNREACHABLE;
    }
    if (FailureWords.isOfAnswer(e) || String.valueOf(e.getMessage()).contains("unmarshall")) {
      return BROKEN;
    }
    Optional<String> network = NetworkFailure.reason(e);
    if (network.isPresent()) {
      return network.get().equals("unknown host") ? UNKNOWN_HOST : UNREACHABLE;
    }
    return MISSING.matcher(String.valueOf(e.getMessage())).find() ? NO_CREDENTIALS : UNREACHABLE;
  }

  private static AwsFailure of(AwsServiceException e) {
    String code = code(e).orElse("");
    if (e.isThrottlingException()) {
      return THROTTLED;
    }
    if (EXPIRED_CODES.contains(code)) {
      return EXPIRED;
    }
    if (INVALID_CODES.contains(code)) {
      return INVALID;
    }
    if (DENIED_CODES.contains(code)) {
      return DENIED;
    }
    if (e.statusCode() == 501 || NO_OPERATION_CODES.contains(code)) {
      return NO_OPERATION;
    }
    return e.statusCode() >= 500 || e.statusCode() == 408 || BUSY_CODES.contains(code)
        ? BUSY
        : OTHER;
  }

  /** A server between here and AWS responds without one. */
  private static Optional<String> code(AwsServiceException e) {
    return Optional.ofNullable(e.awsErrorDetails()).map(AwsErrorDetails::errorCode);
  }

  String words() {
    return words;
  }

  String remedy() {
    return remedy;
  }

  /** Whether the credentials are missing or invalid for any request. */
  boolean isOfCredentials() {
    return this == NO_CREDENTIALS || this == EXPIRED || this == INVALID;
  }

  /** The result of a check that could not run. Bad credentials are reported by their own check. */
  static Result unknown(String action, SdkException e) {
    if (ofCredentials(e).isPresent()) {
      return Result.unknown("not checked: see 'identity'");
    }
    Optional<BerthException> ofProxy = SdkProxy.refusal(action, e);
    if (ofProxy.isPresent()) {
      return Result.unreachable(ofProxy.get().getMessage())
          .withRemedy(String.join("; ", ofProxy.get().hints()));
    }
    AwsFailure kind = of(e);
    String message = message(kind, action, e);
    Result result =
        switch (kind) {
          case THROTTLED, BUSY, UNREACHABLE, UNKNOWN_HOST, BROKEN -> Result.unreachable(message);
          default -> Result.unknown(message);
        };
    return kind.remedy.isEmpty() ? result : result.withRemedy(kind.remedy);
  }

  /** The failure of a request. */
  static BerthException exception(String action, SdkException e) {
    return ofCredentials(e)
        .or(() -> SdkProxy.refusal(action, e))
        .orElseGet(() -> failed(action, e));
  }

  /** An answer that lacks what the API documents, for instance of a proxy. */
  static BerthException unexpected(String action, RuntimeException e) {
    return new BerthException(ErrorCode.TRANSIENT, action + ": " + BROKEN.words, e, BROKEN.remedy);
  }

  /** The failure of a source of credentials, whose message is reported unchanged. */
  static Optional<BerthException> ofCredentials(SdkException e) {
    return e.getCause() instanceof BerthException failure ? Optional.of(failure) : Optional.empty();
  }

  private static BerthException failed(String action, SdkException e) {
    AwsFailure kind = of(e);
    ErrorCode code =
        switch (kind) {
          case NO_CREDENTIALS, EXPIRED, INVALID, DENIED -> ErrorCode.CREDENTIALS;
          case THROTTLED, BUSY, UNREACHABLE, UNKNOWN_HOST, BROKEN -> ErrorCode.TRANSIENT;
          case NO_OPERATION, OTHER -> ErrorCode.REFUSED;
        };
    String[] hints = kind.remedy.isEmpty() ? new String[0] : new String[] {kind.remedy};
    return new BerthException(code, message(kind, action, e), e, hints);
  }

  private static String message(AwsFailure kind, String action, SdkException e) {
    // Client exceptions can quote files and endpoints at length; services' messages are short.
    String said = e instanceof AwsServiceException service ? said(service) : "";
    return action + ": " + kind.words + said;
  }

  /** The service's words, for the end of a sentence. */
  static String said(AwsServiceException e) {
    Optional<String> message =
        Optional.ofNullable(e.awsErrorDetails()).map(AwsErrorDetails::errorMessage);
    return Stream.of(code(e), message)
        .flatMap(Optional::stream)
        .map(text -> ": " + text)
        .collect(Collectors.joining());
  }
}
