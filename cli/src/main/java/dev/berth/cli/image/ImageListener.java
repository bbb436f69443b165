package dev.berth.cli.image;

import dev.berth.cli.session.Output;
import dev.berth.cli.session.Session;
import dev.berth.push.PushListener;

/** Prints warnings, and with {@code --verbose} where logins came from. */
record ImageListener(Output output, boolean verbose) implements PushListener {
  static ImageListener of(Session session) {
    return new ImageListener(session.output(), session.verbose());
  }

  @Override
  public void warning(String message) {
    output.warning(message);
  }

  @Override
  public void debug(String message) {
    if (verbose) {
      output.info(message);
    }
  }
}
