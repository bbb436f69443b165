package dev.berth.flavor;

import dev.berth.reference.Name;
import dev.berth.spi.BaseContainerRegistryFlavor;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.support.Deadline;
import dev.berth.text.Suggestions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** Loads a custom flavor by the name of its class. */
final class FlavorLoader implements AutoCloseable {
  private static final Pattern CLASS_NAME =
      Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*(\\.[\\p{L}_$][\\p{L}\\p{N}_$]*)*");
  private static final Duration CONSTRUCTION = Duration.ofSeconds(10);

  private final ClassLoader host;
  private final List<FlavorClassLoader> opened = new ArrayList<>();

  FlavorLoader(ClassLoader host) {
    this.host = host;
  }

  /** Opens a class loader, which is closed with this. */
  FlavorClassLoader open(String flavor, List<Path> paths) {
    var loader = new FlavorClassLoader(flavor, paths, host);
    opened.add(loader);
    return loader;
  }

  /**
   * @param known the flavor's name; that of its class if it is not known yet
   */
  LoadedFlavor load(String known, String className, List<Path> classPath) {
    var flavor = construct(className, open(known, classPath));
    return new LoadedFlavor(validName(flavor), true, flavor, classPath);
  }

  /**
   * The class path of a flavor: the first one with its class, without unsound jars, and with all
   * that the jars' manifests add to it.
   *
   * @param jars additional jars, which are searched first
   * @throws BerthException {@link ErrorCode#FLAVOR} when the class is missing, two versions of it
   *     are side by side, or its jar is unsound
   */
  static List<Path> classPath(String className, Path sourceRoot, List<Path> jars) {
    List<List<Path>> classPaths = FlavorFolder.classPaths(sourceRoot, jars);
    String entry = className.replace('.', '/') + ".class";
    List<Path> classPath =
        classPaths.stream()
            .filter(paths -> CLASS_NAME.matcher(className).matches())
            .filter(paths -> paths.stream().anyMatch(path -> ClassContainer.contains(path, entry)))
            .findFirst()
            .orElseThrow(() -> notFound(className, sourceRoot, classPaths));
    ClassPlaces places = ClassPlaces.of(className, classPath, jars);
    places
        .ambiguity()
        .ifPresent(
            reason -> {
              throw new BerthException(
                  ErrorCode.FLAVOR, cannotBeUsed(className, reason), "remove one of them");
            });
    places.places().stream()
        .findFirst()
        .flatMap(path -> ClassContainer.unsound(path).or(() -> unfit(path)))
        .ifPresent(
            reason -> {
              throw broken(className, reason);
            });
    return classPath.stream()
        .filter(path -> ClassContainer.unsound(path).isEmpty())
        .flatMap(path -> ClassContainer.withClassPath(path).stream())
        .distinct()
        .toList();
  }

  private static Optional<String> unfit(Path path) {
    return FlavorJar.unfit(ClassContainer.manifestValue(path, FlavorJar.SPI_VERSION));
  }

  /** The flavor's name, which must be valid. */
  static String validName(BaseContainerRegistryFlavor flavor) {
    String className = flavor.getClass().getName();
    String name;
    try {
      name = LoadedFlavor.withContextLoader(flavor.getClass().getClassLoader(), flavor::name);
    } catch (Throwable e) {
      // Foreign code can throw anything; the flavor must still be listed.
      throw broken(className, "its name() failed: " + LoadFailure.reason(e), e);
    }
    if (name == null || !Name.isValid(name)) {
      throw broken(className, "its name '" + name + "' is not of the form " + Name.PATTERN);
    }
    return name;
  }

  private static BaseContainerRegistryFlavor construct(String className, FlavorClassLoader loader) {
    Class<?> type;
    try {
      type = Class.forName(className, false, loader);
    } catch (Exception | LinkageError e) {
      // For instance a SecurityException for an invalid signature or package name.
      throw broken(className, LoadFailure.reason(e), e);
    }
    if (!BaseContainerRegistryFlavor.class.isAssignableFrom(type)) {
      throw broken(className, "it does not extend " + BaseContainerRegistryFlavor.class.getName());
    }
    if (!Modifier.isPublic(type.getModifiers())) {
      throw broken(className, "it is not public");
    }
    if (Modifier.isAbstract(type.getModifiers())) {
      throw broken(className, "it is abstract");
    }
    return (BaseContainerRegistryFlavor) constructed(type, loader);
  }

  /** The constructor has a time limit. */
  private static Object constructed(Class<?> type, ClassLoader loader) {
    String name = type.getName();
    try {
      return LoadedFlavor.withContextLoader(
              loader,
              () ->
                  Deadline.start(
                      CONSTRUCTION, "flavor " + name, () -> type.getConstructor().newInstance()))
          .await();
    } catch (TimeoutException e) {
      throw broken(
          name, "its constructor did not end in " + CONSTRUCTION.toSeconds() + " seconds", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw broken(name, "interrupted in its constructor", e);
    } catch (ExecutionException e) {
      boolean hidden = e.getCause() instanceof NoSuchMethodException;
      throw broken(
          name,
          hidden ? "it has no public constructor without parameters" : LoadFailure.reason(e),
          e);
    }
  }

  private static BerthException notFound(
      String className, Path sourceRoot, List<List<Path>> classPaths) {
    List<Path> places = classPaths.stream().flatMap(List::stream).distinct().toList();
    var searched = new ArrayList<Path>();
    var notSearched = new ArrayList<String>();
    for (Path place : places) {
      ClassContainer.damage(place)
          .ifPresentOrElse(
              damage -> notSearched.add("%s was not searched: %s".formatted(place, damage)),
              () -> searched.add(place));
    }
    var hints = new ArrayList<String>();
    Suggestions.didYouMean(
            className, searched.stream().flatMap(ClassContainer::classNames).distinct().toList())
        .ifPresent(hints::add);
    searched.stream()
        .filter(place -> Files.isRegularFile(place))
        .filter(jar -> FlavorJar.of(jar).flavorClasses().contains(className))
        .forEach(jar -> hints.add(jar + ": " + FlavorJar.lists(className)));
    if (places.isEmpty()) {
      hints.add("there are no jars in flavors/ and no target/classes in " + sourceRoot);
    } else if (!searched.isEmpty()) {
      hints.add("searched: " + String.join(", ", searched.stream().map(Path::toString).toList()));
    }
    hints.addAll(notSearched);
    return new BerthException(
        ErrorCode.FLAVOR,
        "there is no class '%s' in the source root %s".formatted(className, sourceRoot),
        hints.toArray(String[]::new));
  }

  private static BerthException broken(String className, String reason) {
    return new BerthException(ErrorCode.FLAVOR, cannotBeUsed(className, reason));
  }

  private static BerthException broken(String className, String reason, Throwable cause) {
    return new BerthException(ErrorCode.FLAVOR, cannotBeUsed(className, reason), cause);
  }

  private static String cannotBeUsed(String className, String reason) {
    return "the flavor class " + className + " cannot be used: " + reason;
  }

  @Override
  public void close() {
    for (FlavorClassLoader loader : opened) {
      try {
        loader.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    opened.clear();
  }
}
