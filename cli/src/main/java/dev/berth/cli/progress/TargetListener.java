package dev.berth.cli.progress;

import dev.berth.push.PushListener;
import dev.berth.push.PushResult;
import java.util.Optional;

/**
 * One of several targets, in the display of all.
 *
 * @param name the target, which its messages begin with
 * @param number tells its layers from those of other targets
 * @param all the display, which several threads may call
 */
public record TargetListener(String name, int number, PushListener all) implements PushListener {
  private String layer(String layer) {
    return number + ":" + layer;
  }

  @Override
  public void begins(int layers, long bytes) {
    all.begins(layers, bytes);
  }

  @Override
  public void layerProgress(String layer, long sent, long total) {
    all.layerProgress(layer(layer), sent, total);
  }

  @Override
  public void layerDone(String layer, Optional<PushResult.Layer> result) {
    all.layerDone(layer(layer), result);
  }

  @Override
  public void info(String message) {
    all.info(name + ": " + message);
  }

  @Override
  public void debug(String message) {
    all.debug(name + ": " + message);
  }

  @Override
  public void warning(String message) {
    all.warning(name + ": " + message);
  }
}
