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
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.ValidatorFactory;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.hibernate.validator.HibernateValidator;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.jspecify.annotations.Nullable;

/**
 * Makes a flavor's configuration object from properties, and reports all that is wrong with them at
 * once.
 */
public final class ConfigBinder implements AutoCloseable {
  private final PropertyValues values = new PropertyValues();
  private @Nullable ValidatorFactory validators;

  /**
   * Binds and validates as {@link #bind(Class, Map, Function)} does, but leaves the names of
   * secrets' values in their places: what they stand for is not validated yet.
   */
  public BoundConfig bind(
      Class<? extends BaseContainerRegistryConfig> configClass, Map<String, JsonNode> properties) {
    return bind(configClass, properties, Optional.empty());
  }

  /**
   * Binds and validates.
   *
   * @param configClass the flavor's configuration class
   * @param properties the properties, in any spelling of their names; text or JSON
   * @param secrets gives the secrets' values that texts name
   * @throws BerthException {@link ErrorCode#INVALID} with all problems, or {@link ErrorCode#FLAVOR}
   *     when the class itself is broken
   */
  public BoundConfig bind(
      Class<? extends BaseContainerRegistryConfig> configClass,
      Map<String, JsonNode> properties,
      Function<SecretReference, String> secrets) {
    return bind(configClass, properties, Optional.of(secrets));
  }

  private BoundConfig bind(
      Class<? extends BaseContainerRegistryConfig> configClass,
      Map<String, JsonNode> properties,
      Optional<Function<SecretReference, String>> secrets) {
    List<ConfigProperty> known = ConfigProperty.of(configClass);
    BaseContainerRegistryConfig config = construct(configClass);
    var problems = new ArrayList<String>();
    var seen = new HashSet<String>();
    ObjectNode given = JsonNodeFactory.instance.objectNode();
    properties.forEach(
        (name, value) -> {
          Optional<ConfigProperty> property = find(known, name);
          if (property.isEmpty()) {
            problems.add(unknown(name, known));
          } else if (!seen.add(property.get().name())) {
            problems.add("property '" + property.get().name() + "' is given twice");
          } else {
            set(config, property.get(), value, secrets, given, problems);
          }
        });
    validate(config, known, problems, seen, settled(given, secrets.isPresent()));
    if (!problems.isEmpty()) {
      throw invalid(problems);
    }
    return new BoundConfig(config, given, effective(known, config));
  }

  private void set(
      BaseContainerRegistryConfig config,
      ConfigProperty property,
      JsonNode value,
      Optional<Function<SecretReference, String>> secrets,
      ObjectNode given,
      List<String> problems) {
    try {
      Object converted = values.toField(property, resolved(property, value, secrets));
      JsonNode stored = values.toJson(property, converted);
      if (secrets.isEmpty() && property.mayNameSecrets() && SecretReferences.isMalformed(stored)) {
        throw new IllegalArgumentException("has '{{' that names no secret's value, {{secret.key}}");
      }
      property.set(config, converted);
      given.set(property.name(), stored);
    } catch (IllegalArgumentException e) {
      problems.add("property '" + property.name() + "' " + e.getMessage());
    }
  }

  private static JsonNode resolved(
      ConfigProperty property,
      JsonNode value,
      Optional<Function<SecretReference, String>> secrets) {
    return secrets.isPresent() && property.mayNameSecrets()
        ? SecretReferences.resolve(value, secrets.get())
        : value;
  }

  /**
   * The properties whose values can be judged. One that could not be set has its problem already;
   * validating its default would add another. One that names a secret's value is judged when that
   * is there.
   */
  private static Set<String> settled(ObjectNode given, boolean resolved) {
    var settled = new HashSet<String>();
    for (var property : given.properties()) {
      if (resolved || SecretReferences.of(property.getValue()).isEmpty()) {
        settled.add(property.getKey());
      }
    }
    return settled;
  }

  private void validate(
      BaseContainerRegistryConfig config,
      List<ConfigProperty> known,
      List<String> problems,
      Set<String> seen,
      Set<String> settled) {
    validator().validate(config).stream()
        .filter(
            violation ->
                !seen.contains(first(violation.getPropertyPath()))
                    || settled.contains(first(violation.getPropertyPath())))
        .map(violation -> describe(known, violation.getPropertyPath(), violation.getMessage()))
        .sorted()
        .forEach(problems::add);
  }

  private Validator validator() {
    if (validators == null) {
      // Without expression language: text of users and of flavors can reach messages.
      validators =
          Validation.byProvider(HibernateValidator.class)
              .configure()
              .ignoreXmlConfiguration()
              .messageInterpolator(
                  new ParameterMessageInterpolator(Set.of(), Locale.ENGLISH, false))
              .buildValidatorFactory();
    }
    return validators.getValidator();
  }

  private static String first(Path path) {
    var nodes = path.iterator();
    return nodes.hasNext() ? String.valueOf(nodes.next().getName()) : "";
  }

  private static String describe(List<ConfigProperty> known, Path path, String message) {
    // A rule over several properties stands on a method, whose name tells a user nothing.
    boolean property = known.stream().anyMatch(each -> each.name().equals(first(path)));
    return property ? "property '" + path + "' " + message : message;
  }

  private ObjectNode effective(List<ConfigProperty> known, BaseContainerRegistryConfig config) {
    ObjectNode effective = JsonNodeFactory.instance.objectNode();
    for (ConfigProperty property : known) {
      Object value = property.get(config);
      if (value != null) {
        effective.set(property.name(), values.toJson(property, value));
      }
    }
    return effective;
  }

  private static Optional<ConfigProperty> find(List<ConfigProperty> known, String name) {
    return known.stream().filter(property -> property.isNamed(name)).findFirst();
  }

  private static String unknown(String name, List<ConfigProperty> known) {
    List<String> names = known.stream().map(ConfigProperty::name).toList();
    return "there is no property '%s'; %s"
        .formatted(
            name,
            Suggestions.didYouMean(name.replace("-", "").replace("_", ""), names)
                .orElseGet(() -> "there are " + String.join(", ", names)));
  }

  private static BerthException invalid(List<String> problems) {
    return problems.size() == 1
        ? new BerthException(ErrorCode.INVALID, problems.get(0))
        : new BerthException(
            ErrorCode.INVALID,
            "the configuration has " + problems.size() + " problems",
            problems.toArray(String[]::new));
  }

  static BaseContainerRegistryConfig construct(
      Class<? extends BaseContainerRegistryConfig> configClass) {
    try {
      Constructor<? extends BaseContainerRegistryConfig> constructor =
          configClass.getDeclaredConstructor();
      constructor.setAccessible(true);
      return constructor.newInstance();
    } catch (InvocationTargetException e) {
      throw broken(configClass, "its constructor failed: " + e.getCause(), e);
    } catch (NoSuchMethodException e) {
      throw broken(configClass, "it has no constructor without parameters", e);
    } catch (ReflectiveOperationException e) {
      throw broken(configClass, String.valueOf(e.getMessage()), e);
    }
  }

  private static BerthException broken(Class<?> configClass, String reason, Exception cause) {
    return new BerthException(
        ErrorCode.FLAVOR,
        "the configuration class " + configClass.getName() + " cannot be used: " + reason,
        cause);
  }

  /** Stops the validator. */
  @Override
  public void close() {
    if (validators != null) {
      validators.close();
    }
  }
}
