package dev.berth.flavor;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/**
 * A jar as a user finds it; none of its code is loaded.
 *
 * @param path the file
 * @param flavorClasses the flavors that it lists for {@link java.util.ServiceLoader}
 * @param version its version, {@code Implementation-Version} of the manifest
 * @param spi the version of the SPI that it is built for, {@code Berth-Spi} of the manifest
 * @param problem why it cannot be used; empty when nothing speaks against it
 */
public record FlavorJar(
    Path path,
    List<String> flavorClasses,
    Optional<String> version,
    Optional<String> spi,
    Optional<String> problem) {
  /** The version of the SPI that this Berth has. */
  public static final int SPI = 1;

  /** The attribute of the manifest with the version of the jar. */
  static final String VERSION = "Implementation-Version";

  /** The attribute of the manifest with the version of the SPI. */
  public static final String SPI_VERSION = "Berth-Spi";

  /** The entry that lists the flavors. */
  public static final String SERVICES =
      "META-INF/services/dev.berth.spi.BaseContainerRegistryFlavor";

  private static final int MAX_SIZE = 1 << 16;

  /** Reads a jar. */
  public static FlavorJar of(Path path) {
    try (var file = new JarFile(path.toFile())) {
      Optional<Manifest> manifest = Optional.ofNullable(file.getManifest());
      Optional<String> spi = manifest.flatMap(it -> value(it, SPI_VERSION));
      List<String> classes = services(file);
      return new FlavorJar(
          path,
          classes,
          manifest.flatMap(it -> value(it, VERSION)),
          spi,
          ClassContainer.damage(path)
              .or(() -> ClassContainer.unsound(path))
              .or(() -> unfit(spi))
              .or(() -> broken(file, classes)));
    } catch (IOException e) {
      return new FlavorJar(
          path,
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.of("it cannot be read as a jar: " + e.getMessage()));
    }
  }

  /**
   * The flavors that a jar lists.
   *
   * @throws BerthException {@link ErrorCode#FLAVOR} when it is not a jar, or a damaged one
   */
  public static List<String> flavorClasses(Path jar) {
    FlavorJar found = of(jar);
    if (found.flavorClasses().isEmpty() && found.problem().isPresent()) {
      throw new BerthException(ErrorCode.FLAVOR, jar + ": " + found.problem().get());
    }
    return found.flavorClasses();
  }

  /**
   * Fails for a file that a class path would leave out without a word.
   *
   * @throws BerthException {@link ErrorCode#FLAVOR} when it is not a jar, or a damaged one
   */
  public static void requireReadable(Path jar) {
    ClassContainer.damage(jar)
        .ifPresent(
            damage -> {
              throw new BerthException(ErrorCode.FLAVOR, jar + ": " + damage);
            });
  }

  FlavorJar withProblem(String reason) {
    return new FlavorJar(path, flavorClasses, version, spi, Optional.of(reason));
  }

  /** Why a flavor for a version of the SPI cannot be used. */
  static Optional<String> unfit(Optional<String> spi) {
    return spi.filter(it -> !it.equals(String.valueOf(SPI)))
        .map(
            it ->
                "it is built for version %s of the SPI, and this Berth has version %d"
                    .formatted(it, SPI));
  }

  /** Why a class that the jar lists cannot be loaded from it. */
  private static Optional<String> broken(JarFile file, List<String> classes) {
    for (String name : classes) {
      ZipEntry entry = file.getEntry(name.replace('.', '/') + ".class");
      if (entry == null) {
        return Optional.of(lists(name));
      }
      try (var in = file.getInputStream(entry)) {
        in.transferTo(OutputStream.nullOutputStream());
      } catch (IOException e) {
        return Optional.of("its class %s cannot be read: %s".formatted(name, e.getMessage()));
      }
    }
    return Optional.empty();
  }

  /** That the jar lists a class which it does not have. */
  static String lists(String name) {
    return "it lists %s in META-INF/services, and does not have that class; build it again"
        .formatted(name);
  }

  private static Optional<String> value(Manifest manifest, String name) {
    return Optional.ofNullable(manifest.getMainAttributes().getValue(name)).map(String::strip);
  }

  private static List<String> services(JarFile file) throws IOException {
    ZipEntry services = file.getEntry(SERVICES);
    if (services == null) {
      return List.of();
    }
    try (var in = file.getInputStream(services)) {
      return listed(new String(in.readNBytes(MAX_SIZE), UTF_8));
    }
  }

  /** The names of the classes in the text of a services file. */
  public static List<String> listed(String services) {
    return services
        .lines()
        .map(line -> line.replaceFirst("#.*", "").strip())
        .filter(line -> !line.isEmpty())
        .toList();
  }
}
