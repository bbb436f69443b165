package dev.berth.push.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryPolicyTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static Optional<Duration> retryAfter(String header, String body) {
    return RetryPolicy.retryAfter(Optional.of(header).filter(it -> !it.isEmpty()), body, NOW);
  }

  @ParameterizedTest
  @CsvSource({
    "7, PT7S",
    "' 7 ', PT7S",
    "'Thu, 01 Jan 2026 00:00:30 GMT', PT30S",
    "999999999, PT24H",
    "'Fri, 31 Dec 9999 23:59:59 GMT', PT24H",
  })
  void readsTheHeader(String header, Duration expected) {
    assertEquals(Optional.of(expected), retryAfter(header, ""));
  }

  @ParameterizedTest
  @CsvSource({
    "'toomanyrequests: retry-after: 1.5s, allowed: 44000/minute', PT1.5S",
    "'{\"errors\":[{\"message\":\"retry-after: 228.167µs\"}]}', ''",
    "'{\"errors\":[{\"message\":\"retry-after: 250ms\"}]}', PT0.25S",
    "'retry-after: 0.5ms', PT0.001S",
    "'retry-after: 1.2.3s', ''",
    "'retry later', ''",
  })
  void readsTheBodyOfGitHubsErrors(String body, String expected) {
    assertEquals(
        Optional.of(expected).filter(it -> !it.isEmpty()).map(Duration::parse),
        retryAfter("", body));
  }

  @Test
  void theHeaderIsReadBeforeTheBody() {
    assertEquals(Optional.of(Duration.ofSeconds(7)), retryAfter("7", "retry-after: 9s"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-5", "1e9", "soon", "", "Thu, 01 Jan 1970 00:00:00 GMT"})
  void ignoresAnInvalidHeader(String header) {
    assertEquals(Optional.empty(), retryAfter(header, ""));
  }

  @Test
  void pausesAtLeastAsLongAsTheRegistryAsksFor() {
    Duration wanted = Duration.ofSeconds(40);

    assertEquals(wanted, RetryPolicy.DEFAULT.pause(1, Optional.of(wanted)));
  }

  @Test
  void pausesNoLongerThanItsLongest() {
    for (int attempt = 1; attempt < 100; attempt++) {
      Duration pause = RetryPolicy.DEFAULT.pause(attempt, Optional.empty());
      assertTrue(pause.compareTo(RetryPolicy.DEFAULT.longest()) <= 0, pause::toString);
    }
  }
}
