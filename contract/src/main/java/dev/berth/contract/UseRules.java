package dev.berth.contract;

import dev.berth.BerthHome;
import dev.berth.Flavors;
import dev.berth.PushOptions;
import dev.berth.Registries;
import dev.berth.check.CheckReport;
import dev.berth.localregistry.LocalRegistry;
import dev.berth.push.PushEngine;
import dev.berth.push.PushListener;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
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
  private static final String CANARY = "canary-of-the-contract";
  private static final long ENDING_MILLIS = 2000;

  private final Subject subject;
  private final Path folder;
  private final Map<Rule, List<String>> problems;
  private final List<String> said = new ArrayList<>();
  private final PushListener listener =
      new PushListener() {
        @Override
        public void warning(String message) {
          said.add(message);
        }

        @Override
        public void info(String message) {
          said.add(message);
        }
      };

  UseRules(Subject subject, Path folder, Map<Rule, List<String>> problems) {
    this.subject = subject;
    this.folder = folder;
    this.problems = problems;
  }

  void examine() {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    try (var registry = LocalRegistry.start(folder.resolve("registry"), 0)) {
      Optional<String> flavor = registered();
      if (flavor.isPresent()) {
        use(flavor.get(), registry.host());
      }
    }
    if (problems.containsKey(Rule.CHECKS)) {
      problems.put(Rule.LEFTOVERS, leftThreads(before));
      problems.put(
          Rule.SECRETS,
          said.stream().filter(UseRules::isSecret).map(it -> "a secret is in: " + it).toList());
    }
  }

  /** The host masks known secrets, also in the texts of a flavor. */
  private static boolean isSecret(String text) {
    return text.contains(CANARY) || text.contains("***");
  }

  private BerthHome home() {
    return BerthHome.find(
        folder.resolve("store"), Map.of(), folder, folder.resolve("home"), Optional.empty());
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
      problems.put(Rule.REGISTERS, List.of());
      return Optional.of(name);
    } catch (BerthException e) {
      problems.put(Rule.REGISTERS, List.of(words(e)));
      return Optional.empty();
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
        problems.put(Rule.REGISTERS, List.of(words(e) + "; name the properties that it needs"));
        return;
      }
      problems.put(Rule.SHOWN, hidden(registries, properties));
      List<String> content = content();
      Optional<CheckReport> first = check(registries, image, flavor);
      if (first.isPresent()) {
        repeat(registries, image, first.get());
        push(registries, image, engine, content);
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
                folder.resolve("home").toString(),
                "BERTH_SECRET_CONTRACT_USERNAME",
                "contract",
                "BERTH_SECRET_CONTRACT_PASSWORD",
                CANARY))
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
      report = registries.check(image, Optional.of(NAME), listener);
    } catch (BerthException e) {
      problems.put(Rule.CHECKS, List.of(words(e)));
      return Optional.empty();
    }
    boolean sound = new CheckRules(flavor, problems).examine(report);
    report.outcomes().forEach(it -> said.add(it.check() + ": " + it.result()));
    return sound ? Optional.of(report) : Optional.empty();
  }

  private void repeat(Registries registries, String image, CheckReport first) {
    String before = results(first).toString();
    String again;
    try {
      again = results(registries.check(image, Optional.of(NAME), listener)).toString();
    } catch (BerthException e) {
      again = words(e);
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

  private void push(
      Registries registries, String image, CountingEngine engine, List<String> content) {
    PushOptions options = PushOptions.DEFAULTS.to(NAME);
    Optional<BerthException> dryRun = failure(registries, image, options.asDryRun());
    problems.put(
        Rule.CHANGE_NOTHING,
        content.equals(content())
            ? List.of()
            : List.of("the registry had %s, and has %s".formatted(content, content())));
    Optional<BerthException> stopped = failure(registries, image, options);
    List<String> found = new ArrayList<>();
    stopped
        .or(() -> dryRun)
        .filter(it -> !Set.of(ErrorCode.PREREQUISITE, ErrorCode.CREDENTIALS).contains(it.code()))
        .ifPresent(it -> found.add(words(it)));
    if (stopped.isEmpty() && engine.pushes() != 1) {
      found.add("a push of one image moved %d".formatted(engine.pushes()));
    }
    problems.put(Rule.PUSH, found);
  }

  private Optional<BerthException> failure(
      Registries registries, String image, PushOptions options) {
    try {
      registries.push(image, options, listener);
      return Optional.empty();
    } catch (BerthException e) {
      said.add(words(e));
      return Optional.of(e);
    }
  }

  /** The same registry with a login of Berth's, whose password is in no message. */
  private void withSecret(
      Registries registries, String flavor, Map<String, String> properties, String image) {
    Map<String, String> changed = new LinkedHashMap<>(properties);
    changed.put("authenticationSecret", NAME);
    try {
      registries.register("secret", flavor, changed);
      registries
          .check(image, Optional.of("secret"), listener)
          .outcomes()
          .forEach(it -> said.add(it.check() + ": " + it.result()));
    } catch (BerthException e) {
      // The flavor's other properties may be a login already.
      said.add(words(e));
    }
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

  private static List<String> leftThreads(Set<Thread> before) {
    Set<Thread> left = new HashSet<>(Thread.getAllStackTraces().keySet());
    left.removeAll(before);
    left.removeIf(Thread::isDaemon);
    List<String> names = new ArrayList<>();
    for (Thread thread : left) {
      try {
        thread.join(ENDING_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (thread.isAlive()) {
        names.add("the thread '%s' still runs".formatted(thread.getName()));
      }
    }
    return names;
  }

  private static String words(BerthException e) {
    return e.hints().isEmpty()
        ? String.valueOf(e.getMessage())
        : e.getMessage() + " (" + String.join("; ", e.hints()) + ")";
  }
}
