package dev.berth;

import dev.berth.spi.BerthException;
import dev.berth.spi.CheckResult;
import dev.berth.spi.CheckStatus;
import dev.berth.spi.ErrorCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the checks of a registry found.
 *
 * @param registry the name of the registered registry
 * @param findings what each check found, in the flavor's order
 */
public record CheckReport(String registry, List<Finding> findings) {
  /**
   * What one check found.
   *
   * @param check its name
   * @param result what it found
   */
  public record Finding(String check, CheckResult result) {}

  /** The status that needs the most attention; a pass where there was nothing to check. */
  public CheckStatus status() {
    return findings.stream()
        .map(finding -> finding.result().status())
        .max(Comparator.naturalOrder())
        .orElse(CheckStatus.PASS);
  }

  /**
   * The failure that keeps an image from being pushed: {@link ErrorCode#PREREQUISITE} with what
   * failed and the remedies as hints; empty where nothing failed.
   */
  public Optional<BerthException> failure() {
    List<Finding> failed =
        findings.stream().filter(finding -> finding.result().isFailure()).toList();
    if (failed.isEmpty()) {
      return Optional.empty();
    }
    String[] remedies =
        failed.stream()
            .flatMap(finding -> finding.result().remedy().stream())
            .distinct()
            .toArray(String[]::new);
    return Optional.of(
        new BerthException(
            ErrorCode.PREREQUISITE,
            "registry '%s': %s".formatted(registry, sentences(failed)),
            remedies));
  }

  /** What several checks fail for is said once. */
  private static String sentences(List<Finding> failed) {
    Map<String, List<String>> checks = new LinkedHashMap<>();
    failed.forEach(
        finding ->
            checks
                .computeIfAbsent(finding.result().message(), it -> new ArrayList<>())
                .add(finding.check()));
    return checks.entrySet().stream()
        .map(entry -> String.join(", ", entry.getValue()) + ": " + entry.getKey())
        .collect(Collectors.joining("; "));
  }
}
