package dev.berth.cli;

import dev.berth.reference.ImageReference;
import java.util.concurrent.CountDownLatch;

/** Ends a push when the command is ended in the middle of it, and says what may have happened. */
final class Interruption implements AutoCloseable {
  private final Thread atExit;
  private final CountDownLatch begun = new CountDownLatch(1);

  private Interruption(Output output, ImageReference image, Runnable cancel) {
    this.atExit =
        new Thread(
            () -> {
              begun.countDown();
              cancel.run();
              output.warning(
                  "interrupted: layers of %s may have been uploaded; its tag is written last"
                      .formatted(image));
            },
            "berth-interruption");
  }

  /**
   * From now on, ending the command ends the push.
   *
   * @param cancel ends it, within two seconds
   */
  static Interruption told(Output output, ImageReference image, Runnable cancel) {
    var interruption = new Interruption(output, image, cancel);
    Runtime.getRuntime().addShutdownHook(interruption.atExit);
    return interruption;
  }

  /** The push has ended; where that is because the command is being ended, that goes on first. */
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
