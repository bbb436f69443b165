package dev.berth.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The quickstart's image, for tests of other packages. */
public final class QuickstartSample {
  private QuickstartSample() {}

  /** Writes the image as an OCI layout and returns the folder. */
  public static Path write(Path layout) {
    try {
      HelloImage.write(layout);
      return layout;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
