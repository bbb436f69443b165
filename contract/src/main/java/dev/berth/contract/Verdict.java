package dev.berth.contract;

import java.util.List;

/**
 * Whether a flavor keeps a rule.
 *
 * @param rule the rule's name, for instance {@code loads-alone}
 * @param meaning what the rule says, as a sentence
 * @param problems how the flavor breaks it; empty when it does not
 */
public record Verdict(String rule, String meaning, List<String> problems) {
  /** Whether the flavor keeps the rule. */
  public boolean isKept() {
    return problems.isEmpty();
  }
}
