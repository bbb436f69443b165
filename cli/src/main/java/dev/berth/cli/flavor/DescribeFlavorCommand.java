package dev.berth.cli.flavor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.FlavorDescription;
import dev.berth.cli.session.JsonResults;
import dev.berth.cli.session.Session;
import dev.berth.cli.session.Table;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Describes a flavor. */
@Command(
    name = "describe",
    description =
        "Show a flavor's properties and what its registries do; with --output json as a JSON Schema.")
final class DescribeFlavorCommand implements Callable<Integer> {
  private static final Set<String> COLUMNS = Set.of("type", "default");

  private final Session session;

  @Parameters(paramLabel = "NAME", description = "The flavor's name.")
  private String name;

  DescribeFlavorCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (var flavors = session.flavors()) {
      FlavorDescription flavor = flavors.describe(name);
      ObjectNode schema = JsonResults.json(flavor.schema());
      ObjectNode capabilities = JsonResults.json(flavor.capabilities());
      schema.set("x-capabilities", capabilities);
      var required = new HashSet<String>();
      schema.path("required").forEach(property -> required.add(property.asText()));
      var table = new Table("PROPERTY", "TYPE", "DEFAULT", "CONSTRAINTS");
      for (var property : schema.path("properties").properties()) {
        JsonNode of = property.getValue();
        String constraints = constraints(of);
        String need = required.contains(property.getKey()) ? "required" : "";
        table.row(
            property.getKey(),
            JsonResults.text(of.path("type")),
            of.has("default") ? JsonResults.text(of.get("default")) : "",
            (need + (need.isEmpty() || constraints.isEmpty() ? "" : ", ") + constraints));
      }
      var abilities = new Table("CAPABILITY", "VALUE");
      capabilities
          .properties()
          .forEach(each -> abilities.row(each.getKey(), JsonResults.text(each.getValue())));
      session.output().result(schema, table, abilities);
    }
    return 0;
  }

  private static String constraints(JsonNode property) {
    return property.properties().stream()
        .filter(constraint -> !COLUMNS.contains(constraint.getKey()))
        .map(constraint -> constraint.getKey() + " " + JsonResults.text(constraint.getValue()))
        .collect(Collectors.joining(", "));
  }
}
