package dev.berth.testing;

import dev.berth.push.PushListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what the user would read. */
public final class RecordingListener implements PushListener {
  private final List<String> infos = new CopyOnWriteArrayList<>();
  private final List<String> debugs = new CopyOnWriteArrayList<>();
  private final List<String> warnings = new CopyOnWriteArrayList<>();

  /** A listener that has heard nothing. */
  public RecordingListener() {}

  @Override
  public void info(String message) {
    infos.add(message);
  }

  @Override
  public void debug(String message) {
    debugs.add(message);
  }

  @Override
  public void warning(String message) {
    warnings.add(message);
  }

  /** What was done besides moving bytes. */
  public List<String> infos() {
    return List.copyOf(infos);
  }

  /** How it was done. */
  public List<String> debugs() {
    return List.copyOf(debugs);
  }

  /** What was warned of. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }
}
