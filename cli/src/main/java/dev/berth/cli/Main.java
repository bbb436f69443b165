package dev.berth.cli;

import dev.berth.BerthHome;
import dev.berth.cli.registry.PushCommand;
import dev.berth.cli.session.Environment;
import dev.berth.reference.PlainText;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.Locale;

/**
 * The entry point of the process, and of programs that run commands in their own JVM.
 *
 * @see "docs/decisions/0010-class-data-archive.md"
 */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    Environment environment = environment();
    // A flavor's output is not part of a result.
    System.setOut(System.err);
    // Numbers in messages and results have ASCII digits, whatever the locale.
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    int status;
    try (var guard = ExitGuard.start(environment, args)) {
      status = run(environment, args);
    }
    System.exit(status);
  }

  /** Runs a command in the given environment and returns its exit status. */
  public static int run(Environment environment, String... args) {
    // Otherwise the validator logs with the JDK's logging, which prints to standard error.
    System.setProperty("org.jboss.logging.provider", "slf4j");
    // Libraries log what they send, credentials included, at levels that no option switches on.
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "off");
    if (List.of(args).contains("push")) {
      PushCommand.warmUp(BerthHome.cache(environment.variables(), environment.userHome()));
    }
    return BerthCommand.run(environment, args);
  }

  private static Environment environment() {
    try {
      return Environment.ofProcess();
    } catch (InvalidPathException e) {
      // A path has characters that the locale's character set does not support.
      System.err.println(
          "error: " + PlainText.line(String.valueOf(e.getMessage())) + "; set LC_ALL=C.UTF-8");
      System.exit(ExitStatus.INVALID);
      throw e;
    }
  }
}
