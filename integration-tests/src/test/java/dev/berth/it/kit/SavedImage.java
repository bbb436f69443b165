package dev.berth.it.kit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An image that an engine built, in all the forms in which an image lies in files. */
public final class SavedImage {
  private final Path folder;
  private final String reference;
  private final String id;

  private SavedImage(Path folder, String reference, String id) {
    this.folder = folder;
    this.reference = reference;
    this.id = id;
  }

  /** Builds an image with a layer for each text, saves it, and leaves none in the engine. */
  public static SavedImage build(Engine engine, Path folder, String reference, String... layers) {
    String id = engine.build(reference, layers);
    var saved = new SavedImage(folder, reference, id);
    engine.save(saved.archive(), reference);
    engine.remove(reference);
    saved.write();
    return saved;
  }

  private void write() {
    String archive = "docker-archive:" + archive();
    Commands.run("gzip", "--keep", archive().toString());
    Skopeo.convert(archive, "oci:" + ociFolder() + ":1");
    new Layout(ociFolder()).pack(ociArchive());
    writeNewForm();
  }

  /** What Docker saves since version 25: the former form and an OCI layout in one. */
  private void writeNewForm() {
    try {
      Path old = Files.createDirectory(folder.resolve("old"));
      Commands.run("tar", "-C", old.toString(), "-xf", archive().toString());
      JsonNode image = new ObjectMapper().readTree(old.resolve("manifest.json").toFile()).get(0);
      var layout = new Layout(folder.resolve("new"));
      JsonNode config = layout.add("config.v1+json", bytes(old, image.path("Config").asText()));
      List<JsonNode> layers = new ArrayList<>();
      for (JsonNode layer : image.path("Layers")) {
        layers.add(layout.add("layer.v1.tar", bytes(old, layer.asText())));
      }
      ObjectNode named = JsonNodeFactory.instance.objectNode().put("Config", blob(config));
      named.set("RepoTags", image.path("RepoTags"));
      for (JsonNode layer : layers) {
        named.withArray("Layers").add(blob(layer));
        ObjectNode sources = named.withObject("/LayerSources");
        sources.set(layer.path("digest").asText(), layer);
      }
      layout
          .holding(layout.addManifest(config, layers))
          .write("manifest.json", JsonNodeFactory.instance.arrayNode().add(named))
          .pack(newArchive());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(Path folder, String name) throws IOException {
    return Files.readAllBytes(folder.resolve(name));
  }

  private static String blob(JsonNode descriptor) {
    return "blobs/" + descriptor.path("digest").asText().replace(':', '/');
  }

  /** What it is called in the engine and in Docker's archives. */
  public String reference() {
    return reference;
  }

  /** Its ID in the engine and in Docker's archives. */
  public String id() {
    return id;
  }

  /** Its ID in the OCI layouts, for skopeo writes the configuration anew. */
  public String ociId() {
    return new Layout(ociFolder()).manifest().at("/config/digest").asText();
  }

  /** Docker's archive. */
  public Path archive() {
    return folder.resolve("image.tar");
  }

  /** Docker's archive, compressed. */
  public Path compressedArchive() {
    return folder.resolve("image.tar.gz");
  }

  /** The archive of newer versions of Docker. */
  public Path newArchive() {
    return folder.resolve("image-new.tar");
  }

  /** The folder with the OCI layout, which has compressed layers. */
  public Path ociFolder() {
    return folder.resolve("layout");
  }

  /** The OCI layout as an archive. */
  public Path ociArchive() {
    return folder.resolve("layout.tar");
  }
}
