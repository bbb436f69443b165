package dev.berth.localregistry;

import dev.berth.localregistry.storage.Repository;
import dev.berth.localregistry.storage.Storage;
import dev.berth.reference.Digest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** {@code /v2/<name>/blobs/uploads/}: uploads and mounts blobs. */
final class UploadEndpoint implements Endpoint {
  private final Storage storage;
  private final Uploads uploads;

  UploadEndpoint(Storage storage, Uploads uploads) {
    this.storage = storage;
    this.uploads = uploads;
  }

  /** Starts an upload, receives a whole blob, or mounts one. */
  Response begin(Request request, String name, String unused) throws IOException {
    if (!request.method().equals("POST")) {
      throw request.unsupported();
    }
    Digest mounted = mount(request, name);
    if (mounted != null) {
      return created(name, mounted);
    }
    String whole = request.parameter("digest");
    Digest digest = whole == null ? null : Names.digest(whole);
    Upload upload = uploads.begin(name);
    if (digest == null) {
      return progress(202, name, upload);
    }
    try {
      upload.append(request);
    } catch (IOException | RegistryError e) {
      uploads.discard(name, upload);
      throw e;
    }
    uploads.commit(name, upload, digest);
    return created(name, digest);
  }

  private @Nullable Digest mount(Request request, String name) throws IOException {
    String mount = request.parameter("mount");
    String from = request.parameter("from");
    if (mount == null || from == null) {
      return null;
    }
    Digest digest = Names.digest(mount);
    Repository source = storage.repository(Names.repository(from));
    Digest stored = source.blobs().find(digest);
    if (stored == null || source.blob(digest) == null) {
      return null;
    }
    storage.repository(name).blobs().put(digest, stored);
    return digest;
  }

  @Override
  public Response answer(Request request, String name, String id) throws IOException {
    Upload upload = uploads.find(name, id);
    switch (request.method()) {
      case "GET", "HEAD" -> {
        return progress(204, name, upload);
      }
      case "PATCH" -> {
        uploads.append(name, upload, request);
        return progress(202, name, upload);
      }
      case "PUT" -> {
        return finish(request, name, upload);
      }
      case "DELETE" -> {
        uploads.discard(name, upload);
        return Response.of(204);
      }
      default -> throw request.unsupported();
    }
  }

  private Response finish(Request request, String name, Upload upload) throws IOException {
    String text = request.parameter("digest");
    if (text == null) {
      throw new RegistryError(RegistryErrorCode.DIGEST_INVALID, "the query has no digest");
    }
    Digest digest = Names.digest(text);
    if (request.length() != 0) {
      uploads.append(name, upload, request);
    }
    uploads.commit(name, upload, digest);
    return created(name, digest);
  }

  private static Response progress(int status, String name, Upload upload) {
    return Response.of(status)
        .header("Location", Uploads.location(name, upload))
        .header("Docker-Upload-UUID", upload.id())
        .header("Range", Uploads.range(upload));
  }

  private static Response created(String name, Digest digest) {
    return Response.of(201)
        .header("Location", "/v2/" + name + "/blobs/" + digest)
        .header("Docker-Content-Digest", digest);
  }
}
