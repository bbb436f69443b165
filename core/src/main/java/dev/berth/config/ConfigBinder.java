package dev.berth.config;

import dev.berth.spi.BaseContainerRegistryConfig;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.SecretReference;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.ValidatorFactory;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.hibernate.validator.HibernateValidator;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.jspecify.annotations.Nullable;

/** Creates a flavor's configuration object from properties, and reports all problems at once. */
public final class ConfigBinder implements AutoCloseable {
  private final PropertyValues values = new PropertyValues();
  private @Nullable ValidatorFactory validators;

  /**
   * Binds and validates without resolving references to secrets; their values are not validated.
   */
  public BoundConfig bind(
      Class<? extends BaseContainerRegistryConfig> configClass, Map<String, ?> properties) {
    return bind(configClass, properties, Optional.empty(), true);
  }

  /**
   * Binds properties that are known to be valid, without references to secrets.
   *
   * @throws BerthException as {@link #bind}, but no constraint is evaluated
   */
  public BoundConfig bindValid(
      Class<? extends BaseContainerRegistryConfig> configClass, Map<String, ?> properties) {
    return binding(configClass, properties, Optional.empty()).result();
  }

  /**
   * Binds and validates.
   *
   * @param properties the properties, by their names in any spelling: text, which is converted, or
   *     booleans, numbers, lists and maps
   * @param secrets resolves references to secrets
   * @throws BerthException {@link ErrorCode#INVALID} with all problems, or {@link ErrorCode#FLAVOR}
   *     when the class cannot be used
   */
  public BoundConfig bind(
      Class<? extends BaseContainerRegistryConfig> configClass,
      Map<String, ?> properties,
      Function<SecretReference, String> secrets) {
    return bind(configClass, properties, Optional.of(secrets), true);
  }

  /** Binds and validates the properties of a login, with or without the URI of a registry. */
  public BoundConfig bindLogin(
      Class<? extends BaseContainerRegistryConfig> configClass,
      Map<String, ?> properties,
      Optional<Function<SecretReference, String>> secrets) {
    return bind(configClass, properties, secrets, false);
  }

  private BoundConfig bind(
      Class<? extends BaseContainerRegistryConfig> configClass,
      Map<String, ?> properties,
      Optional<Function<SecretReference, String>> secrets,
      boolean uriRequired) {
    Binding binding = binding(configClass, properties, secrets);
    binding.validate(validator(), uriRequired);
    return binding.result();
  }

  private Binding binding(
      Class<? extends BaseContainerRegistryConfig> configClass,
      Map<String, ?> properties,
      Optional<Function<SecretReference, String>> secrets) {
    var binding =
        new Binding(construct(configClass), ConfigProperty.of(configClass), values, secrets);
    properties.forEach(binding::set);
    return binding;
  }

  /** The problems of a configuration that is not valid. */
  public static List<String> problems(BerthException invalid) {
    return invalid.hints().isEmpty()
        ? List.of(String.valueOf(invalid.getMessage()))
        : invalid.hints();
  }

  private Validator validator() {
    if (validators == null) {
      // No expression language, since text of users and flavors can be part of messages.
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

  @Override
  public void close() {
    if (validators != null) {
      validators.close();
    }
  }
}
