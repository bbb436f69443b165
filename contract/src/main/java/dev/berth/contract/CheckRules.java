package dev.berth.contract;

import dev.berth.check.CheckOutcome;
import dev.berth.check.CheckReport;
import dev.berth.spi.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The rules on what the checks of a flavor report. */
final class CheckRules {
  private static final Set<String> CHECK_NAMES =
      Set.of(
          "registry",
          "identity",
          "login",
          "location",
          "repository",
          "permission",
          "tag",
          "path",
          "quota",
          "rate-limit",
          "private-repositories",
          "layer-size");

  private final String flavor;
  private final Map<Rule, List<String>> problems;

  /**
   * @param flavor the flavor's name
   */
  CheckRules(String flavor, Map<Rule, List<String>> problems) {
    this.flavor = flavor;
    this.problems = problems;
  }

  /** Returns whether no check has a fault. */
  boolean examine(CheckReport report) {
    List<String> faults = new ArrayList<>();
    List<String> names = new ArrayList<>();
    List<String> remedies = new ArrayList<>();
    for (CheckOutcome outcome : report.outcomes()) {
      Check.Result result = outcome.result();
      outcome.thrown().ifPresent(fault -> faults.add(String.valueOf(fault.getMessage())));
      if (!CHECK_NAMES.contains(outcome.check()) && !outcome.check().startsWith(flavor + "-")) {
        names.add(
            "check '%s': name it like one of %s, or %s-…"
                .formatted(outcome.check(), new TreeSet<>(CHECK_NAMES), flavor));
      }
      if (result.isFailure() && outcome.thrown().isEmpty() && result.remedy().isEmpty()) {
        remedies.add(
            "check '%s' fails without a remedy: %s".formatted(outcome.check(), result.message()));
      }
    }
    problems.put(Rule.CHECKS, faults);
    problems.put(Rule.CHECK_NAMES, names);
    problems.put(Rule.REMEDIES, remedies);
    return faults.isEmpty();
  }
}
