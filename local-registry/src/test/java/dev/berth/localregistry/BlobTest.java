package dev.berth.localregistry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlobTest {
  @RegisterExtension static final Running running = new Running();
  private final Client client = running.client();

  @Test
  void headTellsWhatGetWouldGive() {
    String digest = client.blob("head", "0123456789");

    var head = client.send(200, "HEAD", "/v2/head/blobs/" + digest);

    assertEquals("10", head.header("Content-Length"));
    assertEquals("application/octet-stream", head.header("Content-Type"));
    assertEquals(digest, head.header("Docker-Content-Digest"));
    assertEquals("bytes", head.header("Accept-Ranges"));
    assertEquals("", head.text());
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-3, 0123, bytes 0-3/10",
    "bytes=4-, 456789, bytes 4-9/10",
    "bytes=-3, 789, bytes 7-9/10",
    "bytes=8-99, 89, bytes 8-9/10",
    "bytes=-99, 0123456789, bytes 0-9/10"
  })
  void aRangeIsGiven(String range, String content, String told) {
    String path = "/v2/range/blobs/" + client.blob("range", "0123456789");

    var part = client.get(206, path, "Range", range);

    assertEquals(content, part.text());
    assertEquals(told, part.header("Content-Range"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=10-", "bytes=10-12", "bytes=-0"})
  void aRangeBeyondTheEndIsRefused(String range) {
    String path = "/v2/range/blobs/" + client.blob("range", "0123456789");

    assertEquals("bytes */10", client.get(416, path, "Range", range).header("Content-Range"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=5-2", "bytes=0-1,3-4", "lines=1-2", "bytes=-"})
  void aRangeThatIsNoneIsIgnored(String range) {
    String path = "/v2/range/blobs/" + client.blob("range", "0123456789");

    assertEquals("0123456789", client.get(200, path, "Range", range).text());
  }

  @Test
  void aDeletedBlobIsGoneFromItsRepositoryOnly() {
    String digest = client.blob("delete/here", "shared");
    client.blob("delete/there", "shared");

    client.send(202, "DELETE", "/v2/delete/here/blobs/" + digest);

    var gone = client.get(404, "/v2/delete/here/blobs/" + digest);
    assertEquals("BLOB_UNKNOWN", gone.code());
    client.send(404, "DELETE", "/v2/delete/here/blobs/" + digest);
    assertEquals("shared", client.get(200, "/v2/delete/there/blobs/" + digest).text());
  }

  @Test
  void aBlobIsNoneOfARepositoryThatDoesNotHaveIt() {
    String digest = client.blob("secret", "hidden");

    client.get(404, "/v2/public/blobs/" + digest);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v2/Upper/blobs/sha256:00, 400, NAME_INVALID",
    "GET, /v2/a..b/tags/list, 400, NAME_INVALID",
    "GET, /v2/a/../b/tags/list, 400, NAME_INVALID",
    "GET, /v2/%2e%2e/%2e%2e/tags/list, 400, NAME_INVALID",
    "GET, /v2/_catalog/tags/list, 400, NAME_INVALID",
    "POST, /v2/a//b/blobs/uploads/, 400, NAME_INVALID",
    "GET, /v2/a/blobs/sha256:00, 400, DIGEST_INVALID",
    "GET, /v2/a/blobs/latest, 400, DIGEST_INVALID",
    "GET, /v2/a/manifests/.hidden, 404, MANIFEST_UNKNOWN",
    "DELETE, /v2/a/manifests/.hidden, 404, MANIFEST_UNKNOWN",
    "PUT, /v2/a/manifests/.hidden, 400, MANIFEST_INVALID",
    "GET, /v2/a/manifests/%2e%2e, 404, MANIFEST_UNKNOWN",
    "GET, /v2/a/manifests/sha256:zz, 400, DIGEST_INVALID",
    "GET, /v2/a/referrers/latest, 400, DIGEST_INVALID",
    "GET, /v2/a/blobs/uploads/none, 404, BLOB_UPLOAD_UNKNOWN",
    "GET, /v2/a/manifests/none, 404, MANIFEST_UNKNOWN",
    "GET, /v2/none/tags/list, 404, NAME_UNKNOWN",
    "PUT, /v2/, 405, UNSUPPORTED",
    "GET, /v2/a/blobs/uploads/, 405, UNSUPPORTED",
    "PATCH, /v2/a/manifests/latest, 405, UNSUPPORTED",
    "DELETE, /v2/a/tags/list, 405, UNSUPPORTED",
    "GET, /, 404, UNSUPPORTED",
    "GET, /v1/, 404, UNSUPPORTED"
  })
  void whatIsNotThereOrNotSoIsToldByItsCode(String method, String path, int status, String code) {
    var refused = client.send(status, method, path);

    assertEquals(code, refused.code());
    assertEquals("application/json; charset=UTF-8", refused.header("Content-Type"));
  }

  @Test
  void aNameOf255CharactersIsTheLongest() {
    String segment = "a".repeat(63);
    String longest = String.join("/", segment, segment, segment, segment);

    client.blob(longest, "x");

    client.send(400, "POST", "/v2/" + longest + "a/blobs/uploads/");
  }
}
