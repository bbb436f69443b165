package dev.berth.push.direct;

import dev.berth.push.PushListener;
import dev.berth.push.PushResult;
import java.util.Optional;

/** Forwards calls one at a time. */
final class SerialListener implements PushListener {
  private final PushListener listener;

  SerialListener(PushListener listener) {
    this.listener = listener;
  }

  @Override
  public synchronized void layerProgress(String layer, long sent, long total) {
    listener.layerProgress(layer, sent, total);
  }

  @Override
  public synchronized void begins(int layers, long bytes) {
    listener.begins(layers, bytes);
  }

  @Override
  public synchronized void layerDone(String layer, Optional<PushResult.Layer> result) {
    listener.layerDone(layer, result);
  }

  @Override
  public synchronized void info(String message) {
    listener.info(message);
  }

  @Override
  public synchronized void debug(String message) {
    listener.debug(message);
  }

  @Override
  public synchronized void warning(String message) {
    listener.warning(message);
  }
}
