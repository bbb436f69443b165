package dev.berth.cli;

import java.nio.file.InvalidPathException;
import java.util.List;

/** Where the JVM begins. */
final class Main {
  private Main() {}

  public static void main(String[] args) {
    // Else the validator's logging would find the JDK's, which prints to standard error.
    System.setProperty("org.jboss.logging.provider", "slf4j");
    // Libraries log what they send, credentials included, at levels that no option switches on.
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "off");
    Environment environment = environment();
    // What a flavor prints is no part of a result.
    System.setOut(System.err);
    if (List.of(args).contains("push")) {
      PushCommand.prepare();
    }
    System.exit(Cli.run(environment, args));
  }

  private static Environment environment() {
    try {
      return Environment.ofProcess();
    } catch (InvalidPathException e) {
      // A path with letters that the locale's character set does not have.
      System.err.println(
          "error: " + TerminalText.line(String.valueOf(e.getMessage())) + "; set LC_ALL=C.UTF-8");
      System.exit(ExitStatus.INVALID);
      throw e;
    }
  }
}
