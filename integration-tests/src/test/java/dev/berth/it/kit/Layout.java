package dev.berth.it.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** A folder with an OCI image layout. */
public final class Layout {
  private static final String OCI = "application/vnd.oci.image.";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Random RANDOM = new Random();

  private final Path folder;

  /** A layout that is there, or is to be made. */
  public Layout(Path folder) {
    this.folder = folder;
    try {
      Files.createDirectories(folder.resolve("blobs/sha256"));
      Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\": \"1.0.0\"}");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An image that no registry can have yet, with layers of about this size when compressed. */
  public static Layout random(Path folder, int layers, int size) {
    return random(folder, layers, size, true);
  }

  /** The same, whose layers are not compressed yet. */
  public static Layout randomUncompressed(Path folder, int layers, int size) {
    return random(folder, layers, size, false);
  }

  private static Layout random(Path folder, int layers, int size, boolean compressed) {
    var layout = new Layout(folder);
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    config.put("architecture", "amd64").put("os", "linux");
    var diffIds = config.putObject("rootfs").put("type", "layers").putArray("diff_ids");
    List<JsonNode> descriptors = new ArrayList<>();
    for (int i = 0; i < layers; i++) {
      byte[] content = new byte[size];
      RANDOM.nextBytes(content);
      diffIds.add("sha256:" + sha256(content));
      descriptors.add(
          compressed
              ? layout.add("layer.v1.tar+gzip", gzip(content))
              : layout.add("layer.v1.tar", content));
    }
    return layout.holding(
        layout.addManifest(layout.add("config.v1+json", (JsonNode) config), descriptors));
  }

  private static byte[] gzip(byte[] content) {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** What {@code --from} calls it. */
  public String location() {
    return "oci:" + folder;
  }

  /** Adds a blob; gives its descriptor, with {@code application/vnd.oci.image.TYPE}. */
  public ObjectNode add(String type, byte[] content) {
    String hex = sha256(content);
    try {
      Files.write(folder.resolve("blobs/sha256").resolve(hex), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return JsonNodeFactory.instance
        .objectNode()
        .put("mediaType", OCI + type)
        .put("digest", "sha256:" + hex)
        .put("size", content.length);
  }

  /** Adds a blob of JSON. */
  public ObjectNode add(String type, JsonNode content) {
    return add(type, content.toString().getBytes(UTF_8));
  }

  /** Adds a manifest of these parts. */
  public ObjectNode addManifest(JsonNode config, Iterable<? extends JsonNode> layers) {
    ObjectNode manifest = document("manifest.v1+json");
    manifest.set("config", config);
    layers.forEach(manifest.putArray("layers")::add);
    return add("manifest.v1+json", manifest);
  }

  /** Adds an image index. */
  public ObjectNode addIndex(JsonNode... manifests) {
    return add("index.v1+json", index(manifests));
  }

  /** Makes these the images of the layout. */
  public Layout holding(JsonNode... images) {
    return write("index.json", index(images));
  }

  private static ObjectNode index(JsonNode... manifests) {
    ObjectNode index = document("index.v1+json");
    var array = index.putArray("manifests");
    for (JsonNode manifest : manifests) {
      array.add(manifest);
    }
    return index;
  }

  private static ObjectNode document(String type) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("schemaVersion", 2)
        .put("mediaType", OCI + type);
  }

  /** Writes a file next to the blobs. */
  public Layout write(String name, JsonNode content) {
    try {
      Files.writeString(folder.resolve(name), content.toString());
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The document that a descriptor names. */
  public JsonNode read(JsonNode descriptor) {
    return json("blobs/" + descriptor.path("digest").asText().replace(':', '/'));
  }

  /** The manifest of the only image. */
  public JsonNode manifest() {
    return read(descriptor());
  }

  /** The descriptor of the only image. */
  public JsonNode descriptor() {
    return json("index.json").at("/manifests/0");
  }

  private JsonNode json(String name) {
    try {
      return JSON.readTree(folder.resolve(name).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Packs the layout, with all that was written next to it. */
  public Path pack(Path archive) {
    Commands.run("tar", "-C", folder.toString(), "-cf", archive.toString(), ".");
    return archive;
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
