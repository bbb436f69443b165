package dev.berth.push.direct;

import static dev.berth.testing.server.FakeServer.answer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.push.fake.SampleImage;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.testing.server.ImpatientServer;
import dev.berth.testing.server.MemoryRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How blobs are sent to registries that do not accept the usual way. */
class DirectUploadsTest {
  private static final String UPLOADS = "/blobs/uploads/";

  @TempDir private Path folder;
  private final MemoryRegistry registry = new MemoryRegistry();
  private DirectEngineKit kit;
  private SampleImage image;

  @BeforeEach
  void open() {
    kit = new DirectEngineKit(registry, folder);
    image = SampleImage.of(folder, 300_000, 20_000);
  }

  @AfterEach
  void close() {
    kit.close();
    registry.close();
  }

  @Test
  void reportsWhyARegistryClosedTheConnectionInTheMiddleOfABody() throws Exception {
    String denied = "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"quota\"}]}";
    try (var impatient = new ImpatientServer("403 Forbidden", denied)) {
      registry.fail(100, "POST", UPLOADS, answer(202, "", "Location", impatient.uri().toString()));
      image = SampleImage.of(folder, 12_000_000);

      BerthException e = kit.failure(image, ErrorCode.CREDENTIALS);
      assertTrue(e.getMessage().contains("DENIED: quota"), e::getMessage);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {405, 411, 413, 415, 501})
  void usesAnotherWayWhereARegistryAcceptsNoPut(int status) {
    registry.fail(
        2,
        "PUT",
        UPLOADS,
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          answer(status, "").handle(exchange);
        });
    kit.requirePushed(image);
    assertTrue(kit.count("PATCH /v2/team/app" + UPLOADS) > 0);
  }

  @Test
  void sendsInChunksWhereNothingElseWorks() {
    registry.takeChunksOnly();
    kit.requirePushed(image);
    assertTrue(registry.chunks() > 0);
  }

  @Test
  void givesUpWhereChunksMakeNoProgress() {
    registry.takeChunksOnly();
    registry.refuse(
        exchange -> exchange.getRequestHeaders().containsKey("Content-Range"),
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          answer(202, "", "Location", exchange.getRequestURI().toString(), "Range", "0-0")
              .handle(exchange);
        });
    kit.failure(image, ErrorCode.REFUSED);
  }

  @Test
  void resumesAfterAChunkBrokeOff() {
    registry.takeChunksOnly();
    AtomicInteger broken = new AtomicInteger();
    registry.refuse(
        exchange ->
            exchange.getRequestHeaders().containsKey("Content-Range")
                && broken.getAndIncrement() == 0,
        exchange -> {
          exchange.getRequestBody().readNBytes(10);
          answer(503, "").handle(exchange);
        });
    kit.requirePushed(image);
  }

  @Test
  void sendsNoLayerThatIsNotWhatTheImageSays() throws IOException {
    for (int status : new int[] {0, 411}) {
      if (status > 0) {
        registry.fail(
            1000,
            "PATCH",
            UPLOADS,
            exchange -> {
              exchange.getRequestBody().readAllBytes();
              answer(status, "").handle(exchange);
            });
      }
      var source = image.archive();
      byte[] archive = Files.readAllBytes(source.path());
      archive[2000] ^= 1;
      Files.write(source.path(), archive);

      BerthException e =
          assertThrows(BerthException.class, () -> kit.renewed().push(source, "team/app:1"));

      assertEquals(ErrorCode.IMAGE, e.code(), e::getMessage);
      assertEquals(Optional.empty(), registry.manifest("team/app", "1"));
    }
  }

  @Test
  void compressesIntoAFileWhereARegistryRequiresTheSize() {
    requireSizes();
    var result = kit.push(image.archive(), "team/app:1");
    assertTrue(registry.blob("team/app", result.layers().get(0).digest().toString()).isPresent());
    assertTrue(isEmpty(folder.resolve("cache/spool")));
  }

  @Test
  void needsNoCache() throws IOException {
    Files.writeString(folder.resolve("cache"), "a file where the folder should be");
    requireSizes();
    kit.push(image.archive(), "team/app:1");
    assertTrue(registry.manifest("team/app", "1").isPresent());
  }

  /** Lets the registry refuse bodies whose size it does not know. */
  private void requireSizes() {
    registry.fail(
        1000,
        "PATCH",
        UPLOADS,
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          answer(411, "").handle(exchange);
        });
  }

  private static boolean isEmpty(Path folder) {
    String[] names = folder.toFile().list();
    return names != null && names.length == 0;
  }

  @Test
  void saysThatTheImageChangedWhenItDid() throws IOException {
    var source = image.layout();
    Path layer = image.layoutLayer(0);
    byte[] content = Files.readAllBytes(layer);
    content[content.length / 2] ^= 1;
    Files.write(layer, content);

    BerthException e = assertThrows(BerthException.class, () -> kit.push(source, "team/app:1"));

    assertEquals(ErrorCode.IMAGE, e.code(), e::getMessage);
    assertEquals(Optional.empty(), registry.manifest("team/app", "1"));
  }
}
