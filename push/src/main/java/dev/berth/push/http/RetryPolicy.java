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
 * How often a request is repeated, and after which pauses: exponential back-off with full jitter,
 * or as long as the registry asks for.
 *
 * @param attempts the number of attempts, including the first
 * @param first the longest pause before the second attempt; it doubles from then on
 * @param longest the longest pause
 * @param total the longest sum of the pauses of one step
 */
public record RetryPolicy(int attempts, Duration first, Duration longest, Duration total) {
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(5, Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofMinutes(2));
  public static final RetryPolicy NONE =
      new RetryPolicy(1, Duration.ZERO, Duration.ZERO, Duration.ZERO);

  private static final Duration MAX_WAIT = Duration.ofDays(1);
  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");
  // GitHub's registry names it in the body only.
  private static final Pattern IN_BODY = Pattern.compile("retry-after: ([0-9.]{1,12})(ms|s)\\b");

  /** Whether a request with this status may succeed later. */
  public static boolean isTransient(int status) {
    return switch (status) {
      case 408, 429, 500, 502, 503, 504 -> true;
      default -> false;
    };
  }

  /** How long to wait after a failed attempt; the first attempt is 1. */
  Duration pause(int attempt, Optional<Duration> retryAfter) {
    long ceiling = Math.min(first.toNanos() << Math.min(attempt - 1, 20), longest.toNanos());
    long jittered = ceiling <= 0 ? 0 : ThreadLocalRandom.current().nextLong(ceiling + 1);
    Duration own = Duration.ofNanos(jittered);
    return retryAfter.filter(wait -> wait.compareTo(own) > 0).orElse(own);
  }

  /**
   * The pause that a registry asks for: seconds or a date in the header (RFC 9110, section 10.2.3),
   * or a duration in the body. Empty if there is none, or if it is invalid.
   */
  static Optional<Duration> retryAfter(Optional<String> header, String body, Instant now) {
    return header
        .map(String::strip)
        .flatMap(text -> parse(text, now))
        .or(() -> inBody(body))
        // Longer than any push waits, and still a valid number of nanoseconds.
        .map(wait -> wait.compareTo(MAX_WAIT) > 0 ? MAX_WAIT : wait);
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

  private static Optional<Duration> inBody(String body) {
    Matcher matcher = IN_BODY.matcher(body);
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
