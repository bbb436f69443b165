package dev.berth.flavor;

import dev.berth.spi.BaseContainerRegistryConfig;
import dev.berth.spi.BaseContainerRegistryFlavor;
import dev.berth.spi.BerthException;
import dev.berth.spi.ContainerRegistry;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.RegistryContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A flavor that is loaded and ready for use. Everything that runs a flavor's code goes through
 * here.
 */
public final class LoadedFlavor {
  /** What runs when a configuration is bound, for {@link #call}. */
  public static final String CONFIGURATION = "its configuration class";

  private final String name;
  private final boolean custom;
  private final BaseContainerRegistryFlavor flavor;
  private final List<Path> paths;

  LoadedFlavor(String name, boolean custom, BaseContainerRegistryFlavor flavor, List<Path> paths) {
    this.name = name;
    this.custom = custom;
    this.flavor = flavor;
    this.paths = paths;
  }

  /** The flavor's name. */
  public String name() {
    return name;
  }

  /** Whether a user registered it, rather than that it came with Berth. */
  public boolean custom() {
    return custom;
  }

  /** The flavor's class. */
  public Class<? extends BaseContainerRegistryFlavor> flavorClass() {
    return flavor.getClass();
  }

  /** Loads the configuration class. */
  public Class<? extends BaseContainerRegistryConfig> configClass() {
    return call("configClass()", flavor::configClass);
  }

  /** What the flavor says after a registration. */
  public Optional<String> notice(BaseContainerRegistryConfig config) {
    return call("notice()", () -> flavor.notice(config));
  }

  /** Loads the implementation and makes a registry of it. */
  public ContainerRegistry createRegistry(RegistryContext context) {
    return call("createRegistry()", () -> flavor.createRegistry(context));
  }

  /**
   * Runs the flavor's code with the flavor's class loader as the thread's, and turns what it may
   * throw into failures that name the flavor.
   *
   * @param what the method that is run, for messages
   */
  public <T> T call(String what, Supplier<T> code) {
    ClassLoader loader = flavor.getClass().getClassLoader();
    T result;
    try {
      result = withContextLoader(loader, code);
    } catch (BerthException e) {
      throw e;
    } catch (HostFault e) {
      throw e.failure();
    } catch (LinkageError e) {
      throw unlinked(what, e);
    } catch (VirtualMachineError e) {
      if (!(e instanceof StackOverflowError)) {
        throw e;
      }
      throw failed(what, e);
    } catch (Throwable e) {
      // A flavor is somebody else's code, and can throw even what its signatures do not say.
      throw failed(what, e);
    }
    if (result == null) {
      throw new BerthException(
          ErrorCode.FLAVOR, "flavor '" + name + "' is broken: " + what + " gave null");
    }
    return result;
  }

  /** The same for code that gives nothing. */
  public void run(String what, Runnable code) {
    call(
        what,
        () -> {
          code.run();
          return what;
        });
  }

  /** Runs code with another context class loader, which many libraries search for their parts. */
  public static <T> T withContextLoader(ClassLoader loader, Supplier<T> code) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return code.get();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private BerthException failed(String what, Throwable failure) {
    return new BerthException(
        ErrorCode.FLAVOR,
        "flavor '" + name + "' failed in " + what + ": " + LoadFailure.reason(failure),
        failure);
  }

  private BerthException unlinked(String what, LinkageError error) {
    Optional<String> missing = LoadFailure.missingClass(error);
    if (missing.isEmpty()) {
      return new BerthException(
          ErrorCode.FLAVOR,
          "flavor '" + name + "' cannot be loaded in " + what + ": " + LoadFailure.reason(error),
          error);
    }
    String bring =
        paths.isEmpty()
            ? "add the library that has it to the class path"
            : "put the jars of the library that has it into " + folder();
    List<String> coordinates = flavor.dependencies();
    return new BerthException(
        ErrorCode.FLAVOR,
        "flavor '%s' needs the class %s, which is not there".formatted(name, missing.get()),
        error,
        coordinates.isEmpty() ? bring : bring + ": " + String.join(", ", coordinates));
  }

  private Path folder() {
    Path first = paths.get(0);
    if (first.endsWith("target/classes")) {
      return first.resolveSibling("dependency");
    }
    Path beside = Optional.ofNullable(first.getParent()).orElse(first);
    return custom ? beside : beside.resolve(FlavorFolder.SDK);
  }
}
