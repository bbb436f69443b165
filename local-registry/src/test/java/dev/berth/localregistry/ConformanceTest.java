package dev.berth.localregistry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.localregistry.Client.Answer;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The requests of the OCI distribution specification's conformance suite, in its four parts: pull,
 * push, content discovery and content management.
 */
class ConformanceTest {
  @RegisterExtension static final Running running = new Running();
  private final Client client = running.client();

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD"})
  void pullingWhatIsMissingIsNotFound(String method) {
    String digest = Client.sha256("missing");
    for (String path :
        List.of("blobs/" + digest, "manifests/" + digest, "manifests/.INVALID_MANIFEST_NAME")) {
      Answer answer = client.send(404, method, "/v2/pull/missing/" + path);
      if (method.equals("GET")) {
        assertTrue(answer.code().matches("(BLOB|MANIFEST)_UNKNOWN"), answer::toString);
        assertFalse(answer.json().at("/errors/0/message").asText().isEmpty());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD"})
  void pullingWhatIsThereHasItsDigestAndItsSize(String method) {
    String manifest = client.image("pull/there", "v1", "layer");
    String digest = Client.sha256(manifest);
    for (String reference : List.of("v1", digest)) {
      Answer answer = client.send(200, method, "/v2/pull/there/manifests/" + reference);
      assertEquals(digest, answer.header("Docker-Content-Digest"));
      assertEquals(String.valueOf(manifest.length()), answer.header("Content-Length"));
      assertEquals(Client.MANIFEST, answer.header("Content-Type"));
    }
    Answer blob = client.send(200, method, "/v2/pull/there/blobs/" + Client.sha256("layer"));
    assertEquals("5", blob.header("Content-Length"));
  }

  @Test
  void aChunkThatIsSentAgainIsRefusedAndTheUploadGoesOn() {
    String upload = client.begin("push/chunks");
    client.send(416, "PATCH", upload, bytes("late"), "Content-Range", "3-6");
    Answer first = client.send(202, "PATCH", upload, bytes("abc"), "Content-Range", "0-2");
    assertEquals("0-2", first.header("Range"));
    String next = first.header("Location");
    client.send(416, "PATCH", next, bytes("abc"), "Content-Range", "0-2");
    assertEquals("0-2", client.get(204, next).header("Range"));
    Answer second = client.send(202, "PATCH", next, bytes("def"), "Content-Range", "3-5");
    assertEquals("0-5", second.header("Range"));

    String end = second.header("Location") + "?digest=" + Client.sha256("abcdef");
    String blob = client.send(201, "PUT", end).header("Location");
    assertEquals("abcdef", client.get(200, blob).text());
  }

  @Test
  void aMountWithoutASourceBeginsAnUpload() {
    String digest = client.blob("push/source", "mounted");
    String path = "/v2/push/target/blobs/uploads/?mount=" + digest;
    String upload = client.send(202, "POST", path).header("Location");
    client.send(204, "DELETE", upload);

    Answer mounted = client.send(201, "POST", path + "&from=push/source");
    assertEquals("/v2/push/target/blobs/" + digest, mounted.header("Location"));
    client.send(202, "POST", path + "&from=push/none");
  }

  @Test
  void aManifestWithoutLayersAndOneWhoseSubjectIsMissingAreTaken() {
    String config = client.blob("push/subject", "{}");
    String empty =
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":{\"mediaType\":\"a/b\",\"digest\":\"%s\",\"size\":2},\"layers\":[]%s}";
    client.putManifest(201, "push/subject", "empty", empty.formatted(Client.MANIFEST, config, ""));
    String missing = Client.sha256("missing");
    String subject =
        ",\"subject\":{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":7}"
            .formatted(Client.MANIFEST, missing);
    Answer taken =
        client.putManifest(
            201, "push/subject", "refers", empty.formatted(Client.MANIFEST, config, subject));
    assertEquals(missing, taken.header("OCI-Subject"));

    Answer referrers = client.get(200, "/v2/push/subject/referrers/" + missing);
    assertEquals(Client.INDEX, referrers.header("Content-Type"));
    assertEquals(1, referrers.json().path("manifests").size());
    assertEquals("a/b", referrers.json().at("/manifests/0/artifactType").asText());
    Answer filtered =
        client.get(200, "/v2/push/subject/referrers/" + missing + "?artifactType=c/d");
    assertEquals("artifactType", filtered.header("OCI-Filters-Applied"));
    assertEquals(0, filtered.json().path("manifests").size());
  }

  @Test
  void aManifestWithAnotherDigestIsRefused() {
    String manifest = client.image("push/digest", "v1", "layer");
    Answer refused = client.putManifest(400, "push/digest", Client.sha256("other"), manifest);
    assertEquals("DIGEST_INVALID", refused.code());
  }

  @Test
  void tagsAreListedInOrderAndInPages() {
    String manifest = client.image("discover/tags", "test0", "layer");
    IntStream.rangeClosed(1, 4)
        .forEach(i -> client.putManifest(201, "discover/tags", "test" + i, manifest));
    assertEquals(
        List.of("test0", "test1", "test2", "test3", "test4"), tags("/v2/discover/tags/tags/list"));
    assertEquals(List.of("test0", "test1"), tags("/v2/discover/tags/tags/list?n=2"));
    assertEquals(List.of("test2", "test3"), tags("/v2/discover/tags/tags/list?n=2&last=test1"));
  }

  private List<String> tags(String path) {
    JsonNode tags = client.get(200, path).json().path("tags");
    return StreamSupport.stream(tags.spliterator(), false).map(JsonNode::asText).toList();
  }

  @Test
  void referrersOfNothingAreAnEmptyIndex() {
    Answer none = client.get(200, "/v2/discover/none/referrers/" + Client.sha256("none"));
    assertEquals(Client.INDEX, none.header("Content-Type"));
    assertEquals(0, none.json().path("manifests").size());
    client.get(400, "/v2/discover/none/referrers/sha256:invalid");
  }

  @Test
  void whatIsDeletedIsGone() {
    String manifest = client.image("manage", "v1", "layer");
    client.putManifest(201, "manage", "v2", manifest);
    client.send(202, "DELETE", "/v2/manage/manifests/v1");
    client.get(404, "/v2/manage/manifests/v1");
    assertEquals(List.of("v2"), tags("/v2/manage/tags/list"));
    client.send(202, "DELETE", "/v2/manage/manifests/" + Client.sha256(manifest));
    client.get(404, "/v2/manage/manifests/" + Client.sha256(manifest));
    client.send(202, "DELETE", "/v2/manage/blobs/" + Client.sha256("layer"));
    client.get(404, "/v2/manage/blobs/" + Client.sha256("layer"));
  }
}
