package dev.berth;

import dev.berth.auth.CredentialChain;
import dev.berth.check.CheckOutcome;
import dev.berth.push.http.RegistryFailure;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.util.List;
import java.util.stream.Stream;

/** Adds to the failure of a push what was found before it. */
final class FailedPush {
  private static final String REPOSITORY = "repository";
  private static final String SOURCE = "credentials for the source ";

  private FailedPush() {}

  /**
   * A failure with more hints: for missing or refused credentials the sources that were tried; for
   * a repository that the registry does not have, what the check of that name could not know.
   *
   * @param outcomes of the checks before the push; empty when a check has failed
   */
  static BerthException explained(
      BerthException failure, CredentialChain credentials, List<CheckOutcome> outcomes) {
    boolean ofRepository = failure.code() == ErrorCode.PREREQUISITE;
    boolean ofLogin =
        (failure.code() == ErrorCode.CREDENTIALS && !isOfSource(failure))
            || (ofRepository
                && credentials.isMissing()
                && failure.hints().contains(RegistryFailure.CREATE_REPOSITORY));
    Stream<String> remedies =
        ofRepository
            ? outcomes.stream()
                .filter(outcome -> outcome.check().equals(REPOSITORY))
                .flatMap(outcome -> outcome.result().remedy().stream())
            : Stream.of();
    Stream<String> trail =
        ofLogin
            ? credentials.trail().stream().map(step -> "credentials " + step)
            : Stream.<String>of();
    List<String> hints =
        Stream.of(remedies, failure.hints().stream(), trail)
            .flatMap(each -> each)
            .distinct()
            .toList();
    return with(hints, failure);
  }

  /** A failure to log in to the registry of the source, with the sources that were tried. */
  static BerthException ofSource(BerthException failure, CredentialChain credentials) {
    Stream<String> trail = credentials.trail().stream().map(step -> SOURCE + step);
    return with(Stream.concat(failure.hints().stream(), trail).distinct().toList(), failure);
  }

  private static boolean isOfSource(BerthException failure) {
    return failure.hints().stream().anyMatch(hint -> hint.startsWith(SOURCE));
  }

  private static BerthException with(List<String> hints, BerthException failure) {
    return hints.equals(failure.hints())
        ? failure
        : new BerthException(
            failure.code(), failure.getMessage(), failure, hints.toArray(String[]::new));
  }
}
