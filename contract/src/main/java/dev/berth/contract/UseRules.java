package dev.berth.contract;

import dev.berth.BerthHome;
import dev.berth.Flavors;
import dev.berth.Registries;
import dev.berth.check.CheckReport;
import dev.berth.flavor.FlavorInfo;
import dev.berth.localregistry.LocalRegistry;
import dev.berth.push.PushEngine;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The rules on a flavor's use: it is registered, and a registry is registered, described, checked
 * twice and pushed to, as the command does.
 */
final class UseRules {
  private static final String NAME = "contract";

  private final Subject subject;
  private final List<FlavorInfo> shipped;
  private final Path folder;
  private final Map<Rule, List<String>> problems;
  private final Messages messages = new Messages();

  UseRules(
      Subject subject, List<FlavorInfo> shipped, Path folder, Map<Rule, List<String>> problems) {
    this.subject = subject;
    this.shipped = shipped;
    this.folder = folder;
    this.problems = problems;
  }

  void examine() {
    var leftovers = new Leftovers(userHome());
    try (var registry = LocalRegistry.start(folder.resolve("registry"), 0)) {
      Optional<String> flavor = registered();
      if (flavor.isPresent()) {
        use(flavor.get(), registry.host());
      }
      leftovers.rememberConnections(registry.port());
    }
    if (problems.containsKey(Rule.CHECKS)) {
      problems.put(Rule.LEFTOVERS, leftovers.threads());
      problems.put(Rule.CLOSED, leftovers.open());
      problems.put(
          Rule.SECRETS, messages.withSecret().stream().map(it -> "a secret is in: " + it).toList());
    }
  }

  private Path userHome() {
    try {
      return Files.createDirectories(folder.resolve("home"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private BerthHome home() {
    return BerthHome.find(folder.resolve("store"), Map.of(), folder, userHome(), Optional.empty());
  }

  /** Registers the flavor, and returns its name. One of Berth needs no registration. */
  private Optional<String> registered() {
    try (var flavors = new Flavors(home())) {
      Optional<String> ofBerth =
          flavors.shipped().stream()
              .filter(it -> it.flavorClass().equals(subject.flavorClass()))
              .map(it -> it.name())
              .findFirst();
      List<Path> jars =
          Stream.concat(Stream.of(subject.jar()), subject.libraries().stream()).toList();
      String name =
          ofBerth.orElseGet(
              () ->
                  flavors
                      .register(subject.flavorClass(), jars, true, Optional.empty())
                      .flavor()
                      .name());
      requireOwnName(name);
      problems.put(Rule.REGISTERS, List.of());
      return Optional.of(name);
    } catch (BerthException e) {
      problems.put(Rule.REGISTERS, List.of(Messages.of(e)));
      return Optional.empty();
    }
  }

  private void requireOwnName(String name) {
    if (shipped.stream()
        .anyMatch(
            it -> it.name().equals(name) && !it.flavorClass().equals(subject.flavorClass()))) {
      throw new BerthException(
          ErrorCode.INVALID,
          "flavor '%s' already exists".formatted(name),
          "rename yours: this one is part of Berth");
    }
  }

  private void use(String flavor, String host) {
    Map<String, String> properties = new LinkedHashMap<>(subject.properties());
    properties.putIfAbsent("uri", host);
    String image = properties.get("uri") + "/" + subject.repository() + ":1";
    var engine = new CountingEngine();
    try (var registries = open(engine)) {
      try {
        registries.register(NAME, flavor, properties);
      } catch (BerthException e) {
        new GivenProperties(subject.properties().keySet(), registries.propertiesOfFlavor(flavor))
            .requireFitting(e);
        problems.put(
            Rule.REGISTERS, List.of(Messages.of(e) + "; name the properties that it needs"));
        return;
      }
      problems.put(Rule.SHOWN, hidden(registries, properties));
      List<String> content = content();
      Optional<CheckReport> first = check(registries, image, flavor);
      if (first.isPresent()) {
        repeat(registries, image, first.get());
        var pushes = new PushRules(registries, NAME, image, messages, problems);
        Optional<BerthException> dryRun = pushes.dryRun();
        problems.put(Rule.CHANGE_NOTHING, changes(content));
        pushes.examine(dryRun, engine, first.get());
        withSecret(registries, flavor, properties, image);
      }
    }
  }

  private Registries open(PushEngine engine) {
    return Registries.builder()
        .home(home())
        .environment(
            Map.of(
                "HOME",
                userHome().toString(),
                "BERTH_SECRET_CONTRACT_USERNAME",
                "contract",
                "BERTH_SECRET_CONTRACT_PASSWORD",
                Messages.CANARY))
        .engine(engine)
        .open();
  }

  private static List<String> hidden(Registries registries, Map<String, String> given) {
    Set<String> shown = registries.describe(NAME).configuration().keySet();
    var names = registries.propertiesOf(NAME);
    return given.keySet().stream()
        .filter(name -> names.find(name).filter(shown::contains).isEmpty())
        .map(name -> "property '%s' is not shown".formatted(name))
        .toList();
  }

  private Optional<CheckReport> check(Registries registries, String image, String flavor) {
    CheckReport report;
    try {
      report = registries.check(image, Optional.of(NAME), messages);
    } catch (BerthException e) {
      problems.put(Rule.CHECKS, List.of(Messages.of(e)));
      return Optional.empty();
    }
    boolean sound = new CheckRules(flavor, problems).examine(report);
    report.outcomes().forEach(it -> messages.add(it.check() + ": " + it.result()));
    return sound ? Optional.of(report) : Optional.empty();
  }

  private void repeat(Registries registries, String image, CheckReport first) {
    String before = results(first).toString();
    String again;
    try {
      again = results(registries.check(image, Optional.of(NAME), messages)).toString();
    } catch (BerthException e) {
      again = Messages.of(e);
    }
    problems.put(
        Rule.REPEATABLE,
        again.equals(before)
            ? List.of()
            : List.of("the first run: %s; the second run: %s".formatted(before, again)));
  }

  private static List<String> results(CheckReport report) {
    return report.outcomes().stream()
        .map(it -> it.check() + " " + it.result().status().value())
        .toList();
  }

  /** The same registry with a login of Berth's, whose password is in no message. */
  private void withSecret(
      Registries registries, String flavor, Map<String, String> properties, String image) {
    Map<String, String> changed = new LinkedHashMap<>(properties);
    changed.put("authenticationSecret", NAME);
    try {
      registries.register("secret", flavor, changed);
      registries
          .check(image, Optional.of("secret"), messages)
          .outcomes()
          .forEach(it -> messages.add(it.check() + ": " + it.result()));
    } catch (BerthException e) {
      // The flavor's other properties may be a login already.
      messages.add(Messages.of(e));
    }
  }

  private List<String> changes(List<String> before) {
    List<String> after = content();
    return before.equals(after)
        ? List.of()
        : List.of("the registry had %s, and has %s".formatted(before, after));
  }

  /** The repositories of the registry; uploads that are started and cancelled are not content. */
  private List<String> content() {
    Path root = folder.resolve("registry");
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .filter(file -> !file.contains("_uploads"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
