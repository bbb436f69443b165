package dev.berth.push.fake;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.reference.Digest;
import dev.berth.reference.Digests;
import dev.berth.testing.server.FakeServer;
import java.nio.charset.StandardCharsets;

/** A registry that has manifests, on a loopback port. */
public final class FakeRegistry implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final FakeServer server = new FakeServer();

  /** {@code 127.0.0.1:port}. */
  public String host() {
    return server.host();
  }

  /** The server underneath. */
  public FakeServer server() {
    return server;
  }

  /** Puts a manifest at a tag or digest, and returns its digest. */
  public Digest put(String repository, String reference, String manifest) {
    Digest digest = digest(manifest);
    var answer = FakeServer.answer(200, manifest, "Docker-Content-Digest", digest.toString());
    server.on("/v2/" + repository + "/manifests/" + reference, answer);
    server.on("/v2/" + repository + "/manifests/" + digest, answer);
    return digest;
  }

  /** An image manifest with these layers. */
  public static String manifest(Digest... layers) {
    return document("layers", layers);
  }

  /** An image index of these manifests. */
  public static String index(Digest... manifests) {
    return document("manifests", manifests);
  }

  private static String document(String name, Digest... digests) {
    ObjectNode root = JSON.createObjectNode().put("schemaVersion", 2);
    ArrayNode array = root.putArray(name);
    for (int i = 0; i < digests.length; i++) {
      array.addObject().put("digest", digests[i].toString()).put("size", 100 + i);
    }
    return root.toString();
  }

  /** The SHA-256 digest of a text. */
  public static Digest digest(String text) {
    return Digests.of(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    server.close();
  }
}
