package dev.berth.cli.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version that the build wrote into the jar. */
public final class BerthVersion {
  private BerthVersion() {}

  /** For instance {@code 1.0.0}. */
  public static String text() {
    var properties = new Properties();
    try (var in = BerthVersion.class.getResourceAsStream("/berth.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }
}
