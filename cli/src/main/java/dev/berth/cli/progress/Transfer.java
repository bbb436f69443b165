package dev.berth.cli.progress;

import dev.berth.push.PushResult;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** How much of a push or a download is done. Not safe for several threads. */
final class Transfer {
  private static final Duration WINDOW = Duration.ofSeconds(5);
  private static final double SECOND = 1e9;
  private final Words words;
  private final LongSupplier nanos;
  private final Map<String, Layer> running = new LinkedHashMap<>();
  private final Deque<Sample> samples = new ArrayDeque<>();
  private int layers;
  private int done;
  private long bytes;
  private long finished;
  private long sent;

  /** A layer that is being sent; {@code total} is 0 when unknown. */
  record Layer(String name, long sent, long total) {}

  private record Sample(long at, long sent) {}

  /**
   * What is shown.
   *
   * @param verb for instance {@code pushing}
   * @param parts for instance {@code layers}
   */
  record Words(String verb, String parts) {
    static final Words PUSH = new Words("pushing", "layers");
    static final Words DOWNLOAD = new Words("downloading", "files");
  }

  /**
   * @param nanos the clock, as {@link System#nanoTime}
   */
  Transfer(Words words, LongSupplier nanos) {
    this.words = words;
    this.nanos = nanos;
  }

  /** One of several pushes begins. */
  void begins(int newLayers, long newBytes) {
    layers += newLayers;
    bytes += newBytes;
  }

  void progress(String name, long layerSent, long total) {
    Layer before = running.put(name, new Layer(name, layerSent, total));
    // A layer that is sent again begins anew.
    sent += Math.max(0, layerSent - (before == null ? 0 : before.sent()));
  }

  /** A layer is done; how many bytes it had is known from its progress, or else its result. */
  void done(String name, Optional<PushResult.Layer> result) {
    Layer layer = running.remove(name);
    done++;
    finished +=
        layer == null
            ? result.map(PushResult.Layer::size).orElse(0L)
            : Math.max(layer.total(), layer.sent());
  }

  /** The layers that are being sent, in the order in which they began. */
  List<Layer> running() {
    return List.copyOf(running.values());
  }

  /**
   * For instance {@code 3/7 layers 45.2/120.5 MiB 9.8 MiB/s 8 s left}, without the words where the
   * columns are few.
   */
  String summary(int columns) {
    String text = summary();
    return text.length() < columns
        ? text
        : text.replace(" " + words.parts(), "").replace(" left", "");
  }

  /** For instance {@code pushing: 3/7 layers, 45.2/120.5 MiB}. */
  String line() {
    return words.verb() + ": " + summary().replace("  ", ", ");
  }

  String summary() {
    long now = nanos.getAsLong();
    samples.addLast(new Sample(now, sent));
    while (samples.size() > 2 && now - samples.getFirst().at() > WINDOW.toNanos()) {
      samples.removeFirst();
    }
    long current = finished + running.values().stream().mapToLong(Layer::sent).sum();
    long whole = Math.max(bytes, current);
    var text = new StringBuilder();
    text.append(layers > 0 ? done + "/" + layers : Integer.toString(done))
        .append(" ")
        .append(words.parts());
    text.append("  ").append(bytes > 0 ? ByteCount.of(current, whole) : ByteCount.of(current));
    OptionalLong rate = rate(now);
    if (rate.isPresent()) {
      text.append("  ").append(ByteCount.of(rate.getAsLong())).append("/s");
      if (bytes > 0) {
        text.append("  ").append(time((whole - current) / rate.getAsLong())).append(" left");
      }
    }
    return text.toString();
  }

  private OptionalLong rate(long now) {
    Sample first = samples.getFirst();
    double seconds = (now - first.at()) / SECOND;
    long rate = seconds > 0 ? (long) ((sent - first.sent()) / seconds) : 0;
    return rate > 0 ? OptionalLong.of(rate) : OptionalLong.empty();
  }

  private static String time(long seconds) {
    return seconds < 60
        ? seconds + " s"
        : seconds < 3600
            ? "%d min %d s".formatted(seconds / 60, seconds % 60)
            : "%d h %d min".formatted(seconds / 3600, seconds % 3600 / 60);
  }
}
