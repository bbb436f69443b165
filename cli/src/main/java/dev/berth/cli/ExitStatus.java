package dev.berth.cli;

import dev.berth.reference.InvalidReferenceException;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import picocli.CommandLine.ParameterException;

/** The exit statuses. Scripts rely on them. */
final class ExitStatus {
  static final int BUG = 1;
  static final int INVALID = 2;

  private ExitStatus() {}

  static int of(Throwable failure) {
    if (failure instanceof ParameterException || failure instanceof InvalidReferenceException) {
      return INVALID;
    }
    return failure instanceof BerthException known ? of(known.code()) : BUG;
  }

  private static int of(ErrorCode code) {
    return switch (code) {
      case INVALID -> INVALID;
      case STORE -> 3;
      case FLAVOR -> 4;
      case CREDENTIALS -> 5;
      case IMAGE -> 6;
      case ENGINE -> 7;
      case TRANSIENT -> 8;
      case REFUSED -> 9;
      case PREREQUISITE -> 10;
    };
  }
}
