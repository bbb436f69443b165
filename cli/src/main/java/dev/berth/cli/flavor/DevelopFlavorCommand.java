package dev.berth.cli.flavor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.cli.session.JsonResults;
import dev.berth.cli.session.Output;
import dev.berth.cli.session.Session;
import dev.berth.contract.ContractReport;
import dev.berth.contract.Verdict;
import dev.berth.flavor.FlavorRegistration;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Verifies a flavor after each of its builds. */
@Command(
    name = "dev",
    description =
        "Watch a flavor's project, and after each build register, check and push with it, in an empty"
            + " registry on this machine.",
    footer = "Build with 'mvn package'. Runs until it is stopped with Ctrl-C.")
final class DevelopFlavorCommand implements Callable<Integer> {
  private final Session session;
  @Mixin private SubjectOptions given;

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description = "Folder of the project. Default: the current folder.")
  private @Nullable Path directory;

  @Option(
      names = "--builds",
      paramLabel = "NUMBER",
      description = "End after this number of builds; with 4 when the last one breaks a rule.")
  private int builds = Integer.MAX_VALUE;

  DevelopFlavorCommand(Session session) {
    this.session = session;
    this.given = new SubjectOptions();
  }

  @Override
  public Integer call() throws InterruptedException {
    Path current = session.environment().current();
    Path project = directory == null ? current : current.resolve(directory).normalize();
    if (!Files.isDirectory(project)) {
      throw new BerthException(ErrorCode.INVALID, "there is no folder " + project);
    }
    if (!Files.exists(project.resolve("pom.xml"))) {
      throw new BerthException(
          ErrorCode.INVALID,
          project + " has no pom.xml",
          "name the folder of the flavor's project: --directory DIR");
    }
    if (builds < 1) {
      throw new BerthException(ErrorCode.INVALID, "--builds is a number from 1");
    }
    Output output = session.output();
    output.info("watching %s: build it with 'mvn package'".formatted(project.resolve("target")));
    var watched = new BuiltJar(project.resolve("target"), output::warning);
    ContractReport before = null;
    for (int build = 1; build <= builds; build++) {
      Path jar = watched.awaitBuild();
      ContractReport report;
      try {
        report = given.verify(session, watched.flavorClass(), jar, List.of());
      } finally {
        watched.release();
      }
      print(build, report, before, output);
      before = report;
    }
    if (before != null && !before.broken().isEmpty()) {
      throw new BerthException(ErrorCode.FLAVOR, "the last build breaks a rule");
    }
    return 0;
  }

  private void print(
      int build, ContractReport report, @Nullable ContractReport before, Output output) {
    List<String> changes =
        before == null
            ? List.of()
            : FlavorRegistration.changes(before.properties(), report.properties());
    List<String> lines = new ArrayList<>();
    String kept = "%d of %d rules kept";
    int all = report.verdicts().size();
    lines.add(
        "build %d: %s%s"
            .formatted(
                build,
                kept.formatted(all - report.broken().size(), all),
                changes.isEmpty() ? "" : ", properties: " + String.join(", ", changes)));
    for (Verdict verdict : report.broken()) {
      lines.add("  " + verdict.rule() + ": " + Output.line(String.join("; ", verdict.problems())));
    }
    ObjectNode shape = JsonResults.object().put("build", build);
    changes.forEach(shape.putArray("changes")::add);
    ObjectNode broken = shape.putObject("broken");
    report.broken().forEach(it -> it.problems().forEach(broken.putArray(it.rule())::add));
    output.result(shape, lines);
    session.environment().out().flush();
  }
}
