package dev.berth.push.direct;

import static dev.berth.testing.server.FakeServer.answer;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.push.fake.SampleImage;
import dev.berth.push.image.ExportedImage;
import dev.berth.push.image.ImageForm;
import dev.berth.push.image.ImageLocation;
import dev.berth.push.image.ManifestFormat;
import dev.berth.push.image.Platform;
import dev.berth.reference.Digest;
import dev.berth.reference.Digests;
import dev.berth.spi.Credentials;
import dev.berth.testing.server.MemoryRegistry;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images that come by once, in the stream of an engine. */
class DirectExportTest {
  @TempDir private Path folder;
  private final MemoryRegistry registry = new MemoryRegistry();
  private final AtomicInteger exports = new AtomicInteger();
  private DirectEngineKit kit;
  private SampleImage image;
  private boolean containerd;

  @BeforeEach
  void open() {
    image = SampleImage.of(folder, 30_000, 2000);
    kit = new DirectEngineKit(registry, folder).with(exported());
  }

  @AfterEach
  void close() {
    kit.close();
    registry.close();
  }

  private ExportedImage exported() {
    return new ExportedImage() {
      @Override
      public Digest id() {
        return Digests.of(image.config());
      }

      @Override
      public Platform platform() {
        return new Platform("linux", "amd64");
      }

      @Override
      public List<Digest> diffIds() {
        return image.diffIds();
      }

      @Override
      public InputStream export() {
        exports.incrementAndGet();
        return new ByteArrayInputStream(
            containerd ? image.containerdArchiveBytes() : image.archiveBytes());
      }
    };
  }

  private void requirePushed() {
    kit.push(ImageLocation.parse("docker-daemon:app:1"), "team/app:1");
    assertTrue(registry.manifest("team/app", "1").isPresent());
    String config = Digests.of(image.config()).toString();
    assertTrue(registry.blob("team/app", config).isPresent());
  }

  @Test
  void isExportedOnce() {
    requirePushed();
    assertEquals(1, exports.get());
  }

  /** The wire format of engines with containerd's image store. */
  @ParameterizedTest
  @CsvSource({
    ",application/vnd.oci.image.manifest.v1+json",
    "OCI,application/vnd.oci.image.manifest.v1+json",
    "DOCKER,application/vnd.docker.distribution.manifest.v2+json"
  })
  void theManifestOfContainerdsStoreKeepsItsType(@Nullable ManifestFormat format, String type) {
    containerd = true;
    kit.with(
        new ImageForm(
            Optional.empty(), Optional.empty(), Optional.ofNullable(format), false, false));
    requirePushed();
    byte[] pushed = registry.manifest("team/app", "1").orElseThrow();
    assertEquals(type, contentType());
    if (format != ManifestFormat.DOCKER) {
      assertArrayEquals(image.manifest(), pushed);
    }
  }

  private String contentType() {
    return registry.server().requests().stream()
        .filter(request -> request.method().equals("PUT") && request.path().contains("/manifests/"))
        .flatMap(request -> request.header("Content-Type").stream())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void arrivesAtARegistryThatRedirectsUploads() {
    registry.refuse(
        exchange ->
            exchange.getRequestMethod().equals("PATCH")
                && !exchange.getRequestURI().toString().contains("redirected"),
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          String location = exchange.getRequestURI() + "&redirected=1";
          answer(307, "", "Location", location).handle(exchange);
        });
    requirePushed();
    assertEquals(2, exports.get());
  }

  @Test
  void arrivesAtARegistryThatAsksForALoginAgain() {
    registry.fail(
        1,
        "PATCH",
        "/blobs/uploads/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          answer(401, "", "WWW-Authenticate", "Basic realm=\"again\"").handle(exchange);
        });
    kit.with(Credentials.basic("user", "canary"));
    requirePushed();
  }
}
