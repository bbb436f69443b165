package dev.berth.flavor;

import dev.berth.spi.BaseContainerRegistryFlavor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Loads one flavor's classes: the shared packages from the host, the JDK's from the platform, and
 * all others from the flavor's own jars and folders.
 *
 * @see "docs/decisions/0002-class-loader-per-class-path.md"
 */
final class FlavorClassLoader extends URLClassLoader {
  static {
    registerAsParallelCapable();
  }

  private static final String PROVIDERS =
      "META-INF/services/" + BaseContainerRegistryFlavor.class.getName();

  private static final String NAME = "flavor '";

  private final List<Path> paths;
  private final ClassLoader host;

  /**
   * @param flavor the name of the flavor, or of its class, for stack traces
   */
  FlavorClassLoader(String flavor, List<Path> paths, ClassLoader host) {
    super(
        NAME + flavor + "'",
        paths.stream().map(FlavorClassLoader::url).toArray(URL[]::new),
        ClassLoader.getPlatformClassLoader());
    this.paths = paths;
    this.host = host;
  }

  /** Whether a class loader of this name loads a flavor. */
  static boolean isNameOfFlavor(String name) {
    return name.startsWith(NAME);
  }

  /** Listing flavors does not open the jars of an SDK, which contain no flavors. */
  @Override
  public Enumeration<URL> findResources(String name) throws IOException {
    return name.equals(PROVIDERS)
        ? Collections.enumeration(paths.stream().flatMap(FlavorClassLoader::providers).toList())
        : super.findResources(name);
  }

  private static Stream<URL> providers(Path path) {
    boolean sdk = path.getParent() != null && path.getParent().endsWith(FlavorFolder.SDK);
    if (sdk || !ClassContainer.contains(path, PROVIDERS)) {
      return Stream.of();
    }
    String place = path.toUri().toString();
    return Stream.of(
        url(Files.isDirectory(path) ? place + PROVIDERS : "jar:" + place + "!/" + PROVIDERS));
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    return SharedPackages.contain(name) ? host.loadClass(name) : super.loadClass(name, resolve);
  }

  private static URL url(Path path) {
    return url(path.toUri().toString());
  }

  private static URL url(String text) {
    try {
      return new URL(text);
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }
}
