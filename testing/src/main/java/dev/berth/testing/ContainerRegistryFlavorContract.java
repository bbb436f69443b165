package dev.berth.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.contract.FlavorContract;
import dev.berth.contract.Subject;
import dev.berth.spi.BaseContainerRegistryFlavor;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The contract of a flavor as a test: one for each rule. The flavor is packed in a jar and runs in
 * a class loader of its own, as in the command. A subclass names the flavor and the properties to
 * register a registry with.
 */
public abstract class ContainerRegistryFlavorContract {
  private static final String SPI = "dev/berth/spi/BaseContainerRegistryFlavor.class";

  private final Class<? extends BaseContainerRegistryFlavor> flavor;
  private final Map<String, String> properties;

  /**
   * Creates the test.
   *
   * @param flavor the flavor
   * @param properties the properties to register a registry with; without {@code uri}, that of an
   *     empty registry on this machine
   */
  protected ContainerRegistryFlavorContract(
      Class<? extends BaseContainerRegistryFlavor> flavor, Map<String, String> properties) {
    this.flavor = flavor;
    this.properties = Map.copyOf(properties);
  }

  /** The repository that is checked and pushed to, below the URI. */
  protected String repository() {
    return Subject.REPOSITORY;
  }

  @TestFactory
  Stream<DynamicTest> keeps() throws IOException {
    Path jar = Files.createTempFile("flavor", ".jar");
    try {
      pack(origin(), jar);
      var subject = new Subject(flavor.getName(), jar, libraries(), properties, repository());
      return FlavorContract.verify(subject).verdicts().stream()
          .map(
              verdict ->
                  DynamicTest.dynamicTest(
                      verdict.rule(),
                      () ->
                          assertTrue(
                              verdict.isKept(),
                              () ->
                                  verdict.meaning()
                                      + ": "
                                      + String.join("; ", verdict.problems()))));
    } finally {
      Files.delete(jar);
    }
  }

  /** The folder of classes or the jar that the flavor is in. */
  private Path origin() {
    try {
      return Path.of(flavor.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void pack(Path origin, Path jar) throws IOException {
    if (Files.isRegularFile(origin)) {
      Files.write(jar, Files.readAllBytes(origin));
      return;
    }
    try (var out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(origin)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = origin.relativize(file).toString().replace(File.separatorChar, '/');
        out.putNextEntry(new JarEntry(name));
        Files.copy(file, out);
      }
    }
  }

  /** The jars of the class path, except those with a copy of Berth's classes. */
  private static List<Path> libraries() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> entry.endsWith(".jar"))
        .map(Path::of)
        .filter(Files::isRegularFile)
        .filter(entry -> !hasSpi(entry))
        .toList();
  }

  private static boolean hasSpi(Path jar) {
    try (var file = new JarFile(jar.toFile())) {
      return file.getEntry(SPI) != null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
