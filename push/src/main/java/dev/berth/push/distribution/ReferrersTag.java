package dev.berth.push.distribution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.push.http.RegistryClient;
import dev.berth.push.http.Response;
import dev.berth.push.image.ManifestBytes;
import dev.berth.push.image.SerializedManifest;
import dev.berth.push.json.BoundedJson;
import dev.berth.reference.Digests;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.locks.Lock;

/**
 * Lists manifests at the tag of their subject, where a registry does not do so itself (distribution
 * specification, "Pushing Manifests with Subject" and "Referrers Tag Schema").
 */
public final class ReferrersTag {
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";
  private static final int ATTEMPTS = 8;
  // Another client that read the index before it was changed may still write its own.
  private static final int CONFIRMATIONS = 2;
  private final Repository repository;
  private final RegistryClient client;
  private final Lock lock;

  /**
   * @param lock held while an index is changed by this process
   */
  public ReferrersTag(Repository repository, Lock lock) {
    this.repository = repository;
    this.client = repository.client();
    this.lock = lock;
  }

  /** Whether a manifest has a subject. */
  public static boolean isNeededFor(SerializedManifest manifest) {
    return subject(manifest).isPresent();
  }

  private static Optional<String> subject(SerializedManifest manifest) {
    return Optional.of(parse(manifest.bytes().bytes()).path("subject").path("digest").asText())
        .filter(digest -> !digest.isEmpty());
  }

  private static JsonNode parse(byte[] bytes) {
    try {
      return BoundedJson.read(bytes);
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  /**
   * Lists a manifest that was pushed, unless it has no subject, or the registry lists it.
   *
   * @param response the registry's response to the manifest
   * @throws BerthException when the index of the subject cannot be changed
   */
  public void add(SerializedManifest manifest, Response response) {
    Optional<String> subject = subject(manifest);
    if (subject.isEmpty() || response.header("OCI-Subject").isPresent()) {
      return;
    }
    lock.lock();
    try {
      add(manifest, tag(subject.get()));
    } finally {
      lock.unlock();
    }
  }

  /** The tag for a subject: its digest, with what no tag may have replaced, and cut. */
  static String tag(String digest) {
    int colon = digest.indexOf(':');
    String algorithm = digest.substring(0, Math.max(colon, 0));
    String encoded = digest.substring(colon + 1);
    String tag =
        algorithm.substring(0, Math.min(algorithm.length(), 32))
            + "-"
            + encoded.substring(0, Math.min(encoded.length(), 64));
    return tag.replaceAll("[^A-Za-z0-9._-]", "-");
  }

  private void add(SerializedManifest manifest, String tag) {
    String step =
        "listing " + manifest.digest() + " among the referrers at " + repository + ":" + tag;
    int confirmed = 0;
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      Response current = repository.getManifest(tag, step);
      ObjectNode index = index(current, step);
      if (!isListed(index, manifest)) {
        confirmed = 0;
        put(manifest, index, tag, step);
      } else if (attempt == 1 || ++confirmed == CONFIRMATIONS) {
        return;
      }
      client.waitAfter(1, System.nanoTime());
    }
    throw new BerthException(
        ErrorCode.TRANSIENT,
        step + ": the index did not keep the change; other clients change it too");
  }

  private ObjectNode index(Response response, String step) {
    if (response.status() == 404) {
      ObjectNode index = JsonNodeFactory.instance.objectNode();
      index.put("schemaVersion", 2).put("mediaType", INDEX).putArray("manifests");
      return index;
    }
    if (!response.isSuccess()) {
      throw client.failure(response, step);
    }
    if (parse(response.body()) instanceof ObjectNode index && index.path("manifests").isArray()) {
      return index;
    }
    throw repository.broken(step, "has something else than an index at that tag");
  }

  private static boolean isListed(ObjectNode index, SerializedManifest manifest) {
    String digest = manifest.digest().toString();
    for (JsonNode entry : index.path("manifests")) {
      if (entry.path("digest").asText().equals(digest)) {
        return true;
      }
    }
    return false;
  }

  private void put(SerializedManifest manifest, ObjectNode index, String tag, String step) {
    ((ArrayNode) index.path("manifests")).add(descriptor(manifest));
    byte[] bytes = index.toString().getBytes(StandardCharsets.UTF_8);
    var changed = new SerializedManifest(new ManifestBytes(Digests.of(bytes), bytes), INDEX);
    try {
      Response response = repository.putManifest(tag, changed, step);
      boolean again = response.status() == 409 || response.status() == 412;
      if (!response.isSuccess() && !again) {
        throw client.failure(response, step);
      }
    } catch (BerthException e) {
      // The index is read again, and changed again if it still has to be.
      if (e.code() != ErrorCode.TRANSIENT || client.isCancelled()) {
        throw e;
      }
    }
  }

  private static ObjectNode descriptor(SerializedManifest manifest) {
    JsonNode root = parse(manifest.bytes().bytes());
    ObjectNode entry = JsonNodeFactory.instance.objectNode();
    entry.put("mediaType", manifest.mediaType());
    entry.put("digest", manifest.digest().toString());
    entry.put("size", manifest.bytes().bytes().length);
    String own = root.path("artifactType").asText();
    String type = own.isEmpty() ? root.path("config").path("mediaType").asText() : own;
    if (!type.isEmpty()) {
      entry.put("artifactType", type);
    }
    if (root.path("annotations").isObject()) {
      entry.set("annotations", root.path("annotations"));
    }
    return entry;
  }
}
