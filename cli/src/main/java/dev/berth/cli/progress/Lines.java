package dev.berth.cli.progress;

import dev.berth.cli.session.Output;
import dev.berth.push.PushResult;
import java.util.Optional;

/** A line now and then, for a log. */
final class Lines extends Progress {
  private static final long PERIOD = 10_000;
  private final Transfer transfer;
  private boolean begun;

  Lines(Output output, boolean verbose, Transfer transfer) {
    super(output, verbose);
    this.transfer = transfer;
  }

  @Override
  long period() {
    return PERIOD;
  }

  @Override
  synchronized void tick() {
    if (begun) {
      output().info(transfer.line());
    }
  }

  @Override
  public synchronized void begins(int layers, long bytes) {
    begun = true;
    transfer.begins(layers, bytes);
    // The first line has a rate only if the time of the beginning is known.
    transfer.summary();
  }

  @Override
  public synchronized void layerProgress(String layer, long sent, long total) {
    begun = true;
    transfer.progress(layer, sent, total);
  }

  @Override
  public synchronized void layerDone(String layer, Optional<PushResult.Layer> result) {
    transfer.done(layer, result);
  }
}
