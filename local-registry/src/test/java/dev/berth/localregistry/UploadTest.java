package dev.berth.localregistry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.berth.localregistry.storage.Checksum;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadTest {
  @RegisterExtension static final Running running = new Running();
  private final Client client = running.client();

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private void assertBlob(String repository, String content) {
    String path = "/v2/" + repository + "/blobs/" + Client.sha256(content);
    assertEquals(content, client.get(200, path).text());
  }

  @Test
  void aBlobComesInOnePut() {
    String upload = client.begin("one/put");

    var done = client.send(201, "PUT", upload + "?digest=" + Client.sha256("abc"), bytes("abc"));

    assertEquals("/v2/one/put/blobs/" + Client.sha256("abc"), done.header("Location"));
    assertEquals(Client.sha256("abc"), done.header("Docker-Content-Digest"));
    assertBlob("one/put", "abc");
    assertEquals("BLOB_UPLOAD_UNKNOWN", client.get(404, upload).code());
  }

  @Test
  void aBlobComesInOnePost() {
    String path = "/v2/one/post/blobs/uploads/?digest=" + Client.sha256("abc");

    client.send(201, "POST", path, bytes("abc"));

    assertBlob("one/post", "abc");
  }

  @Test
  void aBlobComesInAStream() {
    String content = "x".repeat(3 * Upload.BUFFER + 7);
    String upload = client.begin("stream");

    var taken = client.chunked(202, "PATCH", upload, bytes(content));
    client.send(201, "PUT", taken.header("Location") + "?digest=" + Client.sha256(content));

    assertEquals("0-" + (content.length() - 1), taken.header("Range"));
    assertBlob("stream", content);
  }

  @Test
  void aBlobComesInPiecesTheLastOfThemWithThePut() {
    String upload = client.begin("pieces");

    client.send(202, "PATCH", upload, bytes("abc"), "Content-Range", "0-2");
    var second = client.send(202, "PATCH", upload, bytes("de"), "Content-Range", "3-4");
    var status = client.get(204, upload);
    String end = upload + "?digest=" + Client.sha256("abcdef");
    client.send(201, "PUT", end, bytes("f"), "Content-Range", "5-5");

    assertEquals("0-4", second.header("Range"));
    assertEquals("0-4", status.header("Range"));
    assertEquals(upload, status.header("Location"));
    assertNotEquals("", status.header("Docker-Upload-UUID"));
    assertBlob("pieces", "abcdef");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0-2", "4-6", "2-4"})
  void aPieceOutOfOrderIsRefusedAndHarmsNothing(String range) {
    String upload = client.begin("order");
    client.send(202, "PATCH", upload, bytes("abc"), "Content-Range", "0-2");

    var refused = client.send(416, "PATCH", upload, bytes("xyz"), "Content-Range", range);
    assertEquals("BLOB_UPLOAD_INVALID", refused.code());
    assertEquals("0-2", refused.header("Range"));
    assertEquals(upload, refused.header("Location"));

    client.send(201, "PUT", upload + "?digest=" + Client.sha256("abc"));
    assertBlob("order", "abc");
  }

  @Test
  void aPieceThatIsNotAsLongAsItsRangeIsRefused() {
    client.send(416, "PATCH", client.begin("size"), bytes("xyz"), "Content-Range", "0-1");
  }

  @Test
  void anotherDigestIsRefusedAndNothingIsStored() {
    String digest = Client.sha256("something else");
    String upload = client.begin("mismatch");

    var refused = client.send(400, "PUT", upload + "?digest=" + digest, bytes("abc"));

    assertEquals("DIGEST_INVALID", refused.code());
    client.get(404, "/v2/mismatch/blobs/" + digest);
    client.get(404, "/v2/mismatch/blobs/" + Client.sha256("abc"));
    client.get(404, upload);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?digest=", "?digest=md5:abc", "?digest=sha256:../../x"})
  void anUploadEndsWithADigest(String query) {
    String upload = client.begin("ends");

    assertEquals("DIGEST_INVALID", client.send(400, "PUT", upload + query).code());

    client.get(204, upload);
  }

  @Test
  void aSha512DigestIsTaken() {
    String digest = Checksum.of("sha512", bytes("abc")).toString();

    client.send(201, "PUT", client.begin("long") + "?digest=" + digest, bytes("abc"));

    var found = client.get(200, "/v2/long/blobs/" + digest);
    assertEquals("abc", found.text());
    assertEquals(digest, found.header("Docker-Content-Digest"));
  }

  @Test
  void theEmptyBlobIsABlob() {
    client.send(201, "PUT", client.begin("empty") + "?digest=" + Client.sha256(""));

    assertBlob("empty", "");
  }

  @Test
  void aCancelledUploadIsUnknown() {
    String upload = client.begin("cancelled");

    client.send(204, "DELETE", upload);

    for (String method : new String[] {"GET", "PATCH", "PUT", "DELETE"}) {
      String code = method.equals("HEAD") ? "" : client.send(404, method, upload).code();
      assertEquals("BLOB_UPLOAD_UNKNOWN", code);
    }
  }

  @Test
  void anUploadBelongsToItsRepository() {
    String upload = client.begin("mine");

    client.get(404, upload.replace("/mine/", "/yours/"));
  }

  @Test
  void aBlobOfAnotherRepositoryIsMounted() {
    String digest = client.blob("mount/from", "mounted");
    client.get(404, "/v2/mount/to/blobs/" + digest);

    String query = "?mount=" + digest + "&from=mount/from";
    var mounted = client.send(201, "POST", "/v2/mount/to/blobs/uploads/" + query);

    assertEquals("/v2/mount/to/blobs/" + digest, mounted.header("Location"));
    assertBlob("mount/to", "mounted");
  }

  @Test
  void whatCannotBeMountedIsUploaded() {
    String query = "?mount=" + Client.sha256("nowhere") + "&from=mount/none";

    var begun = client.send(202, "POST", "/v2/mount/other/blobs/uploads/" + query);

    client.get(204, begun.header("Location"));
  }
}
