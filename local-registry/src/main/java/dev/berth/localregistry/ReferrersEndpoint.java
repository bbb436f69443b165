package dev.berth.localregistry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.localregistry.storage.Repository;
import dev.berth.localregistry.storage.Storage;
import dev.berth.reference.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.apache.hc.core5.http.ContentType;

/**
 * {@code /v2/<name>/referrers/<digest>}: the manifests with a subject. The layout does not index
 * them, so all manifests of the repository are read.
 */
final class ReferrersEndpoint implements Endpoint {
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";

  private final Storage storage;

  ReferrersEndpoint(Storage storage) {
    this.storage = storage;
  }

  @Override
  public Response answer(Request request, String name, String reference) throws IOException {
    Digest subject = Names.digest(reference);
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      throw request.unsupported();
    }
    String artifactType = request.parameter("artifactType");
    ObjectNode index = JsonNodeFactory.instance.objectNode();
    index.put("schemaVersion", 2).put("mediaType", INDEX);
    ArrayNode descriptors = index.putArray("manifests");
    Repository repository = storage.repository(name);
    List<Digest> manifests = repository.manifests().all();
    for (Digest digest : manifests.stream().sorted(Comparator.comparing(Digest::hex)).toList()) {
      Path file = repository.manifest(digest);
      if (file != null) {
        addReferrer(descriptors, digest, file, subject, artifactType == null ? "" : artifactType);
      }
    }
    var reply = Response.of(200).json(index, ContentType.parse(INDEX));
    return artifactType == null ? reply : reply.header("OCI-Filters-Applied", "artifactType");
  }

  private static void addReferrer(
      ArrayNode descriptors, Digest digest, Path file, Digest subject, String artifactType)
      throws IOException {
    byte[] content = Files.readAllBytes(file);
    // Skips most manifests without parsing them, including those of unsupported types.
    if (!new String(content, UTF_8).contains(subject.toString())) {
      return;
    }
    var manifest = ManifestDocument.parse(content);
    if (!subject.equals(manifest.subject())) {
      return;
    }
    String actual = manifest.artifactType();
    if (!artifactType.isEmpty() && !artifactType.equalsIgnoreCase(actual)) {
      return;
    }
    ObjectNode descriptor =
        descriptors
            .addObject()
            .put("mediaType", manifest.mediaType())
            .put("digest", digest.toString())
            .put("size", content.length);
    if (!actual.isEmpty()) {
      descriptor.put("artifactType", actual);
    }
    if (manifest.annotations().isObject()) {
      descriptor.set("annotations", manifest.annotations());
    }
  }
}
