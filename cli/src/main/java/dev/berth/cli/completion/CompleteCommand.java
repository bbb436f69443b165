package dev.berth.cli.completion;

import dev.berth.cli.session.Session;
import dev.berth.reference.PlainText;
import dev.berth.spi.BerthException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Prints the words that can stand at the cursor of a command line, which the scripts of the shells
 * ask for: a line for each, a tab after the word, and its description; or only {@code :files} or
 * {@code :folders} for the names of these.
 */
@Command(
    name = "complete",
    hidden = true,
    description = "Print the words that can stand at the cursor of a command line.",
    customSynopsis = "berth complete -- WORD...")
public final class CompleteCommand implements Callable<Integer> {
  private final Session session;
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "WORD",
      arity = "1..*",
      description = "The words after berth; the last one is at the cursor and may be empty.")
  private List<String> words;

  CompleteCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try {
      for (Candidate found : Candidates.of(spec.root().commandLine(), words, session)) {
        session
            .environment()
            .out()
            .println(
                found.isPath()
                    ? found.value()
                    : PlainText.line(found.value()) + "\t" + PlainText.line(found.description()));
      }
    } catch (BerthException e) {
      // A shell would print the error into the line that the user types.
      return 0;
    }
    return 0;
  }
}
