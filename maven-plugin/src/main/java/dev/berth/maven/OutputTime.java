package dev.berth.maven;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.apache.maven.plugin.MojoFailureException;
import org.jspecify.annotations.Nullable;

/** Maven's property {@code project.build.outputTimestamp}. */
final class OutputTime {
  private OutputTime() {}

  /**
   * The time; empty without one, or for a single character, which switches it off.
   *
   * @throws MojoFailureException for another text
   */
  static Optional<Instant> parse(@Nullable String text) throws MojoFailureException {
    if (text == null || text.matches("\\D?")) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          text.matches("[0-9]+")
              ? Instant.ofEpochSecond(Long.parseLong(text))
              : OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException | NumberFormatException e) {
      throw new MojoFailureException(
          ("project.build.outputTimestamp is '%s', and must be a time such as 2026-01-01T00:00:00Z,"
                  + " or seconds since 1970")
              .formatted(text),
          e);
    }
  }
}
