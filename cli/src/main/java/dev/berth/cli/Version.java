package dev.berth.cli;

import dev.berth.cli.session.BerthVersion;
import picocli.CommandLine.IVersionProvider;

/** The text of {@code --version}. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String java = "Java " + System.getProperty("java.version");
    return new String[] {"berth " + BerthVersion.text() + " (" + java + ")"};
  }
}
