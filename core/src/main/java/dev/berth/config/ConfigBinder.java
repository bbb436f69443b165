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
   * Binds and validates as {@link #bind(Class, Map, Function)} does, but leaves references to
   * secrets unresolved: what they refer to is not validated yet.
   */
  public BoundConfig bind(
      Class<? extends BaseContainerRegistryConfig> configClass, Map<String, ?> properties) {
    return bind(configClass, properties, Optional.empty());
  }

  /**
   * Binds and validates.
   *
   * @param configClass the flavor's configuration class
   * @param properties the properties, in any spelling of their names: text, which is converted, or
   *     booleans, numbers, lists and maps
   * @param secrets returns the values that references to secrets stand for
   * @throws BerthException {@link ErrorCode#INVALID} with all problems, or {@link ErrorCode#FLAVOR}
   *     when the class itself is broken
   */
  public BoundConfig bind(
      Class<? extends BaseContainerRegistryConfig> configClass,
      Map<String, ?> properties,
      Function<SecretReference, String> secrets) {
    return bind(configClass, properties, Optional.of(secrets));
  }

  private BoundConfig bind(
      Class<? extends BaseContainerRegistryConfig> configClass,
      Map<String, ?> properties,
      Optional<Function<SecretReference, String>> secrets) {
    var binding =
        new Binding(construct(configClass), ConfigProperty.of(configClass), values, secrets);
    properties.forEach(binding::set);
    binding.validate(validator());
    return binding.result();
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
