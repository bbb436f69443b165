package dev.berth.push.fake;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.berth.push.image.ImageLocation;
import dev.berth.push.image.ImageLocation.Kind;
import dev.berth.reference.Digests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An OCI layout of any content. Its parts are descriptors, as JSON. */
public final class SampleLayout {
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";

  private final Path folder;
  private final Map<String, byte[]> blobs = new LinkedHashMap<>();

  /** An empty layout in a folder. */
  public SampleLayout(Path folder) {
    this.folder = folder;
  }

  /** Adds a blob. */
  public String blob(String mediaType, byte[] content) {
    String digest = Digests.of(content).toString();
    blobs.put(digest, content);
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
        .formatted(mediaType, digest, content.length);
  }

  /** Adds a JSON document. */
  public String document(String mediaType, String json) {
    return blob(mediaType, json.getBytes(UTF_8));
  }

  /** Adds a manifest. */
  public String manifest(String config, String... layers) {
    return manifestWith("", config, layers);
  }

  /** Adds a manifest with more members. */
  public String manifestWith(String more, String config, String... layers) {
    return document(
        MANIFEST,
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]%s}"
            .formatted(MANIFEST, config, String.join(",", layers), more));
  }

  /** Adds an index. */
  public String index(String... entries) {
    return document(
        INDEX,
        "{\"schemaVersion\":2, \"mediaType\":\"%s\",\"manifests\":[%s]}"
            .formatted(INDEX, String.join(",", entries)));
  }

  /** A descriptor with one more member. */
  public static String with(String descriptor, String member) {
    return descriptor.substring(0, descriptor.length() - 1) + "," + member + "}";
  }

  /** The digest in a descriptor. */
  public static String digest(String descriptor) {
    return descriptor.replaceFirst(".*?\"digest\":\"([^\"]*)\".*", "$1");
  }

  /** The content that a descriptor names. */
  public byte[] content(String descriptor) {
    byte[] content = blobs.get(digest(descriptor));
    if (content == null) {
      throw new IllegalArgumentException(descriptor);
    }
    return content;
  }

  /** All content. */
  public List<byte[]> blobs() {
    return List.copyOf(blobs.values());
  }

  /** Writes content under any digest. */
  public void store(String digest, byte[] content) {
    try {
      Path file = folder.resolve("blobs").resolve(digest.replace(':', '/'));
      Files.createDirectories(file.getParent());
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the layout with these entries. */
  public ImageLocation location(String... entries) {
    try {
      Path files = Files.createDirectories(folder.resolve("blobs/sha256"));
      for (Map.Entry<String, byte[]> blob : blobs.entrySet()) {
        Files.write(files.resolve(blob.getKey().substring("sha256:".length())), blob.getValue());
      }
      Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
      Files.writeString(
          folder.resolve("index.json"),
          "{\"schemaVersion\":2,\"manifests\":[%s]}".formatted(String.join(",", entries)));
      return new ImageLocation(Kind.OCI, folder, Optional.empty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
