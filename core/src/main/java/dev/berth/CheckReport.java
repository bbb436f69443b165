package dev.berth;

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
   * {@link ErrorCode#PREREQUISITE} with all failures, and their remedies as hints; empty if none
   * failed.
   */
  public Optional<BerthException> failure() {
    List<CheckOutcome> failed =
        outcomes.stream().filter(outcome -> outcome.result().isFailure()).toList();
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
            ErrorCode.PREREQUISITE,
            "registry '%s': %s".formatted(registry, sentences(failed)),
            remedies));
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
