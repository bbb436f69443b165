package dev.berth.cli.flavor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.cli.session.JsonResults;
import dev.berth.cli.session.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The properties of a flavor in words, from its JSON Schema. */
public final class FlavorProperties {
  /**
   * One property.
   *
   * @param type its type in words, for instance {@code true or false}
   * @param standard its default as text; may be empty
   * @param meaning its description and constraints
   */
  record Property(String name, String type, String standard, String meaning) {}

  private final List<Property> all = new ArrayList<>();

  /**
   * @param schema the flavor's JSON Schema
   */
  public FlavorProperties(JsonNode schema) {
    List<String> required = new ArrayList<>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    for (var property : schema.path("properties").properties()) {
      JsonNode of = property.getValue();
      all.add(
          new Property(
              property.getKey(),
              type(of),
              standard(of),
              meaning(of, required.contains(property.getKey()))));
    }
  }

  List<Property> all() {
    return all;
  }

  /** A table for a terminal. */
  public Table table() {
    var table = new Table("PROPERTY", "TYPE", "DEFAULT", "MEANING");
    all.forEach(it -> table.row(it.name(), it.type(), it.standard(), it.meaning()));
    return table;
  }

  private static String type(JsonNode property) {
    if (property.has("enum")) {
      List<String> values = new ArrayList<>();
      property.get("enum").forEach(value -> values.add(value.asText().toLowerCase(Locale.ROOT)));
      return "one of " + String.join(", ", values);
    }
    return switch (property.path("type").asText()) {
      case "boolean" -> "true or false";
      case "integer" -> "whole number";
      case "number" -> "number";
      case "array" -> "JSON array";
      case "object" -> "JSON object";
      default ->
          property.path("pattern").asText().startsWith("^\\s*\\{\\{") ? "{{secret.key}}" : "text";
    };
  }

  private static String standard(JsonNode property) {
    JsonNode value = property.path("default");
    boolean isEmpty = value.isMissingNode() || (value.isContainerNode() && value.isEmpty());
    String text = isEmpty ? "" : JsonResults.text(value);
    return property.has("enum") ? text.toLowerCase(Locale.ROOT) : text;
  }

  private static String meaning(JsonNode property, boolean required) {
    List<String> parts = new ArrayList<>();
    Optional.of(property.path("description").asText())
        .filter(it -> !it.isEmpty())
        .ifPresent(parts::add);
    if (required) {
      parts.add("required");
    }
    bound(property, "minimum", "at least ").ifPresent(parts::add);
    bound(property, "maximum", "at most ").ifPresent(parts::add);
    return String.join("; ", parts);
  }

  private static Optional<String> bound(JsonNode property, String keyword, String words) {
    return Optional.of(property.path(keyword).asText())
        .filter(it -> !it.isEmpty())
        .map(words::concat);
  }
}
