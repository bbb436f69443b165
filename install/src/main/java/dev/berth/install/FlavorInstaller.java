package dev.berth.install;

import dev.berth.BerthHome;
import dev.berth.Flavors;
import dev.berth.flavor.FlavorJar;
import dev.berth.flavor.FlavorLibraries;
import dev.berth.flavor.Library;
import dev.berth.reference.Digest;
import dev.berth.reference.Name;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Installs flavors, and the libraries that the implementations of flavors need, in the user's
 * folder {@code flavors}, from the repositories of Maven's settings.
 *
 * @see "docs/decisions/0025-installed-flavors.md"
 */
public final class FlavorInstaller {
  private static final Pattern COORDINATES = Pattern.compile("[\\w.-]+:[\\w.-]+:[\\w.+-]+");
  private static final String SDK = "sdk";

  private final BerthHome home;
  private final InstallFolder folder;
  private final MavenSettings settings;
  private final InstallListener listener;

  /** Reads nothing yet. */
  public FlavorInstaller(BerthHome home, MavenSettings settings, InstallListener listener) {
    this.home = home;
    this.folder = new InstallFolder(home.installedFlavors());
    this.settings = settings;
    this.listener = listener;
  }

  /** Whether a text has the form {@code group:artifact:version}. */
  public static boolean isCoordinates(String text) {
    return COORDINATES.matcher(text).matches();
  }

  /**
   * Installs the libraries that a flavor's implementation needs. Those of a flavor that lists them
   * are exactly the listed ones; a jar with another digest is refused.
   *
   * @param flavor the flavor's name
   * @return what was installed; empty when the flavor has its libraries, or needs none
   * @throws BerthException {@link ErrorCode#FLAVOR} when the flavor or a library is missing, {@link
   *     ErrorCode#TRANSIENT} for the network, {@link ErrorCode#REFUSED} for a wrong digest, {@link
   *     ErrorCode#STORE} when the folder cannot be written; nothing is changed then
   */
  public Optional<Installation> installLibraries(String flavor) {
    FlavorLibraries needed;
    try (var flavors = new Flavors(home)) {
      needed = flavors.libraries(flavor);
    }
    boolean exact = !needed.listed().isEmpty();
    if (exact
        ? needed.present() && isIntact(flavor, needed.listed())
        : needed.dependencies().isEmpty()) {
      return Optional.empty();
    }
    try (var repositories = repositories()) {
      return Optional.of(
          exact
              ? installListed(flavor, needed.listed(), repositories)
              : installDependencies(flavor, needed.dependencies(), repositories));
    }
  }

  /** Whether the installed libraries are the listed ones; true when none are installed. */
  private boolean isIntact(String flavor, List<Library> listed) {
    Path sdk = folder.of(flavor).resolve(SDK);
    return !Files.isDirectory(sdk)
        || listed.stream()
            .allMatch(
                it ->
                    JarCopies.digest(sdk.resolve(it.fileName())).equals(Optional.of(it.digest())));
  }

  private Installation installListed(
      String flavor, List<Library> listed, MavenRepositories repositories) {
    Map<String, Digest> digests = new HashMap<>();
    listed.forEach(library -> digests.put(library.fileName(), library.digest()));
    listener.begins(listed.size());
    return installLibraries(
        flavor, repositories.jars(listed.stream().map(Library::coordinates).toList()), digests);
  }

  private Installation installDependencies(
      String flavor, List<String> dependencies, MavenRepositories repositories) {
    for (String dependency : dependencies) {
      if (!isCoordinates(dependency)) {
        throw new BerthException(
            ErrorCode.FLAVOR,
            "flavor '%s' names its library %s without a version".formatted(flavor, dependency),
            "the flavor's dependencies() should return group:artifact:version",
            "or copy the jars beside those of the flavor: mvn dependency:copy-dependencies");
      }
    }
    return installLibraries(flavor, repositories.jarsWithDependencies(dependencies), Map.of());
  }

  private Installation installLibraries(
      String flavor, List<ResolvedJar> jars, Map<String, Digest> digests) {
    Path installed =
        folder.replace(
            created -> {
              JarCopies.copy(jars, created.resolve(SDK), digests);
              JarCopies.keep(folder.files(flavor), created);
              return flavor;
            });
    return installation(flavor, List.of(), installed, false, jars);
  }

  /**
   * Installs a flavor with its libraries. It needs no registration.
   *
   * @param coordinates {@code group:artifact:version}
   * @throws BerthException as {@link #installLibraries}; {@link ErrorCode#FLAVOR} also when the jar
   *     has no flavor, or one that cannot be registered
   */
  public Installation installFlavor(String coordinates) {
    if (!isCoordinates(coordinates)) {
      throw new BerthException(
          ErrorCode.INVALID, "'%s' has not the form GROUP:ARTIFACT:VERSION".formatted(coordinates));
    }
    try (var repositories = repositories()) {
      List<ResolvedJar> jars = repositories.jarsWithDependencies(List.of(coordinates));
      List<String> names = new ArrayList<>();
      List<String> former = new ArrayList<>();
      Path installed =
          folder.replace(
              created -> {
                List<Path> classPath = JarCopies.copy(jars, created, Map.of());
                names.addAll(examine(coordinates, classPath));
                String name = folderName(coordinates, names);
                former.addAll(classes(folder.files(name)));
                requireSame(name, former, classes(classPath));
                return name;
              });
      return installation(
          folderName(coordinates, names), names, installed, !former.isEmpty(), jars);
    }
  }

  static List<String> classes(List<Path> jars) {
    return jars.stream().flatMap(it -> FlavorJar.of(it).flavorClasses().stream()).toList();
  }

  /** A new version has a class of the former one. */
  private static void requireSame(String name, List<String> former, List<String> classes) {
    if (!former.isEmpty() && Collections.disjoint(former, classes)) {
      throw new BerthException(
          ErrorCode.INVALID,
          "flavor '%s' is already installed, with the class %s"
              .formatted(name, String.join(", ", former)),
          "to install another one: berth container-registry flavor uninstall " + name);
    }
  }

  private List<String> examine(String coordinates, List<Path> classPath) {
    try (var flavors = new Flavors(home)) {
      List<String> names = flavors.examine(classPath);
      if (names.isEmpty()) {
        throw new BerthException(ErrorCode.FLAVOR, coordinates + " contains no flavor");
      }
      return names;
    }
  }

  /** The name of the only flavor, else that of the artifact. */
  private static String folderName(String coordinates, List<String> flavors) {
    String name = flavors.size() == 1 ? flavors.get(0) : coordinates.split(":", -1)[1];
    if (!Name.isValid(name)) {
      throw new BerthException(
          ErrorCode.FLAVOR, "'%s' is not a valid name for a folder".formatted(name));
    }
    return name;
  }

  private MavenRepositories repositories() {
    return new MavenRepositories(settings, listener);
  }

  private static Installation installation(
      String name, List<String> flavors, Path folder, boolean replaced, List<ResolvedJar> jars) {
    return new Installation(
        name, flavors, folder, replaced, jars.stream().map(ResolvedJar::coordinates).toList());
  }
}
