package dev.berth.config;

import dev.berth.spi.BaseContainerRegistryConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The names of a configuration's properties, which can be spelled in several ways. */
public final class PropertyNames {
  private static final Pattern SECRET =
      Pattern.compile(
          "password|passwd|passphrase|token|secret|apikey|accesskey|privatekey|credential");

  private static final Set<String> NO_SECRETS = Set.of("authenticationSecret", "tokenService");

  private static final Set<String> FILES =
      Set.of("caCertificate", "clientCertificate", "clientKey");

  private final List<ConfigProperty> properties;

  private PropertyNames(List<ConfigProperty> properties) {
    this.properties = properties;
  }

  /** The names of a configuration class's properties. */
  public static PropertyNames of(Class<? extends BaseContainerRegistryConfig> configClass) {
    return new PropertyNames(ConfigProperty.of(configClass));
  }

  /** All names, in the order of their declaration. */
  public List<String> all() {
    return properties.stream().map(ConfigProperty::name).toList();
  }

  /** The normalized name of a property; empty if it does not exist. */
  public Optional<String> find(String name) {
    return property(name).map(ConfigProperty::name);
  }

  /** A property's name as an option of the command, without its hyphens. */
  public static String option(String name) {
    return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  /** Whether a property is a boolean, which can be given without a value. */
  public boolean isBoolean(String name) {
    return property(name)
        .map(property -> property.field().getType())
        .filter(type -> type == boolean.class || type == Boolean.class)
        .isPresent();
  }

  /** Whether a property is a list or a map, whose parts can be given one by one. */
  public boolean isRepeatable(String name) {
    return property(name).filter(it -> FieldTypes.isRepeatable(raw(it))).isPresent();
  }

  /** Whether a property is a list, a map or an object, which can be given as JSON. */
  public boolean isStructured(String name) {
    return property(name).filter(it -> FieldTypes.isStructured(raw(it))).isPresent();
  }

  private static Class<?> raw(ConfigProperty property) {
    return FieldTypes.raw(FieldTypes.unwrapped(property.field().getGenericType()));
  }

  /**
   * Whether a property is the path of a file, which a command can be given relative to a folder.
   */
  public boolean isFile(String name) {
    return property(name)
        .filter(it -> it.field().getType() == Path.class || FILES.contains(it.name()))
        .isPresent();
  }

  /** Whether the name suggests that the value is a secret, not a reference to one or a host. */
  public static boolean isSecret(String name) {
    return !NO_SECRETS.contains(name)
        && SECRET.matcher(name.toLowerCase(Locale.ROOT).replaceAll("[-_]", "")).find();
  }

  private Optional<ConfigProperty> property(String name) {
    return properties.stream().filter(property -> property.isNamed(name)).findFirst();
  }
}
