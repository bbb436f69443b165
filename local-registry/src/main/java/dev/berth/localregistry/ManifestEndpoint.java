package dev.berth.localregistry;

import dev.berth.localregistry.storage.AtomicFile;
import dev.berth.localregistry.storage.Checksum;
import dev.berth.localregistry.storage.Repository;
import dev.berth.localregistry.storage.Storage;
import dev.berth.reference.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.jspecify.annotations.Nullable;

/** {@code /v2/<name>/manifests/<reference>}. */
final class ManifestEndpoint implements Endpoint {
  private static final int MAX_SIZE = 4 << 20;

  private final Storage storage;

  ManifestEndpoint(Storage storage) {
    this.storage = storage;
  }

  @Override
  public Response answer(Request request, String name, String reference) throws IOException {
    boolean possible = Names.isDigest(reference) || Names.isTag(reference);
    return switch (request.method()) {
      case "GET", "HEAD", "DELETE" -> {
        if (!possible) {
          throw unknown(name, reference);
        }
        yield request.method().equals("DELETE") ? delete(name, reference) : get(name, reference);
      }
      case "PUT" -> put(request, name, reference);
      default -> throw request.unsupported();
    };
  }

  private Response get(String name, String reference) throws IOException {
    Repository repository = storage.repository(name);
    Digest digest = find(repository, reference);
    Path file = digest == null ? null : repository.manifest(digest);
    if (digest == null || file == null) {
      throw unknown(name, reference);
    }
    byte[] content = Files.readAllBytes(file);
    var type = ContentType.parse(ManifestDocument.parse(content).mediaType());
    return Response.of(200)
        .header("Docker-Content-Digest", digest)
        .header("ETag", "\"" + digest + "\"")
        .body(new ByteArrayEntity(content, type));
  }

  private static @Nullable Digest find(Repository repository, String reference) throws IOException {
    return Names.isDigest(reference) ? Names.digest(reference) : repository.tags().find(reference);
  }

  private Response put(Request request, String name, String reference) throws IOException {
    if (!Names.isDigest(reference)) {
      Names.tag(reference);
    }
    byte[] content = content(request);
    Digest stored = Checksum.of(Checksum.SHA256, content);
    Digest digest = stored;
    if (Names.isDigest(reference)) {
      digest = Names.digest(reference);
      Digest actual = Checksum.of(digest.algorithm(), content);
      if (!actual.equals(digest)) {
        throw new RegistryError(
            RegistryErrorCode.DIGEST_INVALID,
            "the manifest's digest is " + actual + ", not " + digest);
      }
    }
    var manifest = ManifestDocument.parse(content);
    checkType(request.header("Content-Type"), manifest.mediaType());
    Repository repository = storage.repository(name);
    Digest subject = manifest.subject();
    synchronized (storage.lock(name)) {
      checkReferences(repository, manifest);
      store(repository, content, digest, stored);
      if (!Names.isDigest(reference)) {
        repository.tags().put(reference, digest);
      }
    }
    var reply =
        Response.of(201)
            .header("Location", "/v2/" + name + "/manifests/" + digest)
            .header("Docker-Content-Digest", digest);
    return subject == null ? reply : reply.header("OCI-Subject", subject);
  }

  private static byte[] content(Request request) throws IOException {
    if (request.length() <= MAX_SIZE) {
      byte[] content = request.body().readNBytes(MAX_SIZE + 1);
      if (content.length <= MAX_SIZE) {
        return content;
      }
    }
    throw new RegistryError(
        RegistryErrorCode.SIZE_INVALID, "a manifest must have at most " + MAX_SIZE + " bytes");
  }

  private static void checkType(@Nullable String sent, String actual) {
    if (sent != null && !sent.split(";", -1)[0].strip().equalsIgnoreCase(actual)) {
      throw ManifestDocument.invalid(
          "its Content-Type is " + sent + ", but its media type is " + actual);
    }
  }

  private static void checkReferences(Repository repository, ManifestDocument manifest)
      throws IOException {
    for (Digest blob : manifest.blobs()) {
      if (repository.blob(blob) == null) {
        throw new RegistryError(
            RegistryErrorCode.MANIFEST_BLOB_UNKNOWN, "the repository has no blob " + blob);
      }
    }
    for (Digest each : manifest.manifests()) {
      // Build caches list their layers in an index.
      if (repository.manifest(each) == null && repository.blob(each) == null) {
        throw new RegistryError(
            RegistryErrorCode.MANIFEST_BLOB_UNKNOWN, "the repository has no manifest " + each);
      }
    }
  }

  private void store(Repository repository, byte[] content, Digest digest, Digest stored)
      throws IOException {
    Path file = storage.content(stored);
    if (!Files.isRegularFile(file) || Files.size(file) != content.length) {
      AtomicFile.write(file, content);
    }
    repository.manifests().put(digest, stored);
  }

  private Response delete(String name, String reference) throws IOException {
    Repository repository = storage.repository(name);
    synchronized (storage.lock(name)) {
      if (!removed(repository, reference)) {
        throw unknown(name, reference);
      }
    }
    return Response.of(202);
  }

  private static boolean removed(Repository repository, String reference) throws IOException {
    if (!Names.isDigest(reference)) {
      return repository.tags().remove(reference);
    }
    Digest digest = Names.digest(reference);
    boolean found = repository.manifests().remove(digest);
    repository.tags().removeAll(digest);
    return found;
  }

  private static RegistryError unknown(String name, String reference) {
    return new RegistryError(
        RegistryErrorCode.MANIFEST_UNKNOWN, name + " has no manifest " + reference);
  }
}
