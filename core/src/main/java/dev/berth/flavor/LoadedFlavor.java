package dev.berth.flavor;

import dev.berth.reference.Capabilities;
import dev.berth.spi.BaseContainerRegistryConfig;
import dev.berth.spi.BaseContainerRegistryFlavor;
import dev.berth.spi.BaseContainerRegistryFlavor.Discovered;
import dev.berth.spi.BerthException;
import dev.berth.spi.ContainerRegistry;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.RegistryContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A loaded flavor. All calls of a flavor's code go through this class. */
public final class LoadedFlavor {
  /** The name of a configuration's code, for {@link #call}. */
  public static final String CONFIGURATION = "its configuration class";

  private final String name;
  private final boolean custom;
  private final BaseContainerRegistryFlavor flavor;
  private final List<Path> paths;
  private final Optional<String> difference;

  LoadedFlavor(String name, boolean custom, BaseContainerRegistryFlavor flavor, List<Path> paths) {
    this(name, custom, flavor, paths, Optional.empty());
  }

  private LoadedFlavor(
      String name,
      boolean custom,
      BaseContainerRegistryFlavor flavor,
      List<Path> paths,
      Optional<String> difference) {
    this.name = name;
    this.custom = custom;
    this.flavor = flavor;
    this.paths = paths;
    this.difference = difference;
  }

  LoadedFlavor withDifference(Optional<String> ofCode) {
    return new LoadedFlavor(name, custom, flavor, paths, ofCode);
  }

  public String name() {
    return name;
  }

  /** Whether a user registered or installed it. */
  public boolean custom() {
    return custom;
  }

  /** Its jars and folders of classes; empty for one of the class path. */
  public List<Path> paths() {
    return paths;
  }

  /** How its code differs from what was registered; a sentence, empty if it does not. */
  public Optional<String> difference() {
    return difference;
  }

  public Class<? extends BaseContainerRegistryFlavor> flavorClass() {
    return flavor.getClass();
  }

  /** Loads the configuration class. */
  public Class<? extends BaseContainerRegistryConfig> configClass() {
    return call("configClass()", flavor::configClass);
  }

  /** The flavor's notice after a registration. */
  public Optional<String> notice(BaseContainerRegistryConfig config) {
    return call("notice()", () -> flavor.notice(config));
  }

  /** What the flavor's registries do with pushes. */
  public Capabilities capabilities() {
    return call("capabilities()", flavor::capabilities);
  }

  /** Loads the implementation and lists the registries that a login reaches. */
  public List<Discovered> discover(RegistryContext context) {
    return call("discover()", () -> List.copyOf(flavor.discover(context)));
  }

  /** Loads the implementation and opens a registry. */
  public ContainerRegistry createRegistry(RegistryContext context) {
    return call("createRegistry()", () -> flavor.createRegistry(context));
  }

  /**
   * Runs the flavor's code with its class loader as the context class loader, and converts
   * exceptions to failures that name the flavor.
   *
   * @param what the name of the code in messages
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
      throw failed("failed in " + what, e);
    } catch (Throwable e) {
      // Foreign code can throw anything, including undeclared checked exceptions.
      throw failed("failed in " + what, e);
    }
    if (result == null) {
      throw new BerthException(
          ErrorCode.FLAVOR, "flavor '" + name + "' is broken: " + what + " returned null");
    }
    return result;
  }

  /** The same for code without a result. */
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

  private BerthException failed(String words, Throwable failure) {
    return new BerthException(
        ErrorCode.FLAVOR,
        "flavor '" + name + "' " + words + ": " + LoadFailure.reason(failure),
        failure);
  }

  private BerthException unlinked(String what, LinkageError error) {
    Optional<String> missing = LoadFailure.missingClass(error);
    if (missing.isEmpty()) {
      return failed("cannot be loaded in " + what, error);
    }
    if (isOwn(missing.get())) {
      return new BerthException(
          ErrorCode.FLAVOR,
          "flavor '%s' lacks its own class %s".formatted(name, missing.get()),
          error,
          "build it again");
    }
    FlavorLibraries libraries = new FlavorLibraries(false, Library.listed(paths), dependencies());
    var hints = new ArrayList<>(notUsed());
    paths.forEach(
        path ->
            ClassContainer.damage(path).ifPresent(it -> hints.add(path + " is damaged: " + it)));
    if (!paths.isEmpty() && libraries.canBeInstalled()) {
      hints.add("berth container-registry flavor install " + name);
    }
    String bring =
        paths.isEmpty()
            ? "add the library that contains it to the class path"
            : "copy the jars of the library that contains it to " + folder();
    hints.add(
        libraries.dependencies().isEmpty()
            ? bring
            : bring + ": " + String.join(", ", libraries.dependencies()));
    return new BerthException(
        ErrorCode.FLAVOR,
        "flavor '%s' needs the class %s, which is missing".formatted(name, missing.get()),
        error,
        hints.toArray(String[]::new));
  }

  /** Whether a class is in the package of the flavor. */
  private boolean isOwn(String className) {
    String ofFlavor = flavorClass().getPackageName();
    return custom
        && className.startsWith(ofFlavor + ".")
        && className.indexOf('.', ofFlavor.length() + 1) < 0;
  }

  /** The jars beside those of a custom flavor that are not on its class path, with the reasons. */
  private List<String> notUsed() {
    return custom
        ? FlavorFolder.jars(folder()).stream()
            .filter(jar -> !paths.contains(jar))
            .flatMap(jar -> ClassContainer.unsound(jar).stream())
            .map("a jar is not used: "::concat)
            .toList()
        : List.of();
  }

  /** The libraries that its implementation needs. */
  public FlavorLibraries libraries() {
    List<Library> listed = Library.listed(paths);
    Set<String> present =
        paths.stream().map(path -> path.getFileName().toString()).collect(Collectors.toSet());
    return new FlavorLibraries(
        listed.stream().map(Library::fileName).allMatch(present::contains),
        listed,
        call("dependencies()", flavor::dependencies));
  }

  /** A flavor that fails here must not hide the class that is missing. */
  private List<String> dependencies() {
    try {
      return call("dependencies()", flavor::dependencies);
    } catch (BerthException e) {
      return List.of();
    }
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
