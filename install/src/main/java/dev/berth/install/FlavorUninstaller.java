package dev.berth.install;

import dev.berth.BerthHome;
import dev.berth.Flavors;
import dev.berth.flavor.FlavorInfo;
import dev.berth.reference.Name;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** Deletes what {@link FlavorInstaller} installed. */
public final class FlavorUninstaller {
  private final BerthHome home;
  private final InstallFolder folder;

  /** Reads nothing yet. */
  public FlavorUninstaller(BerthHome home) {
    this.home = home;
    this.folder = new InstallFolder(home.installedFlavors());
  }

  /**
   * Deletes an installed flavor, or the installed libraries of a flavor.
   *
   * @param name the name of the folder, which is that of the flavor
   * @throws BerthException {@link ErrorCode#INVALID} when nothing of this name is installed, or
   *     registries of this store use a flavor of it
   */
  public void uninstall(String name) {
    if (!Name.isValid(name) || !Files.isDirectory(folder.of(name))) {
      throw new BerthException(ErrorCode.INVALID, "'%s' is not installed".formatted(name));
    }
    requireUnused(name);
    folder.delete(name);
  }

  /** Libraries alone can be installed again; the folder of a flavor can have several. */
  private void requireUnused(String name) {
    List<String> classes = new ArrayList<>(FlavorInstaller.classes(folder.files(name)));
    if (classes.isEmpty()) {
      return;
    }
    try (var flavors = new Flavors(home)) {
      List<FlavorInfo> all = flavors.list();
      all.stream()
          .filter(FlavorInfo::isUnused)
          .forEach(unused -> classes.remove(unused.flavorClass()));
      for (FlavorInfo flavor : all) {
        List<String> users =
            classes.contains(flavor.flavorClass()) ? flavors.usersOf(flavor.name()) : List.of();
        if (!users.isEmpty()) {
          throw new BerthException(
              ErrorCode.INVALID,
              "flavor '%s' is in use by %s".formatted(flavor.name(), String.join(", ", users)),
              "delete these registries first");
        }
      }
    }
  }
}
