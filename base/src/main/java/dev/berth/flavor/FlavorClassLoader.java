package dev.berth.flavor;

import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;

/**
 * Loads one flavor's classes: those that flavor and host must agree on from the host, the JDK's
 * from the platform, all else from the flavor's own jars and folders. So two flavors can bring two
 * versions of one library.
 */
final class FlavorClassLoader extends URLClassLoader {
  private static final List<String> SHARED =
      List.of(
          "dev.berth.spi.",
          "dev.berth.reference.",
          "jakarta.validation.",
          "com.fasterxml.jackson.annotation.",
          "org.slf4j.",
          "org.jspecify.");

  static {
    registerAsParallelCapable();
  }

  private final ClassLoader host;

  FlavorClassLoader(List<Path> paths, ClassLoader host) {
    super(
        paths.stream().map(FlavorClassLoader::url).toArray(URL[]::new),
        ClassLoader.getPlatformClassLoader());
    this.host = host;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    return SHARED.stream().anyMatch(name::startsWith)
        ? host.loadClass(name)
        : super.loadClass(name, resolve);
  }

  private static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }
}
