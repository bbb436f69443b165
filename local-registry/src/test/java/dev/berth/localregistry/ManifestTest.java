package dev.berth.localregistry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.localregistry.storage.Checksum;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {
  @RegisterExtension static final Running running = new Running();
  private final Client client = running.client();

  @Test
  void aManifestIsServedByTagAndByDigestByteForByte() {
    String manifest = client.image("serve", "v1", "layer");
    String digest = Client.sha256(manifest);

    for (String reference : new String[] {"v1", digest}) {
      var found = client.get(200, "/v2/serve/manifests/" + reference);
      assertEquals(manifest, found.text());
      assertEquals(Client.MANIFEST, found.header("Content-Type"));
      assertEquals(digest, found.header("Docker-Content-Digest"));
      var head = client.send(200, "HEAD", "/v2/serve/manifests/" + reference);
      assertEquals(String.valueOf(manifest.length()), head.header("Content-Length"));
      assertEquals(digest, head.header("Docker-Content-Digest"));
    }
  }

  @Test
  void aPutTellsTheDigest() {
    String manifest = client.image("tell", "v1", "layer");
    String digest = Client.sha256(manifest);

    var put = client.putManifest(201, "tell", digest, manifest);

    assertEquals(digest, put.header("Docker-Content-Digest"));
    assertEquals("/v2/tell/manifests/" + digest, put.header("Location"));
    assertEquals("", put.header("OCI-Subject"));
  }

  @Test
  void aTagMoves() {
    String first = client.image("move", "v1", "first");
    String second = client.image("move", "v1", "second");

    assertEquals(second, client.get(200, "/v2/move/manifests/v1").text());
    assertEquals(first, client.get(200, "/v2/move/manifests/" + Client.sha256(first)).text());
  }

  @Test
  void anotherDigestThanTheContentsIsRefused() {
    String manifest = client.image("other", "v1", "layer");

    var refused = client.putManifest(400, "other", Client.sha256("something else"), manifest);

    assertEquals("DIGEST_INVALID", refused.code());
  }

  @Test
  void aSha512DigestIsTaken() {
    String manifest = client.image("long", "v1", "layer");
    String digest = Checksum.of("sha512", manifest.getBytes(UTF_8)).toString();

    client.putManifest(201, "long", digest, manifest);

    assertEquals(manifest, client.get(200, "/v2/long/manifests/" + digest).text());
  }

  @Test
  void anImageNeedsItsBlobs() {
    String config = client.blob("needs", "{}");
    String elsewhere = client.blob("elsewhere", "layer");

    var refused = client.putManifest(400, "needs", "v1", Client.manifest(config, elsewhere, ""));

    assertEquals("MANIFEST_BLOB_UNKNOWN", refused.code());
    client.get(404, "/v2/needs/manifests/v1");
  }

  @Test
  void anIndexNeedsItsManifests() {
    String digest = Client.sha256(client.image("index", "v1", "layer"));
    String index = "{\"schemaVersion\":2,\"manifests\":[{\"digest\":\"%s\"}]}";

    var refused = client.putManifest(400, "index", "all", index.formatted(Client.sha256("none")));
    client.putManifest(201, "index", "all", index.formatted(digest));

    assertEquals("MANIFEST_BLOB_UNKNOWN", refused.code());
    var found = client.get(200, "/v2/index/manifests/all");
    assertEquals(Client.INDEX, found.header("Content-Type"));
  }

  @Test
  void aLayerThatIsFetchedFromElsewhereNeedNotBeThere() {
    String layer = Client.sha256("far away") + "\",\"urls\":[\"https://a.example/\"],\"x\":\"";

    client.putManifest(
        201, "foreign", "v1", Client.manifest(client.blob("foreign", "{}"), layer, ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "text",
        "[]",
        "{}",
        "{\"schemaVersion\":1,\"layers\":[]}",
        "{\"schemaVersion\":2}",
        "{\"schemaVersion\":2,\"layers\":{}}",
        "{\"schemaVersion\":2,\"layers\":[{}]}",
        "{\"schemaVersion\":2,\"layers\":[]} {}"
      })
  void whatIsNoManifestIsRefused(String content) {
    assertEquals("MANIFEST_INVALID", client.putManifest(400, "none", "v1", content).code());
  }

  @Test
  void aKindThatWouldAddAHeaderIsRefused() {
    String content = "{\"schemaVersion\":2,\"layers\":[],\"mediaType\":\"a/b\\r\\nX: y\"}";

    var refused = client.send(400, "PUT", "/v2/kind/manifests/v1", content.getBytes(UTF_8));

    assertEquals("MANIFEST_INVALID", refused.code());
  }

  @Test
  void aManifestThatIsSentAsAnotherKindIsRefused() {
    String manifest = client.image("kind", "v1", "layer");

    var refused =
        client.send(
            400,
            "PUT",
            "/v2/kind/manifests/v2",
            manifest.getBytes(UTF_8),
            "Content-Type",
            Client.INDEX);

    assertEquals("MANIFEST_INVALID", refused.code());
  }

  @ParameterizedTest
  @CsvSource({
    "config, application/vnd.docker.container.image.v1+json, "
        + "application/vnd.docker.distribution.manifest.v2+json",
    "config, application/vnd.oci.image.config.v1+json, application/vnd.oci.image.manifest.v1+json"
  })
  void theKindOfAManifestThatDoesNotTellItIsDerived(String field, String config, String kind) {
    String content =
        "{\"schemaVersion\":2,\"%s\":{\"mediaType\":\"%s\",\"digest\":\"%s\"},\"layers\":[]}"
            .formatted(field, config, client.blob("derived", "{}"));

    client.send(201, "PUT", "/v2/derived/manifests/v1", content.getBytes(UTF_8));

    assertEquals(kind, client.get(200, "/v2/derived/manifests/v1").header("Content-Type"));
  }

  @Test
  void fourMebibytesAreTheLimit() {
    String manifest = client.image("limit", "v1", "layer");
    int limit = 4 << 20;
    String largest = manifest + " ".repeat(limit - manifest.length());

    client.putManifest(201, "limit", "largest", largest);

    assertEquals("SIZE_INVALID", client.putManifest(413, "limit", "more", largest + " ").code());
    byte[] more = (largest + " ").getBytes(UTF_8);
    client.chunked(413, "PUT", "/v2/limit/manifests/more", more, "Content-Type", Client.MANIFEST);
  }

  @Test
  void aDeletedTagLeavesTheManifest() {
    String digest = Client.sha256(client.image("untag", "v1", "layer"));

    client.send(202, "DELETE", "/v2/untag/manifests/v1");

    client.get(404, "/v2/untag/manifests/v1");
    client.get(200, "/v2/untag/manifests/" + digest);
    client.send(404, "DELETE", "/v2/untag/manifests/v1");
  }

  @Test
  void aDeletedManifestTakesItsTagsAlong() {
    String manifest = client.image("delete", "v1", "layer");
    client.putManifest(201, "delete", "v2", manifest);
    client.image("delete", "v3", "another");

    client.send(202, "DELETE", "/v2/delete/manifests/" + Client.sha256(manifest));

    client.get(404, "/v2/delete/manifests/" + Client.sha256(manifest));
    client.get(404, "/v2/delete/manifests/v1");
    assertEquals(
        "[\"v3\"]", client.get(200, "/v2/delete/tags/list").json().path("tags").toString());
  }
}
