package dev.berth.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/** Reads a flavor's jar without loading a class. */
public final class FlavorJar {
  private static final String SERVICES =
      "META-INF/services/dev.berth.spi.BaseContainerRegistryFlavor";
  private static final int MAX_SIZE = 1 << 16;

  private FlavorJar() {}

  /**
   * The flavors that a jar lists for {@link java.util.ServiceLoader}.
   *
   * @throws BerthException {@link ErrorCode#FLAVOR} when it is not a jar, or a damaged one
   */
  public static List<String> flavorClasses(Path jar) {
    try (var file = new JarFile(jar.toFile())) {
      ZipEntry services = file.getEntry(SERVICES);
      if (services == null) {
        return List.of();
      }
      try (var in = file.getInputStream(services)) {
        return new String(in.readNBytes(MAX_SIZE), UTF_8)
            .lines()
            .map(line -> line.replaceFirst("#.*", "").strip())
            .filter(line -> !line.isEmpty())
            .toList();
      }
    } catch (IOException e) {
      throw new BerthException(
          ErrorCode.FLAVOR, "%s cannot be read as a jar: %s".formatted(jar, e.getMessage()), e);
    }
  }
}
