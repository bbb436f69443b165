package dev.berth.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.spi.BaseContainerRegistryConfig;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.SecretReference;
import dev.berth.text.Suggestions;
import jakarta.validation.Path;
import jakarta.validation.Validator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The binding of one configuration object, with the problems found so far. */
final class Binding {
  private final BaseContainerRegistryConfig config;
  private final List<ConfigProperty> known;
  private final PropertyValues values;
  private final Optional<Function<SecretReference, String>> secrets;
  private final List<String> problems = new ArrayList<>();
  private final List<String> renamed = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();
  private final ObjectNode given = JsonNodeFactory.instance.objectNode();

  Binding(
      BaseContainerRegistryConfig config,
      List<ConfigProperty> known,
      PropertyValues values,
      Optional<Function<SecretReference, String>> secrets) {
    this.config = config;
    this.known = known;
    this.values = values;
    this.secrets = secrets;
  }

  /** Sets a property, or records the problem. */
  void set(String name, @Nullable Object value) {
    Optional<ConfigProperty> property =
        known.stream().filter(each -> each.isNamed(name)).findFirst();
    if (property.isEmpty()) {
      problems.add(unknown(name));
    } else if (!seen.add(property.get().name())) {
      problems.add("property '" + property.get().name() + "' is given twice");
    } else {
      if (!property.get().isNamedNow(name)) {
        renamed.add("property '%s' is '%s' now".formatted(name, property.get().name()));
      }
      set(property.get(), value);
    }
  }

  private void set(ConfigProperty property, @Nullable Object value) {
    try {
      Object converted = values.toField(property, resolved(property, values.tree(value)));
      JsonNode stored = values.toJson(property, converted);
      if (secrets.isEmpty() && property.mayNameSecrets() && SecretReferences.isMalformed(stored)) {
        throw new IllegalArgumentException(
            "has '{{' without a reference to a secret's value, {{secret.key}}");
      }
      property.set(config, converted);
      given.set(property.name(), stored);
    } catch (IllegalArgumentException e) {
      String path = e instanceof InvalidValueException part ? part.path() : "";
      problems.add("property '%s%s' %s".formatted(property.name(), path, e.getMessage()));
    }
  }

  private JsonNode resolved(ConfigProperty property, JsonNode value) {
    return secrets.isPresent() && property.mayNameSecrets()
        ? SecretReferences.resolve(value, secrets.get())
        : value;
  }

  /**
   * Validates the object, except properties that could not be set, and properties with a reference
   * to a secret that is not resolved yet.
   *
   * @param uriRequired whether a missing URI is a problem
   */
  void validate(Validator validator, boolean uriRequired) {
    Set<String> settled = new HashSet<>();
    for (ConfigProperty property : known) {
      boolean open =
          secrets.isEmpty()
              && property.mayNameSecrets()
              && !SecretReferences.of(given.path(property.name())).isEmpty();
      if (!open && given.has(property.name())) {
        settled.add(property.name());
      }
    }
    validator.validate(config).stream()
        .filter(violation -> uriRequired || !isMissingUri(first(violation.getPropertyPath())))
        .filter(
            violation ->
                !seen.contains(first(violation.getPropertyPath()))
                    || settled.contains(first(violation.getPropertyPath())))
        .map(violation -> describe(violation.getPropertyPath(), violation.getMessage()))
        .sorted()
        .forEach(problems::add);
  }

  private boolean isMissingUri(String property) {
    return property.equals("uri") && !seen.contains(property);
  }

  private static String first(Path path) {
    var nodes = path.iterator();
    return nodes.hasNext() ? String.valueOf(nodes.next().getName()) : "";
  }

  private String describe(Path path, String message) {
    // A rule over several properties is a method, whose name means nothing to a user.
    boolean property = known.stream().anyMatch(each -> each.name().equals(first(path)));
    // Of an element of a list, for instance "nums[0].<list element>".
    String name = path.toString().replaceAll("\\.<[a-z ]+>", "");
    return property ? "property '" + name + "' " + message : message;
  }

  private String unknown(String name) {
    List<String> names = known.stream().map(ConfigProperty::name).toList();
    return "there is no property '%s'; %s"
        .formatted(
            name,
            Suggestions.didYouMean(name.replace("-", "").replace("_", ""), names)
                .orElseGet(() -> "the properties are " + String.join(", ", names)));
  }

  /**
   * @throws BerthException {@link ErrorCode#INVALID} with all problems
   */
  BoundConfig result() {
    if (problems.size() == 1) {
      throw new BerthException(ErrorCode.INVALID, problems.get(0));
    }
    if (!problems.isEmpty()) {
      throw new BerthException(
          ErrorCode.INVALID,
          "the configuration has " + problems.size() + " problems",
          problems.toArray(String[]::new));
    }
    return new BoundConfig(config, values.map(given), this::effective, List.copyOf(renamed));
  }

  private Map<String, Object> effective() {
    ObjectNode effective = JsonNodeFactory.instance.objectNode();
    for (ConfigProperty property : known) {
      Object value = property.get(config);
      if (value != null && !Optional.empty().equals(value)) {
        effective.set(property.name(), values.toJson(property, value));
      }
    }
    return values.map(effective);
  }
}
