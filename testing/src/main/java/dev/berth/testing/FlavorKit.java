package dev.berth.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.BerthHome;
import dev.berth.DiscoveredRegistry;
import dev.berth.PushOptions;
import dev.berth.PushedImage;
import dev.berth.Registration;
import dev.berth.Registries;
import dev.berth.check.CheckOutcome;
import dev.berth.check.CheckReport;
import dev.berth.spi.BerthException;
import dev.berth.spi.Check;
import dev.berth.spi.ErrorCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One registered registry of a flavor, used through the host as the command uses it, with a push
 * engine that moves nothing. What the host can read of the machine is what a test sets: a store in
 * a folder of the test's, a home folder without files, and an environment.
 *
 * <p>A text with the word "canary" stands for a secret. The kit fails a test when a report, a
 * failure or a message has such a text. Not safe for use by several threads.
 */
public final class FlavorKit implements AutoCloseable {
  /** The name of the registered registry. */
  public static final String REGISTRY = "registry";

  private final BerthHome home;
  private final Map<String, String> environment = new HashMap<>();
  private final RecordingEngine engine = new RecordingEngine();
  private final RecordingListener listener = new RecordingListener();
  private final List<String> canaries = new ArrayList<>(List.of("canary"));
  private String target = REGISTRY;
  private @Nullable Registries registries;

  /**
   * An empty store.
   *
   * @param folder a temporary folder
   */
  public FlavorKit(Path folder) {
    this.home = BerthHome.find(folder.resolve("store"), Map.of(), folder, folder, Optional.empty());
  }

  /**
   * Sets environment variables.
   *
   * @param namesAndValues names and values in turn
   */
  public FlavorKit environment(String... namesAndValues) {
    return environment(pairs(namesAndValues));
  }

  /** Sets environment variables; the others stay. */
  public FlavorKit environment(Map<String, String> variables) {
    environment.putAll(variables);
    close();
    return this;
  }

  /** Removes environment variables. */
  public FlavorKit withoutEnvironment(String... names) {
    environment.keySet().removeAll(List.of(names));
    close();
    return this;
  }

  /** Adds texts that no report, failure or message may have, in any case of letters. */
  public FlavorKit hiding(String... secrets) {
    canaries.addAll(List.of(secrets));
    return this;
  }

  /** Sets what the methods without a target check and push: an image, a full reference. */
  public FlavorKit target(String image) {
    target = image;
    return this;
  }

  /** What the pushes so far were. */
  public RecordingEngine engine() {
    return engine;
  }

  /** What the user would have read so far. */
  public RecordingListener listener() {
    return listener;
  }

  /** The host. */
  public Registries registries() {
    if (registries == null) {
      registries = Registries.builder().home(home).environment(environment).engine(engine).open();
    }
    return registries;
  }

  /**
   * Registers the registry, instead of the one before.
   *
   * @param flavor the flavor's name
   * @param namesAndValues the properties, names and values in turn
   */
  public Registration register(String flavor, String... namesAndValues) {
    return register(flavor, pairs(namesAndValues));
  }

  /** The same with properties of any type. */
  public Registration register(String flavor, Map<String, ?> properties) {
    if (!registries().list().isEmpty()) {
      registries().delete(List.of(REGISTRY));
    }
    return registries().register(REGISTRY, flavor, properties);
  }

  /** The failure to register an invalid configuration. */
  public BerthException invalid(String flavor, String... namesAndValues) {
    return invalid(flavor, pairs(namesAndValues));
  }

  /** The same with properties of any type. */
  public BerthException invalid(String flavor, Map<String, ?> properties) {
    BerthException e = assertThrows(BerthException.class, () -> register(flavor, properties));
    assertEquals(ErrorCode.INVALID, e.code(), e::getMessage);
    requireNoCanary(text(e));
    return e;
  }

  /** Discovers the registries that a login reaches. */
  public List<DiscoveredRegistry> discover(String flavor, Map<String, ?> properties) {
    List<DiscoveredRegistry> found = registries().discover(flavor, properties, listener);
    found.forEach(it -> requireNoCanary(it + " " + it.description() + " " + it.configuration()));
    requireNoCanaryHeard();
    return found;
  }

  /** Checks the registry, or an image of it. */
  public CheckReport check(String of) {
    CheckReport report = registries().check(of, Optional.empty(), listener);
    requireNoCanary(report + " " + report.failure().map(FlavorKit::text).orElse(""));
    requireNoCanaryHeard();
    return report;
  }

  /** Checks the target. */
  public CheckReport check() {
    return check(target);
  }

  /** What one check of the target found. */
  public Check.Result check(String of, String name) {
    return result(check(of), name);
  }

  /**
   * Checks the target and asserts what one check found.
   *
   * @param status the check's status
   * @param check the check's name
   * @param words what its message contains
   */
  public Check.Result expect(Check.Status status, String check, String words) {
    return expect(check(), status, check, words);
  }

  /** Asserts what one check of a report found. */
  public static Check.Result expect(
      CheckReport report, Check.Status status, String check, String words) {
    Check.Result result = result(report, check);
    assertEquals(status, result.status(), result::toString);
    assertTrue(result.message().contains(words), result::message);
    return result;
  }

  private static Check.Result result(CheckReport report, String name) {
    return report.outcomes().stream()
        .filter(outcome -> outcome.check().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no check " + name + ": " + names(report)))
        .result();
  }

  /** The names of a report's checks, in its order. */
  public static List<String> names(CheckReport report) {
    return report.outcomes().stream().map(CheckOutcome::check).toList();
  }

  /** Pushes the target. */
  public PushedImage push() {
    return push(PushOptions.DEFAULTS);
  }

  /** Pushes the target so that nothing is written. */
  public PushedImage dryRun() {
    return push(PushOptions.DEFAULTS.asDryRun());
  }

  /** Pushes the target whatever its checks find. */
  public PushedImage pushSkippingChecks() {
    return push(PushOptions.DEFAULTS.skippingChecks());
  }

  private PushedImage push(PushOptions options) {
    PushedImage pushed = registries().push(target, options, listener);
    requireNoCanaryHeard();
    return pushed;
  }

  /**
   * The failure of a push of the target, which pushed nothing.
   *
   * @param code the failure's code
   */
  public BerthException refused(ErrorCode code) {
    int before = engine.requests().size();
    BerthException e = assertThrows(BerthException.class, this::push);
    assertEquals(code, e.code(), e::getMessage);
    assertEquals(before, engine.requests().size(), "an image was pushed");
    requireNoCanary(text(e));
    return e;
  }

  private static String text(BerthException e) {
    return e.getMessage() + " " + e.hints();
  }

  private void requireNoCanaryHeard() {
    requireNoCanary(listener.infos() + " " + listener.debugs() + " " + listener.warnings());
  }

  private void requireNoCanary(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    for (String canary : canaries) {
      assertFalse(lower.contains(canary.toLowerCase(Locale.ROOT)), () -> "a secret is in " + text);
    }
  }

  private static Map<String, String> pairs(String... namesAndValues) {
    assertEquals(0, namesAndValues.length % 2, "a property has no value");
    Map<String, String> pairs = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      pairs.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return pairs;
  }

  /** Closes the host; the store stays. */
  @Override
  public void close() {
    if (registries != null) {
      registries.close();
      registries = null;
    }
  }
}
