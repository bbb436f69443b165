package dev.berth.maven;

import dev.berth.spi.BerthException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.maven.plugin.MojoFailureException;

/** What is wrong with a flavor, to be reported at once. */
final class Problems {
  private final Set<String> found = new LinkedHashSet<>();

  void add(String problem) {
    found.add(problem);
  }

  void addAll(Collection<String> problems) {
    found.addAll(problems);
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /** A failure's message with its hints. */
  static String words(BerthException e) {
    return e.hints().isEmpty()
        ? String.valueOf(e.getMessage())
        : e.getMessage() + " (" + String.join("; ", e.hints()) + ")";
  }

  /**
   * Ends the goal if there is a problem.
   *
   * @throws MojoFailureException with all problems, one a line
   */
  void failIfAny(String heading) throws MojoFailureException {
    if (!found.isEmpty()) {
      throw new MojoFailureException(
          "%s, %d %s:%n- %s"
              .formatted(
                  heading,
                  found.size(),
                  found.size() == 1 ? "problem" : "problems",
                  String.join(System.lineSeparator() + "- ", found)));
    }
  }
}
