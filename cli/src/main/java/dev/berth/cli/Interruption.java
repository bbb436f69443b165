package dev.berth.cli;

import dev.berth.reference.ImageReference;

/** Says what may have happened when the command is ended in the middle of a push. */
final class Interruption implements AutoCloseable {
  private final Thread atExit;

  private Interruption(Thread atExit) {
    this.atExit = atExit;
  }

  static Interruption told(Output output, ImageReference image) {
    var atExit =
        new Thread(
            () ->
                output.warning(
                    "interrupted: layers of %s may have been uploaded; its tag is written last"
                        .formatted(image)),
            "berth-interruption");
    Runtime.getRuntime().addShutdownHook(atExit);
    return new Interruption(atExit);
  }

  /** The push has ended, well or not. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The JVM is ending, and the hook is at work.
    }
  }
}
