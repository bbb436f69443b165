package dev.berth.it.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What holds after every run of the command, whatever it was asked to do. */
final class Invariants {
  private static final Set<Integer> STATUSES = Set.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 130, 143);
  private static final Set<Integer> INTERRUPTED = Set.of(130, 143);
  private static final Pattern STACK_TRACE =
      Pattern.compile("^\\s+at [\\w.$/@]+\\(|^Exception in thread", Pattern.MULTILINE);

  private Invariants() {}

  static void check(Run run) {
    assertTrue(STATUSES.contains(run.status()), () -> "unknown status: " + run);
    assertFalse(Canary.isIn(run.out() + run.err()), () -> "it shows a secret: " + run);
    assertHarmless(run.out(), run);
    assertHarmless(run.err(), run);
    if (!run.arguments().contains("--stacktrace")) {
      assertFalse(STACK_TRACE.matcher(run.err()).find(), () -> "it has a stack trace: " + run);
    }
    // A report is a result, also when a prerequisite is not met or a rule is broken.
    boolean reports =
        List.of("check", "verify", "dev").stream().anyMatch(run.arguments()::contains);
    // Of several targets, those that succeeded have a result; so has a push whose digest is lost.
    boolean pushed =
        run.err().contains(" targets failed: ") || run.err().contains("the image was pushed, but");
    if (!pushed && run.status() != 0 && !(reports && List.of(4, 8, 10).contains(run.status()))) {
      assertEquals("", run.out(), () -> "a failure has a result: " + run);
    }
    assertError(run);
  }

  private static void assertHarmless(String text, Run run) {
    text.codePoints()
        .filter(c -> c != '\n')
        .filter(c -> Character.isISOControl(c) || isBidirectional(c) || c == 0xfffd)
        .findFirst()
        .ifPresent(
            c -> {
              throw new AssertionError("it prints the character U+%04x: %s".formatted(c, run));
            });
  }

  // Unicode, UAX #9, table 4: the explicit formatting characters and the implicit marks.
  private static boolean isBidirectional(int c) {
    return c == 0x061c
        || c == 0x200e
        || c == 0x200f
        || (c >= 0x202a && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069);
  }

  private static void assertError(Run run) {
    if (run.status() == 0) {
      assertEquals("", run.error(), () -> "a success has an error: " + run);
    } else if (run.has("--output", "json")) {
      assertTrue(
          run.jsonError().path("code").isTextual()
              && run.jsonError().path("message").isTextual()
              && run.jsonError().path("hints").isArray(),
          () -> "the error is not of its shape: " + run);
    } else if (!run.has("--output", "yaml")) {
      long errors = run.err().lines().filter(line -> line.startsWith("error: ")).count();
      boolean silent = INTERRUPTED.contains(run.status()) && errors == 0;
      assertTrue(errors == 1 || silent, () -> errors + " lines begin with 'error: ': " + run);
    }
  }
}
