package dev.berth.flavor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The registration of a custom flavor.
 *
 * @param flavor the flavor
 * @param replaced whether a flavor of that name was registered before
 * @param changes how the properties differ from those before, for instance {@code added 'zone'}
 * @param invalid the registered registries whose configurations are not valid now, with their
 *     problems
 * @param warnings a sentence for each version of the flavor, or of a library, that is not used
 */
public record FlavorRegistration(
    FlavorInfo flavor,
    boolean replaced,
    List<String> changes,
    Map<String, Invalid> invalid,
    List<String> warnings) {
  /**
   * A registered registry that is not valid now.
   *
   * @param problems a sentence each
   * @param repair the command that repairs it
   */
  public record Invalid(List<String> problems, String repair) {}

  /**
   * How properties differ.
   *
   * @param before the types of the properties by their names; empty when they are not known
   * @param after the same of the new flavor
   */
  public static List<String> changes(Map<String, String> before, Map<String, String> after) {
    List<String> changes = new ArrayList<>();
    if (before.isEmpty()) {
      return changes;
    }
    var names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    for (String name : names) {
      String old = before.get(name);
      String now = after.get(name);
      if (old == null) {
        changes.add("added '" + name + "'");
      } else if (now == null) {
        changes.add("removed '" + name + "'");
      } else if (!old.equals(now)) {
        changes.add("changed '%s' from %s to %s".formatted(name, old, now));
      }
    }
    return changes;
  }
}
