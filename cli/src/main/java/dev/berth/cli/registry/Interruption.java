package dev.berth.cli.registry;

import dev.berth.cli.session.Output;
import java.util.concurrent.CountDownLatch;

/** Ends a push when the command is ended in the middle of it, and says what may have happened. */
final class Interruption implements AutoCloseable {
  private final Thread atExit;
  private final CountDownLatch begun = new CountDownLatch(1);

  private Interruption(Output output, String image, Runnable cancel) {
    this.atExit =
        new Thread(
            () -> {
              begun.countDown();
              cancel.run();
              output.warning(
                  "interrupted: some layers of %s may be uploaded; the tag is written last"
                      .formatted(image));
            },
            "berth-interruption");
  }

  /**
   * Cancels the push when the command is interrupted from now on.
   *
   * @param cancel cancels it, within two seconds
   */
  static Interruption cancelling(Output output, String image, Runnable cancel) {
    var interruption = new Interruption(output, image, cancel);
    Runtime.getRuntime().addShutdownHook(interruption.atExit);
    return interruption;
  }

  /** The push has ended. If the command was interrupted, this waits until that is done. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The JVM is ending, and this thread has nothing to add.
      awaitEnd();
    }
  }

  private void awaitEnd() {
    try {
      begun.await();
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
