package dev.berth.cli;

import java.io.IOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the jar. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() throws IOException {
    var properties = new Properties();
    try (var in = Version.class.getResourceAsStream("/berth.properties")) {
      properties.load(in);
    }
    String java = "Java " + System.getProperty("java.version");
    return new String[] {"berth " + properties.getProperty("version") + " (" + java + ")"};
  }
}
