package dev.berth.cli;

/** Where the JVM begins. */
final class Main {
  private Main() {}

  public static void main(String[] args) {
    // Else the validator's logging would find the JDK's, which prints to standard error.
    System.setProperty("org.jboss.logging.provider", "slf4j");
    System.exit(Cli.run(Environment.ofProcess(), args));
  }
}
