package dev.berth.check;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;

import dev.berth.spi.BerthException;
import dev.berth.spi.Check;
import dev.berth.spi.ErrorCode;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The results of the checks of a registry.
 *
 * @param registry the name of the registered registry
 * @param outcomes the results, in the flavor's order
 */
public record CheckReport(String registry, List<CheckOutcome> outcomes) {
  /** The status that needs the most attention; {@code PASS} when there are no checks. */
  public Check.Status status() {
    return outcomes.stream()
        .map(outcome -> outcome.result().status())
        .max(Comparator.naturalOrder())
        .orElse(Check.Status.PASS);
  }

  /**
   * The failure of a check that threw; else {@link ErrorCode#PREREQUISITE} with all failures, and
   * their remedies as hints; empty if none failed.
   */
  public Optional<BerthException> failure() {
    return outcomes.stream()
        .flatMap(outcome -> outcome.thrown().stream())
        .findFirst()
        .or(() -> failure(outcome -> outcome.result().isFailure(), ErrorCode.PREREQUISITE));
  }

  /**
   * Why a user who asks whether a push will succeed must be told no: {@link #failure}, else {@link
   * ErrorCode#TRANSIENT} when something could not be asked; empty when neither is so.
   *
   * @param strict whether warnings and unknown results are failures too
   */
  public Optional<BerthException> verdict(boolean strict) {
    return failure()
        .or(() -> failure(outcome -> outcome.result().isUnreachable(), ErrorCode.TRANSIENT))
        .or(
            () ->
                failure(
                    outcome -> strict && outcome.result().status() != Check.Status.PASS,
                    ErrorCode.PREREQUISITE));
  }

  private Optional<BerthException> failure(Predicate<CheckOutcome> isFailure, ErrorCode code) {
    List<CheckOutcome> failed = outcomes.stream().filter(isFailure).toList();
    if (failed.isEmpty()) {
      return Optional.empty();
    }
    String[] remedies =
        failed.stream()
            .flatMap(outcome -> outcome.result().remedy().stream())
            .distinct()
            .toArray(String[]::new);
    return Optional.of(
        new BerthException(
            code, "registry '%s': %s".formatted(registry, sentences(failed)), remedies));
  }

  /** A message that several checks share is reported once. */
  private static String sentences(List<CheckOutcome> failed) {
    return failed.stream()
        .collect(
            groupingBy(
                outcome -> outcome.result().message(),
                LinkedHashMap::new,
                mapping(CheckOutcome::check, joining(", "))))
        .entrySet()
        .stream()
        .map(entry -> entry.getValue() + ": " + entry.getKey())
        .collect(joining("; "));
  }
}
