package dev.berth.cli;

import dev.berth.cli.session.Environment;
import dev.berth.flavor.FlavorExit;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.time.Duration;

/** Fails the command when a flavor ends the JVM, whichever status the flavor gives. */
final class ExitGuard implements AutoCloseable {
  /** How the names of the threads begin that clean up when the JVM ends. */
  private static final String CLEANING = "berth-at-exit-";

  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final Environment environment;
  private final String[] args;
  private final Thread atExit = new Thread(this::fail, "berth-exit-guard");

  private ExitGuard(Environment environment, String[] args) {
    this.environment = environment;
    this.args = args;
  }

  static ExitGuard start(Environment environment, String[] args) {
    var guard = new ExitGuard(environment, args);
    Runtime.getRuntime().addShutdownHook(guard.atExit);
    return guard;
  }

  private void fail() {
    FlavorExit.find()
        .ifPresent(
            exit -> {
              exit.awaitHooks(LIMIT.toNanos());
              awaitCleaning();
              int status = BerthCommand.report(environment, args, failure(exit));
              environment.out().flush();
              environment.err().flush();
              Runtime.getRuntime().halt(status);
            });
  }

  private static BerthException failure(FlavorExit exit) {
    return new BerthException(
        ErrorCode.FLAVOR,
        exit.code() + " ended the program before the command was done",
        "its code must not call System.exit; the command may have taken effect in part");
  }

  private static void awaitCleaning() {
    try {
      for (Thread thread : Thread.getAllStackTraces().keySet()) {
        if (thread.getName().startsWith(CLEANING)) {
          thread.join(LIMIT.toMillis());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the watch, since the command is done. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The JVM is ending, with the status of who ends it.
      return;
    }
  }
}
