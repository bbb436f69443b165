package dev.berth.contract;

import dev.berth.flavor.FlavorInfo;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Verifies that a flavor keeps its contract: its jar and its classes, and then its use, from the
 * registration to a push, with an empty registry on this machine.
 *
 * @see "docs/decisions/0024-contract-through-the-public-door.md"
 */
public final class FlavorContract {
  private final Map<Rule, List<String>> problems = new EnumMap<>(Rule.class);

  private FlavorContract() {}

  /**
   * Verifies a flavor. Its code runs.
   *
   * @return what was found
   * @throws BerthException {@link ErrorCode#INVALID} when a given property does not exist or has a
   *     value that does not fit, {@link ErrorCode#FLAVOR} when a jar cannot be read
   */
  public static ContractReport verify(Subject subject) {
    return verify(subject, List.of());
  }

  /**
   * Verifies a flavor as {@link #verify(Subject)} does.
   *
   * @param shipped the flavors of a distribution, whose names a flavor of another class cannot have
   */
  public static ContractReport verify(Subject subject, List<FlavorInfo> shipped) {
    var contract = new FlavorContract();
    Path folder = temporaryFolder();
    Map<String, String> properties;
    try {
      var classes = new ClassRules(subject, contract.problems);
      boolean usable = classes.examine();
      properties = classes.properties();
      if (usable) {
        new UseRules(subject, shipped, folder, contract.problems).examine();
      }
    } finally {
      delete(folder);
    }
    return contract.report(properties);
  }

  /**
   * Verifies the rules on a flavor's jar and classes only. The code of the flavor and its
   * configuration runs, and that of the implementation does not.
   *
   * @return what was found
   */
  public static ContractReport verifyClasses(Subject subject) {
    var contract = new FlavorContract();
    var classes = new ClassRules(subject, contract.problems);
    classes.examine();
    return contract.report(classes.properties());
  }

  private ContractReport report(Map<String, String> properties) {
    List<Verdict> verdicts = new ArrayList<>();
    problems.forEach(
        (rule, found) -> verdicts.add(new Verdict(rule.id(), rule.meaning(), List.copyOf(found))));
    return new ContractReport(verdicts, properties);
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("berth-contract");
    } catch (IOException e) {
      throw new BerthException(ErrorCode.STORE, "the temporary folder cannot be created: " + e, e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new BerthException(
          ErrorCode.STORE, "the folder %s cannot be deleted: %s".formatted(folder, e), e);
    }
  }
}
