package dev.berth.cli.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.ImageDetails;
import dev.berth.cli.progress.ByteCount;
import dev.berth.cli.session.JsonResults;
import dev.berth.cli.session.Session;
import dev.berth.cli.session.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows an image of a registry. */
@Command(
    name = "inspect",
    description =
        "Show an image: its manifest, platforms or layers, configuration, and what refers to it.")
final class InspectCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "IMAGE", description = "The image: HOST/REPOSITORY[:TAG|@DIGEST].")
  private String image;

  InspectCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (var registries = session.registries()) {
      ImageDetails details = registries.images(ImageListener.of(session)).inspect(image);
      ObjectNode shape = shape(details);
      List<Table> tables = new ArrayList<>(List.of(properties(shape)));
      parts(shape).ifPresent(tables::add);
      if (!shape.path("referrers").isEmpty()) {
        tables.add(referrers(shape));
      }
      session.output().result(shape, tables.toArray(Table[]::new));
    }
    return 0;
  }

  private static ObjectNode shape(ImageDetails details) {
    ObjectNode shape =
        JsonResults.object()
            .put("reference", details.image().toString())
            .put("digest", details.digest().toString())
            .put("mediaType", details.mediaType())
            .put("size", details.size());
    shape.set("manifest", JsonResults.json(details.manifest()));
    if (!details.config().isEmpty()) {
      shape.set("config", JsonResults.json(details.config()));
    }
    var referrers = shape.putArray("referrers");
    details.referrers().forEach(each -> referrers.add(JsonResults.json(each)));
    return shape;
  }

  private static Table properties(ObjectNode shape) {
    var table = new Table("PROPERTY", "VALUE");
    table.row("digest", shape.path("digest").asText());
    table.row("mediaType", shape.path("mediaType").asText());
    JsonNode config = shape.path("config");
    if (config.has("os")) {
      table.row("platform", platform(config));
    }
    if (config.hasNonNull("created")) {
      table.row("created", config.path("created").asText());
    }
    named(table, "label", config.path("config").path("Labels"));
    named(table, "annotation", shape.path("manifest").path("annotations"));
    return table;
  }

  private static void named(Table table, String kind, JsonNode values) {
    values
        .properties()
        .forEach(each -> table.row(kind + " " + each.getKey(), JsonResults.text(each.getValue())));
  }

  /** The images of an index, or the layers of an image. */
  private static Optional<Table> parts(ObjectNode shape) {
    JsonNode manifests = shape.path("manifest").path("manifests");
    if (manifests.isArray()) {
      var table = new Table("PLATFORM", "DIGEST");
      manifests.forEach(
          each -> table.row(platform(each.path("platform")), each.path("digest").asText()));
      return Optional.of(table);
    }
    JsonNode layers = shape.path("manifest").path("layers");
    if (layers.isEmpty()) {
      return Optional.empty();
    }
    var table = new Table("LAYER", "SIZE", "MEDIA TYPE");
    layers.forEach(
        each ->
            table.row(
                each.path("digest").asText(),
                ByteCount.of(each.path("size").asLong()),
                each.path("mediaType").asText()));
    return Optional.of(table);
  }

  private static String platform(JsonNode platform) {
    String variant = platform.path("variant").asText();
    return platform.has("os")
        ? platform.path("os").asText()
            + "/"
            + platform.path("architecture").asText()
            + (variant.isEmpty() ? "" : "/" + variant)
        : "";
  }

  private static Table referrers(ObjectNode shape) {
    var table = new Table("REFERRER", "ARTIFACT TYPE");
    shape
        .path("referrers")
        .forEach(
            each -> table.row(each.path("digest").asText(), each.path("artifactType").asText()));
    return table;
  }
}
