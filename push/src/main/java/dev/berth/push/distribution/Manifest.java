package dev.berth.push.distribution;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.push.http.Response;
import dev.berth.push.image.Descriptor;
import dev.berth.push.image.ManifestBytes;
import dev.berth.push.image.SerializedManifest;
import dev.berth.push.json.BoundedJson;
import dev.berth.reference.Digest;
import dev.berth.reference.Digests;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * An image manifest or an image index of a registry.
 *
 * @param digest the digest of its bytes
 * @param config an image manifest's configuration; empty for an index
 * @param layers the layers of an image manifest, in its order; empty for an index
 * @param manifests the manifests of an image index; empty for an image manifest
 */
public record Manifest(
    Digest digest,
    Optional<Descriptor> config,
    List<Descriptor> layers,
    List<Descriptor> manifests) {

  /** Reads what all formats share; throws {@link IllegalArgumentException} for other bytes. */
  public static Manifest parse(Digest digest, byte[] bytes) {
    JsonNode root = read(bytes);
    return new Manifest(
        digest,
        Optional.of(root.path("config")).filter(it -> it.has("digest")).map(Manifest::descriptor),
        descriptors(root.path("layers")),
        descriptors(root.path("manifests")));
  }

  /**
   * The bytes of a response, with the media type that it claims. They have the digest that was
   * asked for and the one that the registry claims, else this throws {@link
   * IllegalArgumentException}.
   *
   * @param identifier the tag or digest that was asked for
   */
  static SerializedManifest verified(
      String identifier, Optional<Digest> claimed, Response response) {
    Optional<Digest> requested =
        identifier.contains(":") ? Optional.of(Digest.parse(identifier)) : Optional.empty();
    claimed.ifPresent(digest -> requireContent(digest, response.body()));
    requested.ifPresent(digest -> requireContent(digest, response.body()));
    String algorithm = requested.or(() -> claimed).map(Digest::algorithm).orElse("sha256");
    return new SerializedManifest(
        new ManifestBytes(Digests.of(algorithm, response.body()), response.body()),
        response.header("Content-Type").orElse("").replaceFirst("[;\\s].*", ""));
  }

  private static void requireContent(Digest expected, byte[] content) {
    Digest actual = Digests.of(expected.algorithm(), content);
    if (!actual.equals(expected)) {
      throw new IllegalArgumentException("its digest is " + actual + ", not " + expected);
    }
  }

  private static JsonNode read(byte[] bytes) {
    try {
      JsonNode root = BoundedJson.read(bytes);
      if (root.isObject()) {
        return root;
      }
    } catch (IOException e) {
      // The parser's message quotes the source, which does not help a user.
      throw new IllegalArgumentException("it is not JSON", e);
    }
    throw new IllegalArgumentException("it is not a JSON object");
  }

  private static List<Descriptor> descriptors(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(Manifest::descriptor).toList();
  }

  private static Descriptor descriptor(JsonNode node) {
    return new Descriptor(
        node.path("mediaType").asText(""),
        Digest.parse(node.path("digest").asText("")),
        node.path("size").asLong());
  }
}
