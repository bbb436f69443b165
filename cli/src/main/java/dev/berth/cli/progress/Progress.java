package dev.berth.cli.progress;

import dev.berth.cli.session.Output;
import dev.berth.push.PushListener;
import dev.berth.push.PushResult;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;

/** Prints the progress of a push to standard error. */
public abstract class Progress implements PushListener, AutoCloseable {
  private final Output output;
  private final boolean verbose;
  private final Timer clock = new Timer("berth-progress", true);

  Progress(Output output, boolean verbose) {
    this.output = output;
    this.verbose = verbose;
  }

  /** Prints the progress again and again until this is closed. */
  Progress start() {
    var task =
        new TimerTask() {
          @Override
          public void run() {
            tick();
          }
        };
    clock.schedule(task, period(), period());
    return this;
  }

  /** How often the progress is printed, in milliseconds. */
  abstract long period();

  /** Prints the progress. */
  abstract void tick();

  Output output() {
    return output;
  }

  @Override
  public void debug(String message) {
    if (verbose) {
      info(message);
    }
  }

  @Override
  public void info(String message) {
    output.info(message);
  }

  @Override
  public void warning(String message) {
    output.warning(message);
  }

  /** Prints the layers of the result that were not printed yet. */
  public void finish(PushResult result) {
    close();
  }

  @Override
  public void layerDone(String layer, Optional<PushResult.Layer> result) {}

  @Override
  public void close() {
    clock.cancel();
  }
}
