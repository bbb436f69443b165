package dev.berth.aws.ecr;

import dev.berth.spi.BerthException;
import dev.berth.spi.CheckResult;
import dev.berth.spi.ErrorCode;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What kind of failure the SDK reports (Amazon ECR API Reference, "Common Error Types"; Security
 * Token Service API Reference, "Common Errors").
 */
enum AwsFailure {
  NO_CREDENTIALS("there are no AWS credentials", "aws configure, or aws sso login"),
  UNREADABLE("there are no AWS credentials", "mend ~/.aws/credentials or ~/.aws/config"),
  EXPIRED("the AWS credentials have expired", "log in again: aws sso login, or new keys"),
  INVALID("AWS does not know or does not accept the credentials", "aws sts get-caller-identity"),
  DENIED("the AWS credentials do not allow it", "ask for the permission"),
  THROTTLED("AWS throttles the requests", "try again later"),
  UNREACHABLE("AWS does not answer", "check the region and the network"),
  UNKNOWN_HOST("there is no such endpoint", "check the region and the network"),
  OTHER("AWS refuses", "");

  /** How a failure begins that is of AWS's configuration files. */
  static final String UNREADABLE_FILES = "AWS's configuration files cannot be read: ";

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
    if (e instanceof ApiCallTimeoutException
        || e instanceof ApiCallAttemptTimeoutException
        || hasCause(e, SocketTimeoutException.class)) {
      return UNREACHABLE;
    }
    if (hasCause(e, UnknownHostException.class)) {
      return UNKNOWN_HOST;
    }
    // The SDK's own classes for these are in modules that need not be there, or are none.
    String name = e.getClass().getSimpleName();
    String message = String.valueOf(e.getMessage());
    if (message.startsWith(UNREADABLE_FILES)) {
      return UNREADABLE;
    }
    if (name.equals("ExpiredTokenException") || message.contains("Token is expired")) {
      return EXPIRED;
    }
    boolean missing =
        message.contains("Unable to load credentials")
            || message.contains("Profile file contained no credentials")
            || message.contains("Failed to load credentials")
            || message.contains("profile");
    return missing ? NO_CREDENTIALS : UNREACHABLE;
  }

  private static AwsFailure of(AwsServiceException e) {
    String code = e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
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
    return e.statusCode() >= 500 ? UNREACHABLE : OTHER;
  }

  private static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the credentials are no good, whatever is asked for with them. */
  boolean isOfCredentials() {
    return this == NO_CREDENTIALS || this == UNREADABLE || this == EXPIRED || this == INVALID;
  }

  /** A check that could not look; what is wrong with the credentials is told by their own check. */
  static CheckResult unknown(String action, SdkException e) {
    AwsFailure kind = of(e);
    CheckResult result = CheckResult.unknown(message(kind, action, e));
    return kind.remedy.isEmpty() ? result : result.withRemedy(kind.remedy);
  }

  /** A failure that ends what is done. */
  static BerthException exception(String action, SdkException e) {
    AwsFailure kind = of(e);
    ErrorCode code =
        switch (kind) {
          case NO_CREDENTIALS, UNREADABLE, EXPIRED, INVALID, DENIED -> ErrorCode.CREDENTIALS;
          case THROTTLED, UNREACHABLE, UNKNOWN_HOST -> ErrorCode.TRANSIENT;
          case OTHER -> ErrorCode.REFUSED;
        };
    String message = message(kind, action, e);
    return kind.remedy.isEmpty()
        ? new BerthException(code, message, e)
        : new BerthException(code, message, e, kind.remedy);
  }

  private static String message(AwsFailure kind, String action, SdkException e) {
    // Client exceptions can quote files and endpoints at length; services' own words are short.
    String said =
        e instanceof AwsServiceException service && service.awsErrorDetails() != null
            ? ": "
                + service.awsErrorDetails().errorCode()
                + ": "
                + service.awsErrorDetails().errorMessage()
            : "";
    String files = kind == UNREADABLE ? ": " + e.getMessage() : "";
    return action + ": " + kind.words + said + files;
  }
}
