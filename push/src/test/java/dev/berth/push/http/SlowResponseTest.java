package dev.berth.push.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.push.ConnectionSettings;
import dev.berth.push.fake.RawServer;
import dev.berth.push.fake.RawServer.Answer;
import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers that send something now and then, and never come to an end. */
class SlowResponseTest {
  private static final Duration TIMEOUT = Duration.ofMillis(400);
  private static final long PAUSE = Duration.ofMillis(50).toNanos();

  private enum Endless {
    HEADERS("HTTP/1.1 200 OK\r\nX-Slow: ", "x"),
    HEADER_LINES("HTTP/1.1 200 OK\r\n", "X-Slow: x\r\n"),
    INTERIM_ANSWERS("", "HTTP/1.1 103 Early Hints\r\n\r\n"),
    BODY("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n", "x"),
    CHUNKS("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n");

    private final String begin;
    private final String again;

    Endless(String begin, String again) {
      this.begin = begin;
      this.again = again;
    }

    Answer answer() {
      return out -> {
        out.write(begin.getBytes(US_ASCII));
        while (true) {
          out.write(again.getBytes(US_ASCII));
          out.flush();
          LockSupport.parkNanos(PAUSE);
        }
      };
    }
  }

  private static List<Request> requests() {
    Request get = Request.of("GET", "/v2/a/manifests/1", "asking").maxBody(4 << 20);
    Request put = Request.of("PUT", "/v2/a/manifests/1", "sending").maxBody(1000);
    return List.of(get.timeout(TIMEOUT), put.sending(Body.of(new byte[10])).timeout(TIMEOUT));
  }

  @ParameterizedTest
  @EnumSource
  @Timeout(60)
  void anExchangeHasADeadline(Endless kind) {
    for (Request request : requests()) {
      try (RawServer server = new RawServer(kind.answer());
          RegistryClient client =
              new RegistryClient(
                  server.host(),
                  Credentials::anonymous,
                  ConnectionSettings.DEFAULTS,
                  RetryPolicy.NONE)) {
        BerthException failure =
            assertThrows(BerthException.class, () -> client.send(request, "scope"));
        assertEquals(ErrorCode.TRANSIENT, failure.code());
        assertTrue(failure.getMessage().contains("no whole response in"), failure::getMessage);
      }
    }
  }
}
