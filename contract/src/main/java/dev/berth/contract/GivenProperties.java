package dev.berth.contract;

import dev.berth.config.ConfigBinder;
import dev.berth.config.PropertyNames;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.util.List;
import java.util.Set;

/**
 * The properties that the caller gave. One that does not exist or does not fit is the caller's
 * mistake, and no rule is broken by it.
 *
 * @param given the names as they were given
 * @param names the names of the flavor's properties
 */
record GivenProperties(Set<String> given, PropertyNames names) {
  /**
   * Fails when given properties are the reason for which a registry was not registered.
   *
   * @throws BerthException {@link ErrorCode#INVALID} with their problems
   */
  void requireFitting(BerthException refused) {
    List<String> problems =
        refused.code() == ErrorCode.INVALID
            ? ConfigBinder.problems(refused).stream().filter(this::isOfGiven).toList()
            : List.of();
    if (problems.size() == 1) {
      throw new BerthException(ErrorCode.INVALID, problems.get(0), refused);
    }
    if (!problems.isEmpty()) {
      throw new BerthException(
          ErrorCode.INVALID,
          "the given properties have " + problems.size() + " problems",
          refused,
          problems.toArray(String[]::new));
    }
  }

  private boolean isOfGiven(String problem) {
    return given.stream()
        .anyMatch(
            name ->
                problem.startsWith("there is no property '" + name + "'")
                    || isOf(problem, names.find(name).orElse(name)));
  }

  private static boolean isOf(String problem, String name) {
    String start = "property '" + name;
    return problem.startsWith(start) && "'.[".indexOf(problem.charAt(start.length())) >= 0;
  }
}
