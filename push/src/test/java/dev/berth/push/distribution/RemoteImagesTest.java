package dev.berth.push.distribution;

import static dev.berth.testing.server.FakeServer.answer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.push.ConnectionSettings;
import dev.berth.push.SourceRegistry;
import dev.berth.push.image.Descriptor;
import dev.berth.push.image.SerializedManifest;
import dev.berth.reference.Digest;
import dev.berth.reference.ImageReference;
import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import dev.berth.testing.server.MemoryRegistry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteImagesTest {
  private final MemoryRegistry registry = new MemoryRegistry();
  private final RemoteImages images =
      new RemoteImages(
          registry.host(), new SourceRegistry(Credentials::anonymous, ConnectionSettings.DEFAULTS));

  @AfterEach
  void close() {
    images.close();
    registry.close();
  }

  private ImageReference image(String rest) {
    return ImageReference.parse(registry.host() + "/" + rest);
  }

  private void page(String query, String tags, String... headers) {
    registry.refuse(
        it -> it.getRequestURI().toString().endsWith(query),
        answer(200, "{\"name\":\"app\",\"tags\":" + tags + "}", headers));
  }

  @Test
  void allPagesOfTagsAreRead() {
    page(
        "tags/list?n=1000",
        "[\"1\",\"2\"]",
        "Link",
        "</v2/app/tags/list?n=1000&last=2>; rel=\"next\"");
    page("last=2", "[\"3\"]");

    assertEquals(List.of("1", "2", "3"), images.tags(image("app")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"<http://other.example/v2/app/tags/list?n=1>; rel=next", "<http://[>; rel=next"})
  void aPageOfAnotherServerIsRefused(String link) {
    page("tags/list?n=1000", "[\"1\"]", "Link", link);

    BerthException e = assertThrows(BerthException.class, () -> images.tags(image("app")));

    assertEquals(ErrorCode.REFUSED, e.code(), e::getMessage);
  }

  @Test
  void aPageWithoutTagsIsTheLast() {
    page("tags/list?n=1000", "null", "Link", "</v2/app/tags/list?n=1000>; rel=\"next\"");

    assertEquals(List.of(), images.tags(image("app")));
  }

  @Test
  void aMissingRepositoryAndImageAreTold() {
    registry.refuse(it -> it.getRequestURI().getPath().contains("/tags/"), answer(404, ""));

    for (var missing :
        List.<Executable>of(
            () -> images.tags(image("app")),
            () -> images.manifest(image("app:1")),
            () -> images.digest(image("app:1")))) {
      BerthException e = assertThrows(BerthException.class, missing);
      assertEquals(ErrorCode.IMAGE, e.code(), e::getMessage);
    }
  }

  @Test
  void aDigestIsNotAPull() {
    registry.putManifest("app", "1", "{}".getBytes(UTF_8));

    assertEquals(
        MemoryRegistry.digest("{}".getBytes(UTF_8)), images.digest(image("app:1")).toString());
    assertTrue(registry.requests().stream().noneMatch(it -> it.startsWith("GET")));
  }

  private SerializedManifest put(String content) {
    registry.putManifest("app", "1", content.getBytes(UTF_8));
    return images.manifest(image("app:1"));
  }

  private static String index(String digest) {
    return "{\"manifests\":[{\"digest\":\"%s\",\"artifactType\":\"sbom\"}]}".formatted(digest);
  }

  @Test
  void referrersComeFromTheApi() {
    SerializedManifest manifest = put("{\"layers\":[]}");
    registry.refuse(
        it -> it.getRequestURI().getPath().endsWith("/referrers/" + manifest.digest()),
        answer(200, index("sha256:1")));

    List<Map<String, Object>> found = images.referrers(image("app:1"), manifest);

    assertEquals(List.of(Map.of("digest", "sha256:1", "artifactType", "sbom")), found);
  }

  @Test
  void referrersComeFromTheTagWhereThereIsNoApi() {
    SerializedManifest manifest = put("{\"layers\":[]}");
    registry.refuse(it -> it.getRequestURI().getPath().contains("/referrers/"), answer(404, ""));

    assertEquals(List.of(), images.referrers(image("app:1"), manifest));

    String tag = manifest.digest().toString().replace(':', '-');
    registry.putManifest("app", tag, index("sha256:2").getBytes(UTF_8));
    assertEquals("sha256:2", images.referrers(image("app:1"), manifest).get(0).get("digest"));
  }

  @Test
  void aConfigurationIsVerified() {
    byte[] config = "{\"os\":\"linux\"}".getBytes(UTF_8);
    String digest = MemoryRegistry.digest(config);
    var descriptor = new Descriptor("", Digest.parse(digest), config.length);
    registry.put("app", digest, config);
    assertEquals("linux", images.document(image("app:1"), descriptor).orElseThrow().get("os"));

    registry.put("app", digest, "{\"os\":\"LINUX\"}".getBytes(UTF_8));
    BerthException e =
        assertThrows(BerthException.class, () -> images.document(image("app:1"), descriptor));
    assertTrue(e.getMessage().contains("another digest"), e::getMessage);
  }

  @Test
  void aConfigurationThatIsNoObjectIsLeftOut() {
    byte[] config = "[]".getBytes(UTF_8);
    String digest = MemoryRegistry.digest(config);
    registry.put("app", digest, config);

    assertTrue(
        images
            .document(image("app:1"), new Descriptor("", Digest.parse(digest), config.length))
            .isEmpty());
  }
}
