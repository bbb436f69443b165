package dev.berth.cli.flavor;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.berth.cli.session.JsonResults;
import dev.berth.cli.session.Session;
import dev.berth.cli.session.Table;
import dev.berth.flavor.FlavorJar;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists the flavors. */
@Command(name = "list", description = "List the flavors of container registries.")
final class ListFlavorsCommand implements Callable<Integer> {
  private final Session session;

  @Option(
      names = "--all",
      description =
          "List the jars in flavors/ too, also those that cannot be used; none of their code runs.")
  private boolean all;

  ListFlavorsCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (var flavors = session.flavors()) {
      var data = JsonNodeFactory.instance.arrayNode();
      var table = new Table("NAME", "CUSTOM", "STATUS", "CLASS");
      for (var flavor : flavors.list()) {
        data.add(JsonResults.flavor(flavor));
        table.row(
            flavor.name(),
            flavor.custom() ? "yes" : "no",
            flavor
                .problem()
                .map(problem -> flavor.isUnused() ? problem : "broken: " + problem)
                .orElse("ok"),
            flavor.flavorClass());
      }
      if (!all) {
        session.output().result(data, table);
        return 0;
      }
      var jars = new Table("JAR", "FLAVOR", "VERSION", "SPI", "PROBLEM");
      var shape = JsonResults.object();
      shape.set("flavors", data);
      var found = shape.putArray("jars");
      List<FlavorJar> inFolder = flavors.jars();
      flavors.warnings(inFolder).forEach(session.output()::warning);
      for (FlavorJar jar : inFolder) {
        found.add(JsonResults.jar(jar));
        jars.row(
            jar.path().toString(),
            jar.flavorClasses().isEmpty() ? "none listed" : String.join(", ", jar.flavorClasses()),
            jar.version().orElse(""),
            jar.spi().orElse(""),
            jar.problem().orElse(""));
      }
      session.output().result(shape, table, jars);
      if (found.isEmpty()) {
        session
            .output()
            .info("there are no jars in " + session.home().sourceRoot().resolve("flavors"));
      }
    }
    return 0;
  }
}
