package dev.berth.cli;

import dev.berth.cli.session.BerthVersion;
import picocli.CommandLine.IVersionProvider;

/** The text of {@code --version}. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {text()};
  }

  static String text() {
    String java = "Java " + System.getProperty("java.version");
    return "berth " + BerthVersion.text() + " (" + java + ")";
  }
}
