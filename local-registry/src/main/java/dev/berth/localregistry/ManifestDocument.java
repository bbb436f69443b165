package dev.berth.localregistry;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.berth.reference.Digest;
import dev.berth.reference.InvalidReferenceException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The content of a manifest: OCI's or Docker's, of an image or an index. */
final class ManifestDocument {
  private static final String OCI = "application/vnd.oci.image.";
  private static final String DOCKER = "application/vnd.docker.";
  private static final Pattern MEDIA_TYPE =
      Pattern.compile(
          "[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}");
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final JsonNode root;

  private ManifestDocument(JsonNode root) {
    this.root = root;
  }

  static ManifestDocument parse(byte[] content) {
    JsonNode root;
    try {
      root = JSON.readTree(content);
    } catch (IOException e) {
      throw invalid("it is not JSON");
    }
    if (root == null || !root.isObject()) {
      throw invalid("it is not a JSON object");
    }
    if (root.path("schemaVersion").asInt() != 2) {
      throw invalid("its schemaVersion is not 2");
    }
    if (!root.has("manifests") && !root.has("config") && !root.has("layers")) {
      throw invalid("it has neither manifests nor a config or layers");
    }
    return new ManifestDocument(root);
  }

  /** Its media type, from its field or else from its structure. */
  String mediaType() {
    String named = root.path("mediaType").asText();
    if (!named.isEmpty()) {
      return requireMediaType(named);
    }
    if (root.has("manifests")) {
      return OCI + "index.v1+json";
    }
    boolean docker =
        root.path("config")
            .path("mediaType")
            .asText()
            .regionMatches(true, 0, DOCKER, 0, DOCKER.length());
    return docker ? DOCKER + "distribution.manifest.v2+json" : OCI + "manifest.v1+json";
  }

  /** The manifests of an index. */
  List<Digest> manifests() {
    return digests("manifests");
  }

  /** The config and the layers of an image, except layers with URLs. */
  List<Digest> blobs() {
    List<Digest> blobs = digests("layers");
    if (root.has("config")) {
      blobs.add(digest(root.path("config")));
    }
    return blobs;
  }

  /** The manifest that this one refers to; null for none. */
  @Nullable Digest subject() {
    return root.path("subject").isObject() ? digest(root.path("subject")) : null;
  }

  /** The artifact type; empty if it has none. */
  String artifactType() {
    String named = root.path("artifactType").asText();
    return named.isEmpty() ? root.path("config").path("mediaType").asText() : named;
  }

  JsonNode annotations() {
    return root.path("annotations");
  }

  private List<Digest> digests(String field) {
    JsonNode descriptors = root.path(field);
    if (!descriptors.isMissingNode() && !descriptors.isArray()) {
      throw invalid("its " + field + " are not a list");
    }
    List<Digest> digests = new ArrayList<>();
    for (JsonNode descriptor : descriptors) {
      if (!descriptor.path("urls").elements().hasNext()) {
        digests.add(digest(descriptor));
      }
    }
    return digests;
  }

  private static Digest digest(JsonNode descriptor) {
    try {
      return Digest.parse(descriptor.path("digest").asText());
    } catch (InvalidReferenceException e) {
      throw invalid(e.getMessage());
    }
  }

  private static String requireMediaType(String text) {
    // It is used in a header.
    if (!MEDIA_TYPE.matcher(text).matches()) {
      throw invalid("its mediaType is invalid");
    }
    return text;
  }

  static RegistryError invalid(String reason) {
    return new RegistryError(
        RegistryErrorCode.MANIFEST_INVALID, "the manifest is invalid: " + reason);
  }
}
