package dev.berth.cli.flavor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.cli.session.JsonResults;
import dev.berth.cli.session.Output;
import dev.berth.cli.session.Session;
import dev.berth.cli.session.Table;
import dev.berth.contract.ContractReport;
import dev.berth.contract.Verdict;
import dev.berth.flavor.FlavorJar;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Verifies that a flavor keeps its contract. */
@Command(
    name = "verify",
    description =
        "Verify that the flavor in a jar keeps its contract. Its code runs; nothing is registered.",
    footer = "Exits with 4 when a rule is broken.")
final class VerifyFlavorCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "JAR", description = "The flavor's jar.")
  private Path jar;

  @Option(
      names = "--class",
      paramLabel = "CLASS",
      description = "The flavor's class. Default: the one that the jar lists in META-INF/services.")
  private @Nullable String className;

  @Option(
      names = "--library",
      paramLabel = "FILE",
      description = "Jar of a dependency (repeatable).")
  private List<Path> libraries = List.of();

  @Mixin private SubjectOptions given;

  VerifyFlavorCommand(Session session) {
    this.session = session;
    this.given = new SubjectOptions();
  }

  @Override
  public Integer call() {
    Path current = session.environment().current();
    Path file = existing(current.resolve(jar));
    requireNotPacked(file);
    List<Path> others =
        libraries.stream().map(it -> usable(existing(current.resolve(it)))).toList();
    String flavorClass = className == null ? listed(file) : className;
    ContractReport report = given.verify(session, flavorClass, file, others);
    List<Verdict> verdicts = report.verdicts();
    Output output = session.output();
    output.result(shape(flavorClass, verdicts), table(verdicts));
    int broken = report.broken().size();
    if (broken > 0) {
      throw new BerthException(
          ErrorCode.FLAVOR,
          "%s breaks %d of %d rules".formatted(flavorClass, broken, verdicts.size()));
    }
    output.info("%s keeps all %d rules".formatted(flavorClass, verdicts.size()));
    return 0;
  }

  private static Path existing(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new BerthException(
          ErrorCode.FLAVOR,
          "jar " + file + (Files.exists(file) ? " is no file" : " does not exist"));
    }
    return file.toAbsolutePath().normalize();
  }

  /** The build packs a flavor's jar with its libraries. */
  private static void requireNotPacked(Path file) {
    try (var zip = new ZipFile(file.toFile())) {
      boolean isPacked =
          zip.getEntry("META-INF/MANIFEST.MF") == null
              && zip.stream().anyMatch(entry -> entry.getName().endsWith(".jar"));
      if (!isPacked) {
        return;
      }
    } catch (IOException e) {
      // No jar either, which its reader explains.
      return;
    }
    Path jar = file.resolveSibling(file.getFileName().toString().replaceAll("\\.zip$", ".jar"));
    throw new BerthException(
        ErrorCode.FLAVOR,
        file + " is the packed zip of a flavor, with its jars, and no jar itself",
        !jar.equals(file) && Files.isRegularFile(jar)
            ? "name the flavor's jar: " + jar
            : "unpack it, and name the flavor's jar in it");
  }

  /** The flavor's class path would leave it out without a word. */
  private static Path usable(Path library) {
    FlavorJar.of(library)
        .problem()
        .ifPresent(
            problem -> {
              throw new BerthException(ErrorCode.FLAVOR, library + ": " + problem);
            });
    return library;
  }

  private static String listed(Path file) {
    List<String> classes = FlavorJar.flavorClasses(file);
    if (classes.size() != 1) {
      throw new BerthException(
          ErrorCode.FLAVOR,
          file
              + (classes.isEmpty()
                  ? " lists no flavor in META-INF/services"
                  : " lists several flavors: " + String.join(", ", classes)),
          "name it: --class CLASS");
    }
    return classes.get(0);
  }

  private static Table table(List<Verdict> verdicts) {
    var table = new Table("STATUS", "RULE", "MESSAGE");
    for (Verdict verdict : verdicts) {
      table.row(verdict.isKept() ? "kept" : "broken", verdict.rule(), verdict.meaning());
      verdict.problems().forEach(problem -> table.row("", "", "→ " + Output.line(problem)));
    }
    return table;
  }

  private static ObjectNode shape(String flavorClass, List<Verdict> verdicts) {
    ObjectNode shape = JsonResults.object().put("flavorClass", flavorClass);
    ArrayNode rules = shape.putArray("rules");
    for (Verdict verdict : verdicts) {
      ObjectNode rule =
          rules
              .addObject()
              .put("name", verdict.rule())
              .put("kept", verdict.isKept())
              .put("meaning", verdict.meaning());
      verdict.problems().forEach(rule.putArray("problems")::add);
    }
    return shape;
  }
}
