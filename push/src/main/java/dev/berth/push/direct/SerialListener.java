package dev.berth.push.direct;

import dev.berth.push.PushListener;
import dev.berth.push.PushResult.Outcome;

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
  public synchronized void layerDone(String layer, Outcome outcome) {
    listener.layerDone(layer, outcome);
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
