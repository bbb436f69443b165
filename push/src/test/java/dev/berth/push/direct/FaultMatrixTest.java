package dev.berth.push.direct;

import static dev.berth.testing.server.FakeServer.answer;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import dev.berth.push.ConnectionSettings;
import dev.berth.push.fake.SampleImage;
import dev.berth.reference.Digests;
import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import dev.berth.testing.server.FakeServer.Handler;
import dev.berth.testing.server.MemoryRegistry;
import dev.berth.testing.server.TlsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each step of a push meets each fault, once and for good, over HTTP and TLS. With the system
 * property {@code reliability.write}, the results are written to {@code docs/reliability.md}.
 */
class FaultMatrixTest {
  private static final String UPLOADS = "/blobs/uploads/";
  private static final Set<ErrorCode> ALLOWED =
      Set.of(ErrorCode.TRANSIENT, ErrorCode.CREDENTIALS, ErrorCode.REFUSED);
  private static final Map<String, Map<Step, String>> RESULTS = new ConcurrentHashMap<>();

  @TempDir private static Path folder;

  private enum Step {
    TOKEN("GET", "/token"),
    FIND_TAG("HEAD", "/manifests/"),
    FIND_BLOB("HEAD", "/blobs/sha256"),
    MOUNT("POST", "mount="),
    OPEN_UPLOAD("POST", UPLOADS),
    SEND_BLOB("PUT", UPLOADS),
    SEND_STREAM("PATCH", UPLOADS),
    PUT_MANIFEST("PUT", "/manifests/"),
    READ_MANIFEST("GET", "/manifests/");

    private final String method;
    private final String path;

    Step(String method, String path) {
      this.method = method;
      this.path = path;
    }
  }

  /** A fault, and whether the request may succeed when it is sent again. */
  private enum Fault {
    CONNECTION_CLOSED(HttpExchange::close, true),
    HEADERS_CUT(
        exchange -> {
          exchange.sendResponseHeaders(200, 1000);
          exchange.close();
        },
        false),
    S408(answer(408, ""), true),
    S429(answer(429, "", "Retry-After", "0"), true),
    S429_GARBAGE(answer(429, "", "Retry-After", "-5 soon"), true),
    S500(answer(500, ""), true),
    S503_LARGE(answer(503, "x".repeat(500_000)), true),
    S501(answer(501, ""), false),
    S400(answer(400, "{\"errors\":[{\"code\":\"NAME_INVALID\",\"message\":\"no\"}]}"), false),
    S401(answer(401, ""), false),
    S403(answer(403, "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"no\"}]}"), false),
    S404(answer(404, ""), false),
    REDIRECT_LOOP(
        exchange ->
            answer(307, "", "Location", exchange.getRequestURI().toString()).handle(exchange),
        false),
    HTML(answer(200, "<html>hello</html>", "Content-Type", "text/html"), false);

    @SuppressWarnings("ImmutableEnumChecker") // A handler has no state.
    private final Handler handler;

    private final boolean isTransient;

    Fault(Handler handler, boolean isTransient) {
      this.handler = handler;
      this.isTransient = isTransient;
    }

    String words() {
      return name()
          .toLowerCase(java.util.Locale.ROOT)
          .replace('_', ' ')
          .replaceFirst("^s(?=\\d)", "");
    }
  }

  static Stream<Arguments> cells() {
    return Arrays.stream(Step.values())
        .flatMap(
            step ->
                Arrays.stream(Fault.values())
                    .flatMap(
                        fault ->
                            Stream.of(
                                Arguments.of(step, fault, false),
                                Arguments.of(step, fault, true))));
  }

  private static MemoryRegistry registry(boolean tls) throws IOException, GeneralSecurityException {
    return tls ? new MemoryRegistry(TlsFiles.serverContext(TlsFiles.once())) : new MemoryRegistry();
  }

  private static void requireTokens(MemoryRegistry registry, boolean tls) {
    String realm =
        "Bearer realm=\"%s://%s/v2/token\"".formatted(tls ? "https" : "http", registry.host());
    registry.refuse(
        exchange -> exchange.getRequestURI().getPath().endsWith("/token"),
        answer(200, "{\"token\":\"canary-token\",\"expires_in\":300}"));
    registry.refuse(
        exchange -> !exchange.getRequestHeaders().containsKey("Authorization"),
        answer(401, "", "WWW-Authenticate", realm));
  }

  @ParameterizedTest
  @MethodSource("cells")
  void aPushIsWholeOrTold(Step step, Fault fault, boolean tls)
      throws IOException, GeneralSecurityException {
    String result = run(step, fault, tls, 1) + " / " + run(step, fault, tls, Integer.MAX_VALUE);
    if (!tls) {
      RESULTS.computeIfAbsent(fault.words(), any -> new ConcurrentHashMap<>()).put(step, result);
    }
  }

  private String run(Step step, Fault fault, boolean tls, int times)
      throws IOException, GeneralSecurityException {
    Path own = Files.createTempDirectory(folder, "run");
    try (MemoryRegistry registry = registry(tls);
        DirectEngineKit kit = new DirectEngineKit(registry, own)) {
      SampleImage image = SampleImage.of(own, 3000, 2000);
      kit.with(Credentials.basic("bob", "canary-password"));
      if (tls) {
        kit.with(
            new ConnectionSettings(
                false,
                Optional.of(TlsFiles.once().resolve("ca.pem")),
                Optional.empty(),
                Optional.empty()));
      }
      if (step == Step.MOUNT) {
        // Then the push mounts the blobs from here.
        kit.push(image.layout(), "team/base:1");
      }
      var met = new AtomicInteger();
      registry.fail(
          times,
          step.method,
          step.path,
          exchange -> {
            met.incrementAndGet();
            fault.handler.handle(exchange);
          });
      requireTokens(registry, tls);
      if (step == Step.READ_MANIFEST) {
        // Then the push asks what the tag names.
        registry.refuse(
            exchange -> exchange.getRequestMethod().equals("PUT") && isManifest(exchange),
            exchange -> {
              registry.putManifest("team/app", "1", exchange.getRequestBody().readAllBytes());
              answer(201, "").handle(exchange);
            });
      }
      String status = judged(step, fault, times, registry, kit, image);
      assertTrue(met.get() > 0, "the push did not meet the fault");
      return status;
    }
  }

  private static boolean isManifest(HttpExchange exchange) {
    return exchange.getRequestURI().getPath().contains("/manifests/");
  }

  private static String judged(
      Step step,
      Fault fault,
      int times,
      MemoryRegistry registry,
      DirectEngineKit kit,
      SampleImage image) {
    boolean streamed = step == Step.SEND_STREAM;
    try {
      kit.push(streamed ? image.archive() : image.layout(), "team/app:1");
    } catch (BerthException e) {
      assertTrue(ALLOWED.contains(e.code()), e::toString);
      assertTrue(!fault.isTransient || times > 1, () -> "not tried again: " + e);
      assertTrue(
          step == Step.READ_MANIFEST || registry.manifest("team/app", "1").isEmpty(), "a tag");
      assertEquals(0, registry.openUploads(), () -> "an open upload after " + e);
      return String.valueOf(exit(e.code()));
    }
    byte[] manifest = registry.manifest("team/app", "1").orElseThrow();
    if (!streamed) {
      assertArrayEquals(image.manifest(), manifest);
      image
          .compressedLayers()
          .forEach(
              layer ->
                  assertArrayEquals(
                      layer,
                      registry.blob("team/app", Digests.of(layer).toString()).orElseThrow()));
    }
    String config = Digests.of(image.config()).toString();
    assertTrue(registry.blob("team/app", config).isPresent());
    assertEquals(0, registry.openUploads());
    return "0";
  }

  private static int exit(ErrorCode code) {
    return switch (code) {
      case TRANSIENT -> 8;
      case CREDENTIALS -> 5;
      default -> 9;
    };
  }

  @AfterAll
  static void write() throws IOException {
    String file = System.getProperty("reliability.write", "");
    if (file.isEmpty()) {
      return;
    }
    StringBuilder table = new StringBuilder("| fault |");
    Stream.of(Step.values())
        .forEach(step -> table.append(" %s %s |".formatted(step.method, step.path)));
    table.append("\n|---|").append("---|".repeat(Step.values().length)).append('\n');
    for (var row : new TreeMap<>(RESULTS).entrySet()) {
      table.append("| ").append(row.getKey()).append(" |");
      table.append(
          Stream.of(Step.values())
              .map(step -> " " + row.getValue().getOrDefault(step, "") + " |")
              .collect(Collectors.joining()));
      table.append('\n');
    }
    Files.writeString(Path.of(file), table);
  }
}
