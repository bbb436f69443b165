package dev.berth.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.apache.maven.project.MavenProject;

/** What the goal {@code check} says of a project. */
final class Checked {
  /** The sources of a library, in the package {@code lib}. */
  static final Map<String, String> CLIENT =
      Map.of(
          "Client", "package lib; public class Client { public static class Part {} }",
          "Mark",
              """
              package lib;
              import java.lang.annotation.*;
              @Retention(RetentionPolicy.RUNTIME) public @interface Mark {}
              """,
          "Typed",
              """
              package lib;
              import java.lang.annotation.*;
              @Retention(RetentionPolicy.RUNTIME) @Target(ElementType.TYPE_USE)
              public @interface Typed {}
              """,
          "Note", "package lib; public @interface Note {}",
          "Failure", "package lib; public class Failure extends Exception {}",
          "Base", "package lib; public interface Base {}");

  private Checked() {}

  static CheckMojo check(MavenProject project) {
    var mojo = new CheckMojo();
    mojo.project = project;
    return mojo;
  }

  /** The problems, each without its dash. */
  static List<String> problems(AcmeProject project) throws Exception {
    CheckMojo mojo = check(project.build());
    String message = AcmeProject.failure(mojo);
    assertTrue(message.startsWith("acme-flavor.jar is no sound flavor, "), message);
    List<String> lines =
        message.lines().skip(1).map(line -> line.substring("- ".length())).toList();
    assertTrue(message.contains(", %d problem".formatted(lines.size())), message);
    return lines;
  }

  static void assertProblem(AcmeProject project, String... words) throws Exception {
    List<String> problems = problems(project);
    assertEquals(1, problems.size(), problems::toString);
    for (String each : words) {
      assertTrue(problems.get(0).contains(each), () -> "no '%s' in: %s".formatted(each, problems));
    }
  }
}
