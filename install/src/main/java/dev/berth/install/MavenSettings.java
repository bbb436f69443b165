package dev.berth.install;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where Maven's settings are, and how its repositories are used.
 *
 * @param userHome the user's home folder, which has {@code .m2/settings.xml}, unless {@code file}
 *     is given, and {@code .m2/repository}, unless the settings name another folder
 * @param file another file with the user's settings
 * @param offline whether only the local repository is used, also if the settings do not say so
 * @param environment the environment variables; {@code MAVEN_HOME} is the folder with {@code
 *     conf/settings.xml}
 */
public record MavenSettings(
    Path userHome, Optional<Path> file, boolean offline, Map<String, String> environment) {
  /** The file with the user's settings, which may be missing. */
  Path userFile() {
    return file.orElse(userHome.resolve(".m2/settings.xml"));
  }

  /** The file with the settings of the installed Maven, which may be missing. */
  Optional<Path> globalFile() {
    return Optional.ofNullable(environment.get("MAVEN_HOME"))
        .filter(home -> !home.isEmpty())
        .map(home -> Path.of(home, "conf/settings.xml"));
  }

  /** Omits the environment variables, which may contain secrets. */
  @Override
  public String toString() {
    return "settings of " + userFile();
  }
}
