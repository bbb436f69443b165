package dev.berth.cli.progress;

import dev.berth.cli.session.Output;
import dev.berth.push.PushResult;
import dev.berth.reference.Digest;
import dev.berth.reference.PlainText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A line for each layer that is being sent and a total, on a terminal. */
final class Bars extends Progress {
  private static final long PERIOD = 200;
  private static final int NAME = 12;
  private static final int LEAST_BAR = 8;
  private static final int MOST_BAR = 40;
  private final Transfer transfer;
  private final Screen screen;
  private final Set<Digest> printed = new HashSet<>();
  private boolean closed;

  Bars(Output output, boolean verbose, Transfer transfer, Screen screen) {
    super(output, verbose);
    this.transfer = transfer;
    this.screen = screen;
  }

  @Override
  long period() {
    return PERIOD;
  }

  @Override
  synchronized void tick() {
    draw(List.of());
  }

  private void draw(List<String> staying) {
    if (closed) {
      staying.forEach(line -> output().err().println(line));
      return;
    }
    List<String> live = new ArrayList<>();
    int columns = screen.columns();
    transfer.running().forEach(layer -> live.add(bar(layer, columns)));
    if (!live.isEmpty()) {
      live.add(transfer.summary(columns));
    }
    screen.draw(staying, live);
  }

  private static String bar(Transfer.Layer layer, int columns) {
    String name = padded(PlainText.line(layer.name()));
    if (layer.total() <= 0) {
      return name + "  " + ByteCount.of(layer.sent());
    }
    long sent = Math.min(layer.sent(), layer.total());
    String numbers =
        "%3d%%  %s".formatted(sent * 100 / layer.total(), ByteCount.of(sent, layer.total()));
    int width = Math.min(columns - 1 - NAME - numbers.length() - "  []  ".length(), MOST_BAR);
    if (width < LEAST_BAR) {
      return name + "  " + numbers;
    }
    int full = (int) (sent * width / layer.total());
    return "%s  [%s%s]  %s".formatted(name, "=".repeat(full), " ".repeat(width - full), numbers);
  }

  private static String padded(String name) {
    if (name.length() > NAME) {
      return name.substring(0, NAME - 1) + "…";
    }
    return name + " ".repeat(Math.max(0, NAME - name.length()));
  }

  private static String line(PushResult.Layer layer) {
    String name = layer.digest().hex().substring(0, NAME);
    return "%s  %-8s  %10s".formatted(name, layer.outcome().value(), ByteCount.of(layer.size()));
  }

  @Override
  public synchronized void begins(int layers, long bytes) {
    transfer.begins(layers, bytes);
    transfer.summary();
  }

  @Override
  public synchronized void layerProgress(String layer, long sent, long total) {
    transfer.progress(layer, sent, total);
  }

  @Override
  public synchronized void layerDone(String layer, Optional<PushResult.Layer> result) {
    transfer.done(layer, result);
    result.ifPresent(done -> print(List.of(done)));
  }

  private void print(List<PushResult.Layer> layers) {
    List<String> lines = new ArrayList<>();
    for (PushResult.Layer layer : layers) {
      if (printed.add(layer.digest())) {
        lines.add(line(layer));
      }
    }
    draw(lines);
  }

  @Override
  public synchronized void info(String message) {
    draw(List.of(PlainText.line(message)));
  }

  @Override
  public synchronized void warning(String message) {
    draw(List.of("warning: " + PlainText.line(message)));
  }

  @Override
  public synchronized void finish(PushResult result) {
    print(result.layers());
    super.finish(result);
  }

  @Override
  public synchronized void close() {
    super.close();
    if (!closed) {
      screen.draw(List.of(), List.of());
      closed = true;
    }
  }
}
