package dev.berth.cli.flavor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.FlavorDescription;
import dev.berth.cli.flavor.FlavorProperties.Property;
import dev.berth.cli.session.JsonResults;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A flavor's page in Markdown. */
final class FlavorPage {
  private final FlavorDescription flavor;

  FlavorPage(FlavorDescription flavor) {
    this.flavor = flavor;
  }

  List<String> lines() {
    ObjectNode schema = JsonResults.json(flavor.schema());
    List<Property> properties = new FlavorProperties(schema).all();
    Predicate<Property> isShared = it -> flavor.shared().contains(it.name());
    List<String> lines = new ArrayList<>(List.of("# The flavor `" + flavor.name() + "`", ""));
    String description = schema.path("description").asText();
    if (!description.isEmpty()) {
      lines.addAll(List.of(description, ""));
    }
    if (!properties.stream().allMatch(isShared)) {
      lines.addAll(List.of("## Properties", ""));
      lines.addAll(table(properties.stream().filter(isShared.negate()).toList()));
      lines.add("");
    }
    lines.addAll(List.of("## Properties of every registry", ""));
    lines.addAll(table(properties.stream().filter(isShared).toList()));
    lines.addAll(
        List.of("", "## What the registries do", "", "| capability | value |", "|---|---|"));
    JsonResults.json(flavor.capabilities())
        .properties()
        .forEach(
            it ->
                lines.add("| `%s` | %s |".formatted(it.getKey(), JsonResults.text(it.getValue()))));
    return lines;
  }

  private static List<String> table(List<Property> properties) {
    List<String> lines =
        new ArrayList<>(List.of("| property | type | default | meaning |", "|---|---|---|---|"));
    for (Property it : properties) {
      lines.add(
          "| `%s` | %s | %s | %s |"
              .formatted(it.name(), cell(it.type()), cell(it.standard()), cell(it.meaning())));
    }
    return lines;
  }

  private static String cell(String text) {
    return text.startsWith("{{") ? "`" + text + "`" : text.replace("|", "\\|");
  }
}
