package dev.berth.push.fake;

import dev.berth.push.PushListener;
import dev.berth.push.PushResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Records the calls, a line each. */
public final class RecordingListener implements PushListener {
  private final List<String> events = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final List<String> infos = new ArrayList<>();

  @Override
  public void layerProgress(String layer, long sent, long total) {
    events.add(layer + " " + sent + "/" + total);
  }

  @Override
  public void layerDone(String layer, Optional<PushResult.Layer> result) {
    events.add(layer + result.map(it -> " " + it.outcome()).orElse(" done"));
  }

  @Override
  public void warning(String message) {
    warnings.add(message);
  }

  @Override
  public void info(String message) {
    infos.add(message);
  }

  /** The notices so far. */
  public List<String> infos() {
    return List.copyOf(infos);
  }

  /** The progress so far. */
  public List<String> events() {
    return List.copyOf(events);
  }

  /** The warnings so far. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }
}
