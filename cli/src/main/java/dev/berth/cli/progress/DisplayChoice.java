package dev.berth.cli.progress;

import dev.berth.cli.session.Environment;
import dev.berth.cli.session.Output;
import dev.berth.cli.session.TerminalColumns;

/** How the progress of a push is shown. */
public final class DisplayChoice {
  private DisplayChoice() {}

  /** Bars on a terminal, a line every ten seconds elsewhere, nothing when quiet. */
  public static Progress of(Output output, Environment environment, boolean verbose) {
    return of(Transfer.Words.PUSH, output, environment, verbose);
  }

  /** The same for the download of files. */
  public static Progress ofDownload(Output output, Environment environment, boolean verbose) {
    return of(Transfer.Words.DOWNLOAD, output, environment, verbose);
  }

  private static Progress of(
      Transfer.Words words, Output output, Environment environment, boolean verbose) {
    var transfer = new Transfer(words, System::nanoTime);
    if (output.quiet() || !environment.errIsTerminal()) {
      return new Lines(output, verbose, transfer).start();
    }
    var columns = new TerminalColumns(environment.variables());
    return new Bars(output, verbose, transfer, new Screen(output.err(), columns)).start();
  }
}
