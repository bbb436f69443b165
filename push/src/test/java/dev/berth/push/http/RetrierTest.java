package dev.berth.push.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicHeader;
import org.junit.jupiter.api.Test;

class RetrierTest {
  private static final Duration WAIT = Duration.ofSeconds(7);
  private static final RetryPolicy QUICK =
      new RetryPolicy(3, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofSeconds(30));

  private final List<Duration> pauses = new ArrayList<>();
  private final Cancellation recording =
      new Cancellation() {
        @Override
        void pause(long nanos) {
          pauses.add(Duration.ofNanos(nanos));
        }
      };
  private final Retrier retrier = new Retrier(QUICK);

  private static Response response(int status, String body, Header... headers) {
    return new Response(
        URI.create("https://r.example/v2/"),
        status,
        List.of(headers),
        body.getBytes(StandardCharsets.UTF_8));
  }

  private Response repeat(Response... responses) {
    Queue<Response> next = new ArrayDeque<>(List.of(responses));
    return retrier.repeat(next::remove, recording);
  }

  @Test
  void waitsAsLongAsTheRegistryAsksFor() {
    Response ok = response(200, "");

    assertEquals(ok, repeat(response(429, "", new BasicHeader("Retry-After", "7")), ok));
    assertEquals(WAIT, pauses.get(0));
  }

  @Test
  void waitsAsLongAsTheBodyAsksFor() {
    assertEquals(200, repeat(response(429, "retry-after: 7s"), response(200, "")).status());
    assertEquals(WAIT, pauses.get(0));
  }

  @Test
  void otherRequestsWaitToo() {
    retrier.backOff(response(503, "", new BasicHeader("Retry-After", "7")));

    repeat(response(200, ""));

    assertTrue(pauses.get(0).compareTo(WAIT.minusSeconds(5)) > 0, pauses::toString);
  }

  @Test
  void returnsTheErrorWhenTheRegistryAsksForTooMuch() {
    assertEquals(429, repeat(response(429, "", new BasicHeader("Retry-After", "31"))).status());
    assertEquals(List.of(), pauses);
  }
}
