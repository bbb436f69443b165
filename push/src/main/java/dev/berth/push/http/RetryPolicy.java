package dev.berth.push.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When something is tried again, and after how long: exponential with full jitter, or as long as
 * the registry says.
 *
 * @param attempts how often something is tried in all
 * @param first the longest pause before the second attempt; it doubles from then on
 * @param longest the longest pause
 * @param total how long the pauses of one step may be in all
 */
public record RetryPolicy(int attempts, Duration first, Duration longest, Duration total) {
  public static final RetryPolicy STANDARD =
      new RetryPolicy(5, Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofMinutes(2));
  public static final RetryPolicy NONE =
      new RetryPolicy(1, Duration.ZERO, Duration.ZERO, Duration.ZERO);

  private static final Duration MAX_WISH = Duration.ofDays(1);
  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");
  // GitHub's registry says it in the body only.
  private static final Pattern IN_WORDS = Pattern.compile("retry-after: ([0-9.]{1,12})(ms|s)\\b");

  /** Whether a status may be another one soon. */
  public static boolean isTransient(int status) {
    return switch (status) {
      case 408, 429, 500, 502, 503, 504 -> true;
      default -> false;
    };
  }

  /** How long to wait after a failed attempt, the first of which is 1. */
  Duration pause(int attempt, Optional<Duration> asked) {
    long ceiling = Math.min(first.toNanos() << Math.min(attempt - 1, 20), longest.toNanos());
    long jittered = ceiling <= 0 ? 0 : ThreadLocalRandom.current().nextLong(ceiling + 1);
    Duration own = Duration.ofNanos(jittered);
    return asked.filter(wish -> wish.compareTo(own) > 0).orElse(own);
  }

  /**
   * What a registry asks for: seconds or a date (RFC 9110, section 10.2.3), or words in the body.
   * Empty where it asks for nothing, or for nothing that makes sense.
   */
  static Optional<Duration> asked(Optional<String> retryAfter, String words, Instant now) {
    return retryAfter
        .map(String::strip)
        .flatMap(text -> parse(text, now))
        .or(() -> inWords(words))
        // Longer than anyone waits, and still a number of nanoseconds.
        .map(wish -> wish.compareTo(MAX_WISH) > 0 ? MAX_WISH : wish);
  }

  private static Optional<Duration> parse(String text, Instant now) {
    if (SECONDS.matcher(text).matches()) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      Instant date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(Duration.between(now, date)).filter(wait -> !wait.isNegative());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> inWords(String words) {
    Matcher matcher = IN_WORDS.matcher(words);
    if (!matcher.find()) {
      return Optional.empty();
    }
    try {
      double number = Double.parseDouble(matcher.group(1));
      double millis = matcher.group(2).equals("s") ? number * 1000 : number;
      return Optional.of(Duration.ofMillis((long) Math.ceil(millis)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
