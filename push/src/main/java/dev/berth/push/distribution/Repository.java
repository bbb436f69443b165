package dev.berth.push.distribution;

import dev.berth.push.http.Body;
import dev.berth.push.http.RegistryClient;
import dev.berth.push.http.Request;
import dev.berth.push.http.Response;
import dev.berth.push.image.Descriptor;
import dev.berth.push.image.SerializedManifest;
import dev.berth.reference.Digest;
import dev.berth.reference.Digests;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** One repository of a registry: the requests of the OCI distribution specification. */
public final class Repository {
  private static final Duration MANIFEST_TIMEOUT = Duration.ofMinutes(2);
  private static final int MAX_MANIFEST = 4 * 1024 * 1024;
  private static final String MANIFEST_TYPES =
      String.join(
          ", ",
          "application/vnd.oci.image.index.v1+json",
          "application/vnd.oci.image.manifest.v1+json",
          "application/vnd.docker.distribution.manifest.list.v2+json",
          "application/vnd.docker.distribution.manifest.v2+json");

  private final RegistryClient client;
  private final String name;
  private final String actions;
  private final UploadStrategy.Choice strategy;
  private final ReadRights rights;

  private Repository(
      RegistryClient client, String name, String actions, UploadStrategy.Choice strategy) {
    this.client = client;
    this.name = name;
    this.actions = actions;
    this.strategy = strategy;
    this.rights = new ReadRights(client, client.host() + "/" + name);
  }

  /** A repository to read from. */
  public static Repository forPull(RegistryClient client, String name) {
    return new Repository(client, name, "pull", new UploadStrategy.Choice(client.host()));
  }

  /** A repository to push to. */
  public static Repository forPush(
      RegistryClient client, String name, UploadStrategy.Choice strategy) {
    return new Repository(client, name, "pull,push", strategy);
  }

  /** The registry's client. */
  public RegistryClient client() {
    return client;
  }

  /** The repository's name in its registry. */
  public String name() {
    return name;
  }

  /** How the registry accepts blobs. */
  public UploadStrategy.Choice strategy() {
    return strategy;
  }

  @Override
  public String toString() {
    return client.host() + "/" + name;
  }

  private String path(String rest) {
    return "/v2/" + name + "/" + rest;
  }

  /** The access that requests here need, in the words of the token specification. */
  String scope() {
    return "repository:" + name + ":" + actions;
  }

  String uploading(String what) {
    return "uploading " + what + " to " + this;
  }

  private String named(String identifier) {
    return this + (identifier.contains(":") ? "@" : ":") + identifier;
  }

  private Response send(Request request) {
    return client.send(request, scope());
  }

  /**
   * The digest that a tag or digest names now; empty if it names nothing, or the registry does not
   * say. A registry that denies reads may still accept pushes, so that is empty too; one that is
   * unavailable does not accept them.
   */
  public Optional<Digest> findDigest(String identifier) {
    String step = "looking for " + named(identifier);
    Response response = head(identifier, step);
    rights.requireAvailable(response, step);
    if (response.isSuccess() || response.status() == 405 || response.status() == 501) {
      return digest(response).or(() -> digestOfContent(identifier, step));
    }
    return Optional.empty();
  }

  /** The same for a registry that does not report digests. */
  private Optional<Digest> digestOfContent(String identifier, String step) {
    Response response = getManifest(identifier, step);
    rights.requireAvailable(response, step);
    String algorithm = identifier.startsWith("sha512:") ? "sha512" : "sha256";
    return response.isSuccess()
        ? Optional.of(Digests.of(algorithm, response.body()))
        : Optional.empty();
  }

  /**
   * The same, where a registry that denies reads is a failure.
   *
   * @throws BerthException when the registry answers neither with success nor with 404
   */
  Optional<Digest> requireDigest(String identifier) {
    String step = "asking what " + named(identifier) + " is";
    Response response = head(identifier, step);
    if (response.status() != 404 && !response.isSuccess()) {
      throw unreadable(response, step);
    }
    return digest(response)
        .or(() -> response.isSuccess() ? digestOfContent(identifier, step) : Optional.empty());
  }

  private Response head(String identifier, String step) {
    return send(
        Request.of("HEAD", path("manifests/" + identifier), step).with("Accept", MANIFEST_TYPES));
  }

  /** The digest that a response reports; empty when it reports none that is valid. */
  private static Optional<Digest> digest(Response response) {
    try {
      return response.isSuccess()
          ? response.header("Docker-Content-Digest").map(Digest::parse)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Asks for the manifest that a tag or digest names, and returns the response. */
  public Response getManifest(String identifier, String step) {
    return send(
        Request.of("GET", path("manifests/" + identifier), step)
            .with("Accept", MANIFEST_TYPES)
            .maxBody(MAX_MANIFEST));
  }

  /**
   * Reads the manifest that a tag or digest names (distribution specification, "Pulling
   * manifests"). Its bytes have the digest of the result, which is the requested digest or the one
   * that the registry claims.
   *
   * @return empty when the registry does not have it
   * @throws BerthException with {@link ErrorCode#TRANSIENT} when the registry does not answer or is
   *     overloaded, {@link ErrorCode#CREDENTIALS} when it denies access, and {@link
   *     ErrorCode#REFUSED} when it answers anything else
   */
  public Optional<SerializedManifest> readManifest(String identifier) {
    return readManifest(identifier, it -> it);
  }

  /** The same, parsed. */
  public Optional<Manifest> findManifest(String identifier) {
    return readManifest(identifier, it -> Manifest.parse(it.digest(), it.bytes().bytes()));
  }

  private <T> Optional<T> readManifest(String identifier, Function<SerializedManifest, T> parse) {
    String step = "reading the manifest of " + named(identifier);
    Response response = getManifest(identifier, step);
    try {
      return switch (response.status()) {
        case 200 ->
            Optional.of(parse.apply(Manifest.verified(identifier, digest(response), response)));
        case 404 -> Optional.empty();
        default -> throw unreadable(response, step);
      };
    } catch (IllegalArgumentException e) {
      throw new BerthException(
          ErrorCode.REFUSED,
          "%s: %s answers with something else than a manifest: %s"
              .formatted(step, client.host(), e.getMessage()),
          e);
    }
  }

  /** The failure of a request that only reads. */
  BerthException unreadable(Response response, String step) {
    return rights.unreadable(response, step);
  }

  /** Sends a manifest, and returns the response. */
  public Response putManifest(String identifier, SerializedManifest manifest, String step) {
    return send(
        Request.of("PUT", path("manifests/" + identifier), step)
            .with("Content-Type", manifest.mediaType())
            .sending(Body.of(manifest.bytes().bytes()))
            .timeout(MANIFEST_TIMEOUT)
            .once());
  }

  /** Whether the repository has the blob, with its size. */
  public boolean has(Descriptor blob) {
    String step = "looking for " + blob.digest() + " in " + this;
    Response response = send(Request.of("HEAD", path("blobs/" + blob.digest()), step));
    rights.requireAvailable(response, step);
    Optional<String> size = response.header("Content-Length");
    if (response.isSuccess() && size.isEmpty() && digest(response).isEmpty()) {
      // Proxies may remove the headers, and a portal answers 200 to everything.
      return isReadable(blob, step);
    }
    return response.isSuccess() && size.map(isSizeOf(blob)).orElse(true);
  }

  private static Function<String, Boolean> isSizeOf(Descriptor blob) {
    return text -> text.equals(Long.toString(blob.size()));
  }

  /** Whether the blob's first byte can be read, from a blob of its size. */
  private boolean isReadable(Descriptor blob, String step) {
    Response response =
        send(Request.of("GET", path("blobs/" + blob.digest()), step).with("Range", "bytes=0-0"));
    Optional<String> size =
        response.status() == 206
            ? response.header("Content-Range").map(range -> range.replaceFirst(".*/", ""))
            : response.header("Content-Length");
    return response.isSuccess() && size.map(isSizeOf(blob)).orElse(false);
  }

  /**
   * Opens an upload.
   *
   * @throws BerthException when the registry accepts no upload here
   */
  Upload startUpload(String step) {
    Response response =
        send(Request.of("POST", path("blobs/uploads/"), step).sending(Body.of(new byte[0])));
    if (response.status() != 202) {
      throw rights.unwritable(response, step);
    }
    return new Upload(this, response, step);
  }

  /** The result of a mount: the blob is mounted, or an upload is open instead, or neither. */
  public record Mount(boolean mounted, Optional<Upload> upload) {
    public static final Mount NOTHING = new Mount(false, Optional.empty());
  }

  /** Asks the registry to mount a blob from another repository; a failure is no mount. */
  public Mount mount(Descriptor blob, String from) {
    String step =
        "mounting " + blob.digest() + " from " + client.host() + "/" + from + " to " + this;
    String path = path("blobs/uploads/?mount=" + blob.digest() + "&from=" + from);
    Request request = Request.of("POST", path, step).sending(Body.of(new byte[0])).once();
    try {
      Response response = client.send(request, scope() + " repository:" + from + ":pull");
      return switch (response.status()) {
        case 201 -> new Mount(true, Optional.empty());
        case 202 ->
            new Mount(
                false,
                Optional.of(new Upload(this, response, uploading(blob.digest().toString()))));
        default -> Mount.NOTHING;
      };
    } catch (BerthException e) {
      return new Mount(e.code() == ErrorCode.TRANSIENT && existsNow(blob), Optional.empty());
    }
  }

  private boolean existsNow(Descriptor blob) {
    try {
      return has(blob);
    } catch (BerthException e) {
      return false;
    }
  }

  /** The failure of a registry that breaks the protocol. */
  public BerthException broken(String step, String what) {
    return new BerthException(ErrorCode.REFUSED, "%s: %s %s".formatted(step, client.host(), what));
  }
}
