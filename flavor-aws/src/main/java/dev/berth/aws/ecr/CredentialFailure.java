package dev.berth.aws.ecr;

import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.support.FailureWords;
import dev.berth.spi.support.NetworkFailure;
import dev.berth.spi.support.SdkProxy;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/** Explains why a source of credentials that is configured gave none, with its own reason. */
final class CredentialFailure {
  /** The remedy for a program of the user, whose output is the user's to mend. */
  static final String PROGRAM = "run the profile's credential_process by itself";

  private static final int MAX_CAUSES = 20;

  private CredentialFailure() {}

  /**
   * @param source for messages
   * @param remedy the command that mends the source
   */
  static BerthException of(String source, String remedy, RuntimeException failure) {
    Optional<BerthException> known = known(source, failure);
    if (known.isPresent()) {
      return known.get();
    }
    Optional<SdkServiceException> service = find(failure, SdkServiceException.class);
    if (service.isPresent()) {
      return answered(source, remedy, service.get());
    }
    Optional<String> network = NetworkFailure.reason(failure);
    if (network.isPresent()) {
      return new BerthException(
          ErrorCode.TRANSIENT, "%s: no response: %s".formatted(source, network.get()), failure);
    }
    if (FailureWords.isOfAnswer(failure) && !remedy.equals(PROGRAM)) {
      return new BerthException(
          ErrorCode.TRANSIENT, "%s: %s".formatted(source, reason(failure)), failure);
    }
    // Without an answer of a service, the profile itself is wrong.
    boolean ofProfile = remedy.startsWith("allow ");
    return new BerthException(
        ErrorCode.CREDENTIALS,
        "%s: %s".formatted(source, reason(failure)),
        failure,
        ofProfile ? "correct the profile in ~/.aws/config" : remedy);
  }

  private static String reason(RuntimeException failure) {
    // The SDK keeps sessions of IAM Identity Center in files of this folder.
    String words = FailureWords.of(failure);
    return words.contains("/sso/cache/") ? "there is no session" : words;
  }

  /** The SDK's parser of configuration files throws this. */
  static BerthException ofFiles(IllegalArgumentException e) {
    return of(
        "AWS's configuration files cannot be read",
        "repair ~/.aws/config or ~/.aws/credentials",
        e);
  }

  private static Optional<BerthException> known(String source, RuntimeException failure) {
    return find(failure, BerthException.class).or(() -> SdkProxy.refusal(source, failure));
  }

  /** Whether a service answered, and will perhaps answer otherwise later. */
  static boolean isServiceFailure(RuntimeException failure) {
    return find(failure, SdkServiceException.class)
        .filter(it -> it.statusCode() >= 500)
        .isPresent();
  }

  private static BerthException answered(String source, String remedy, SdkServiceException e) {
    if (e instanceof AwsServiceException service) {
      AwsFailure kind = AwsFailure.of(service);
      BerthException failure = AwsFailure.exception(source, service);
      // A session of IAM Identity Center that has ended is answered so.
      boolean ended = e.getClass().getSimpleName().equals("UnauthorizedException");
      return failure.code() == ErrorCode.TRANSIENT
          ? failure
          : new BerthException(
              ErrorCode.CREDENTIALS,
              ended && kind == AwsFailure.OTHER
                  ? source + ": " + AwsFailure.EXPIRED.words() + AwsFailure.said(service)
                  : String.valueOf(failure.getMessage()),
              e,
              remedy);
    }
    int status = e.statusCode();
    boolean passes = status >= 500 || status == 429 || status == 408;
    return passes
        ? new BerthException(ErrorCode.TRANSIENT, "%s: it answers %d".formatted(source, status), e)
        : new BerthException(
            ErrorCode.CREDENTIALS, "%s: it answers %d".formatted(source, status), e, remedy);
  }

  private static List<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, it -> it != null, Throwable::getCause)
        .limit(MAX_CAUSES)
        .toList();
  }

  private static <T> Optional<T> find(Throwable failure, Class<T> type) {
    return causes(failure).stream().filter(type::isInstance).map(type::cast).findFirst();
  }
}
