package dev.berth.push.direct;

import dev.berth.push.PushListener;
import dev.berth.push.PushResult.Outcome;

/** Passes on calls one at a time. */
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
  public synchronized void told(String message) {
    listener.told(message);
  }

  @Override
  public synchronized void detail(String message) {
    listener.detail(message);
  }

  @Override
  public synchronized void warning(String message) {
    listener.warning(message);
  }
}
