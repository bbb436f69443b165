package dev.berth.cli.registry;

import dev.berth.cli.session.Output;
import java.util.concurrent.CountDownLatch;

/** Cancels a push when the command is interrupted, and reports what may be uploaded. */
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
            "berth-at-exit-push");
  }

  /**
   * @param cancel cancels the push within two seconds
   */
  static Interruption cancelling(Output output, String image, Runnable cancel) {
    var interruption = new Interruption(output, image, cancel);
    Runtime.getRuntime().addShutdownHook(interruption.atExit);
    return interruption;
  }

  /**
   * Ends the watch after the push. If the command was interrupted, this waits for the cancellation.
   */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The JVM is ending.
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
