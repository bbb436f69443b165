package dev.berth.cli.progress;

import dev.berth.install.InstallListener;
import java.util.Optional;

/**
 * Shows downloads as the progress of their files.
 *
 * @param progress where they are shown
 */
public record Downloads(Progress progress) implements InstallListener {
  @Override
  public void begins(int jars) {
    progress.begins(jars, 0);
  }

  @Override
  public void progress(String file, long received, long total) {
    progress.layerProgress(file, received, total);
  }

  @Override
  public void downloaded(String file) {
    progress.layerDone(file, Optional.empty());
  }
}
