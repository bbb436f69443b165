package dev.berth.contract;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the verification of a flavor found.
 *
 * @param verdicts a verdict for each rule; rules that could not be examined because the flavor
 *     cannot be used at all have none
 * @param properties the types of the flavor's properties by their names; empty when it cannot be
 *     loaded
 */
public record ContractReport(List<Verdict> verdicts, Map<String, String> properties) {
  /** Copies the list and the map. */
  public ContractReport {
    verdicts = List.copyOf(verdicts);
    properties = new TreeMap<>(properties);
  }

  /** The rules that the flavor breaks. */
  public List<Verdict> broken() {
    return verdicts.stream().filter(verdict -> !verdict.isKept()).toList();
  }
}
