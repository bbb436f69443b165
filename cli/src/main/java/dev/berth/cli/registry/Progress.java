package dev.berth.cli.registry;

import dev.berth.cli.session.Environment;
import dev.berth.cli.session.Output;
import dev.berth.push.PushListener;
import dev.berth.push.PushResult.Outcome;
import dev.berth.reference.PlainText;
import java.util.HashMap;
import java.util.Map;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Prints the progress of a push to standard error. */
abstract class Progress implements PushListener, AutoCloseable {
  private final Output output;
  private final boolean verbose;

  private Progress(Output output, boolean verbose) {
    this.output = output;
    this.verbose = verbose;
  }

  /** Bars on a terminal, lines elsewhere, nothing when quiet. */
  static Progress of(Output output, Environment environment, boolean verbose) {
    if (output.quiet()) {
      return new Quiet(output, verbose);
    }
    return environment.errIsTerminal() ? new Bars(output, verbose) : new Lines(output, verbose);
  }

  @Override
  public void debug(String message) {
    if (verbose) {
      output.info(message);
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

  @Override
  public void close() {}

  private static final class Quiet extends Progress {
    Quiet(Output output, boolean verbose) {
      super(output, verbose);
    }
  }

  private static final class Lines extends Progress {
    private final Output output;

    Lines(Output output, boolean verbose) {
      super(output, verbose);
      this.output = output;
    }

    @Override
    public void layerDone(String layer, Outcome outcome) {
      output.info(layer + ": " + outcome.value());
    }
  }

  private static final class Bars extends Progress {
    private final Map<String, ProgressBar> bars = new HashMap<>();

    Bars(Output output, boolean verbose) {
      super(output, verbose);
    }

    @Override
    public synchronized void layerProgress(String layer, long sent, long total) {
      bar(layer).maxHint(Math.max(sent, total)).stepTo(sent);
    }

    @Override
    public synchronized void layerDone(String layer, Outcome outcome) {
      ProgressBar bar = bar(layer);
      bar.setExtraMessage(" " + outcome.value());
      bar.stepTo(Math.max(bar.getMax(), 0)).close();
    }

    private ProgressBar bar(String layer) {
      return bars.computeIfAbsent(
          layer,
          name ->
              new ProgressBarBuilder()
                  .setTaskName(PlainText.line(name))
                  .setStyle(ProgressBarStyle.ASCII)
                  .setUnit(" MiB", 1 << 20)
                  .setInitialMax(0)
                  .hideEta()
                  .build());
    }

    @Override
    public synchronized void close() {
      bars.values().forEach(ProgressBar::close);
      bars.clear();
    }
  }
}
