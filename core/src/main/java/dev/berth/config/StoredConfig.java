package dev.berth.config;

import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.text.ShellWord;
import dev.berth.text.Suggestions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The configuration of a registered registry, which a newer version of its flavor may not accept.
 *
 * @param registry the registry's name
 * @param properties the stored properties
 * @param stale the names of those that the flavor does not have
 * @param names the names of the flavor's properties
 */
public record StoredConfig(
    String registry, Map<String, ?> properties, List<String> stale, PropertyNames names) {
  // Also of a part of it, "property 'mirrors[0].url' ...".
  private static final Pattern PROPERTY = Pattern.compile("^property '([^'.\\[]+)");

  /**
   * What the validation of a stored configuration found.
   *
   * @param bound the configuration; empty when there are problems
   * @param problems a sentence each
   * @param repair the command that repairs it; empty without problems
   */
  public record Finding(Optional<BoundConfig> bound, List<String> problems, String repair) {}

  /** The configuration of a registry whose flavor has these properties. */
  public static StoredConfig of(String registry, Map<String, ?> properties, PropertyNames names) {
    List<String> stale =
        properties.keySet().stream().filter(it -> names.find(it).isEmpty()).toList();
    return new StoredConfig(registry, properties, stale, names);
  }

  /** The same with other properties that the user gives now. */
  public StoredConfig with(Map<String, ?> changed) {
    return new StoredConfig(registry, changed, stale, names);
  }

  /**
   * Validates it.
   *
   * @param binder binds the properties that the flavor has
   */
  public Finding examine(Function<Map<String, ?>, BoundConfig> binder) {
    List<String> problems = new ArrayList<>();
    stale.forEach(it -> problems.add(missing(it)));
    Map<String, Object> rest = new LinkedHashMap<>(properties);
    rest.keySet().removeAll(stale);
    Optional<BoundConfig> bound = Optional.empty();
    try {
      bound = Optional.of(binder.apply(rest));
    } catch (BerthException e) {
      if (e.code() != ErrorCode.INVALID) {
        throw e;
      }
      problems.addAll(ConfigBinder.problems(e));
    }
    return problems.isEmpty()
        ? new Finding(bound, problems, "")
        : new Finding(
            Optional.empty(), problems, repair(problems.subList(stale.size(), problems.size())));
  }

  /**
   * Binds it.
   *
   * @throws BerthException {@link ErrorCode#INVALID} with all problems and the command that repairs
   *     it
   */
  public BoundConfig bind(Function<Map<String, ?>, BoundConfig> binder) {
    Finding found = examine(binder);
    return found.bound().orElseThrow(() -> invalid(found));
  }

  private BerthException invalid(Finding found) {
    List<String> problems = found.problems();
    String message = "registry '" + registry + "' is not valid with its flavor";
    List<String> hints = new ArrayList<>(problems.size() == 1 ? List.of() : problems);
    hints.add(found.repair());
    return new BerthException(
        ErrorCode.INVALID,
        problems.size() == 1 ? message + ": " + problems.get(0) : message,
        hints.toArray(String[]::new));
  }

  private String missing(String name) {
    return "there is no property '%s'%s"
        .formatted(name, Suggestions.didYouMean(name, names.all()).map("; "::concat).orElse(""));
  }

  /**
   * The command that repairs it.
   *
   * @param others the problems that are not of a stale property
   */
  private String repair(List<String> others) {
    var command = new StringBuilder("berth container-registry update ");
    // A checkout can bring the store.
    command.append(ShellWord.of(registry));
    stale.forEach(it -> command.append(" --unset ").append(ShellWord.of(it)));
    List<String> named = others.stream().flatMap(it -> named(it).stream()).distinct().toList();
    named.forEach(it -> command.append(" --").append(PropertyNames.option(it)).append(" VALUE"));
    return command
        .append(named.isEmpty() && !others.isEmpty() ? " --PROPERTY VALUE" : "")
        .toString();
  }

  /** The property that a problem names. */
  private Optional<String> named(String problem) {
    return Optional.of(PROPERTY.matcher(problem))
        .filter(Matcher::find)
        .flatMap(found -> names.find(found.group(1)));
  }
}
