package dev.berth.localregistry;

import dev.berth.localregistry.storage.Repository;
import dev.berth.localregistry.storage.Storage;
import dev.berth.reference.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code /v2/<name>/blobs/<digest>}: downloads and deletes blobs. */
final class BlobEndpoint implements Endpoint {
  private final Storage storage;

  BlobEndpoint(Storage storage) {
    this.storage = storage;
  }

  @Override
  public Response answer(Request request, String name, String reference) throws IOException {
    Digest digest = Names.digest(reference);
    Repository repository = storage.repository(name);
    Path file = repository.blob(digest);
    if (file == null) {
      throw new RegistryError(RegistryErrorCode.BLOB_UNKNOWN, name + " has no blob " + digest);
    }
    return switch (request.method()) {
      case "GET", "HEAD" -> content(request, digest, file);
      case "DELETE" -> {
        repository.blobs().remove(digest);
        yield Response.of(202).header("Docker-Content-Digest", digest);
      }
      default -> throw request.unsupported();
    };
  }

  private static Response content(Request request, Digest digest, Path file) throws IOException {
    long size = Files.size(file);
    ByteRange range = ByteRange.asked(request.header("Range"), size);
    if (range != null && range.length() <= 0) {
      throw new RegistryError(RegistryErrorCode.RANGE_INVALID, "the blob has " + size + " bytes")
          .with("Content-Range", "bytes */" + size);
    }
    var reply = Response.of(range == null ? 200 : 206);
    if (range != null) {
      reply.header("Content-Range", "bytes " + range.first() + "-" + range.last() + "/" + size);
    }
    return reply
        .header("Docker-Content-Digest", digest)
        .header("ETag", "\"" + digest + "\"")
        .header("Accept-Ranges", "bytes")
        .body(new FileEntity(file, range == null ? new ByteRange(0, size - 1) : range));
  }
}
