package dev.berth.push.direct;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import dev.berth.push.ConnectionSettings;
import dev.berth.push.fake.RawServer;
import dev.berth.push.fake.RawServer.Answer;
import dev.berth.push.fake.SampleImage;
import dev.berth.push.http.HttpJsonClient;
import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import dev.berth.testing.server.FakeServer;
import dev.berth.testing.server.MemoryRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A refusal is a refusal, whatever its body is. */
class RefusalBodiesTest {
  private static final String DENIED =
      "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"no quota left\"}]}";
  private static final int HUGE = 30_000_000;

  /** Bodies that cannot be read to their end, or are not what they are said to be. */
  @SuppressWarnings("ImmutableEnumChecker")
  enum Body {
    HUGE_AND_WHOLE("Content-Length: " + HUGE, out -> repeat(out, HUGE)),
    HUGE_AND_CHUNKED("Transfer-Encoding: chunked", Body::chunks),
    ENDLESS("Connection: close", out -> repeat(out, Long.MAX_VALUE)),
    TRUNCATED("Content-Length: 1000", out -> out.write(DENIED.getBytes(UTF_8))),
    SILENT("Content-Length: 1000", Body::hang),
    GARBLED_CHUNKS("Transfer-Encoding: chunked", out -> out.write("zz\r\n\0".getBytes(UTF_8))),
    NOT_GZIP("Content-Encoding: gzip\r\nContent-Length: 4", out -> out.write(new byte[4])),
    UNKNOWN_ENCODING("Content-Encoding: br\r\nContent-Length: 4", out -> out.write(new byte[4]));

    private final String headers;
    private final Answer content;

    Body(String headers, Answer content) {
      this.headers = headers;
      this.content = content;
    }

    Answer with(String status) {
      return RawServer.answer("HTTP/1.1 " + status + "\r\n" + headers, content);
    }

    private static void repeat(OutputStream out, long size) throws IOException {
      byte[] block = " ".repeat(100_000).getBytes(ISO_8859_1);
      for (long sent = 0; sent < size; sent += block.length) {
        out.write(block);
      }
    }

    private static void chunks(OutputStream out) throws IOException {
      out.write((Integer.toHexString(HUGE) + "\r\n").getBytes(ISO_8859_1));
      repeat(out, HUGE);
      out.write("\r\n0\r\n\r\n".getBytes(ISO_8859_1));
    }

    private static void hang(OutputStream out) throws IOException {
      out.write(DENIED.getBytes(UTF_8));
      out.flush();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @TempDir private Path folder;
  private final MemoryRegistry registry = new MemoryRegistry();
  private DirectEngineKit kit;
  private SampleImage image;

  @BeforeEach
  void open() {
    kit = new DirectEngineKit(registry, folder).with(Credentials.basic("user", "pass"));
    image = SampleImage.of(folder, 2_000_000);
  }

  @AfterEach
  void close() {
    kit.close();
    registry.close();
  }

  @ParameterizedTest
  @EnumSource
  void anUploadThatIsRefusedIsNotRepeated(Body body) {
    try (var refusing = new RawServer(body.with("403 Forbidden"))) {
      registry.fail(
          100, "POST", "/blobs/uploads/", FakeServer.answer(202, "", "Location", at(refusing)));

      BerthException e = kit.failure(image, ErrorCode.CREDENTIALS);

      assertTrue(e.getMessage().contains("answers 403"), e::getMessage);
      assertTrue(kit.count("POST /v2/team/app/blobs/uploads/") <= 2, "one for each blob");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTokenServiceThatRefusesIsAskedOnce(Body body) {
    try (var refusing = new RawServer(body.with("401 Unauthorized"))) {
      registry.refuse(RefusalBodiesTest::isAnonymous, challenge(refusing));

      BerthException e = kit.failure(image, ErrorCode.CREDENTIALS);

      assertTrue(e.getMessage().contains("answers 401"), e::getMessage);
      assertEquals(1, refusing.connections());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aWebApiThatRefusesIsHeard(Body body) {
    try (var refusing = new RawServer(body.with("404 Not Found"));
        var client = new HttpJsonClient(ConnectionSettings.DEFAULTS)) {
      assertEquals(404, client.get(URI.create(at(refusing)), Map.of()).status());
    }
  }

  @Test
  void anUploadThatIsTakenIsDone() {
    try (var taking = new RawServer(Body.TRUNCATED.with("201 Created"))) {
      registry.fail(
          1, "POST", "/blobs/uploads/", FakeServer.answer(202, "", "Location", at(taking)));

      kit.push(image.layout(), "team/app:1");

      assertEquals(1, taking.connections());
    }
  }

  @Test
  void aCompressedRefusalIsRead() {
    try (var refusing =
        new RawServer(
            RawServer.answer(
                "HTTP/1.1 403 Forbidden\r\nContent-Encoding: gzip\r\nConnection: close",
                out -> {
                  var gzip = new GZIPOutputStream(out);
                  gzip.write(DENIED.getBytes(UTF_8));
                  gzip.finish();
                }))) {
      registry.fail(
          100, "POST", "/blobs/uploads/", FakeServer.answer(202, "", "Location", at(refusing)));

      BerthException e = kit.failure(image, ErrorCode.CREDENTIALS);
      assertTrue(e.getMessage().contains("DENIED: no quota left"), e::getMessage);
    }
  }

  private static boolean isAnonymous(HttpExchange exchange) {
    return !exchange.getRequestHeaders().containsKey("Authorization");
  }

  private static FakeServer.Handler challenge(RawServer tokens) {
    return FakeServer.answer(
        401, "", "WWW-Authenticate", "Bearer realm=\"" + at(tokens) + "\",service=\"s\"");
  }

  private static String at(RawServer server) {
    return "http://" + server.host() + "/place";
  }
}
