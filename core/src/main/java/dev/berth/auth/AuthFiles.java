package dev.berth.auth;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The credential files of Docker and Podman, in the order of their use. */
public final class AuthFiles {
  private final Map<String, String> environment;
  private final List<AuthFile> files = new ArrayList<>();

  /** Locates the files. Nothing is read yet. */
  public AuthFiles(Map<String, String> environment, Path home) {
    this.environment = Map.copyOf(environment);
    Path docker = variable("DOCKER_CONFIG").map(Path::of).orElseGet(() -> home.resolve(".docker"));
    files.add(
        new AuthFile("Docker's configuration", docker.resolve("config.json"), this.environment));
    podman(home)
        .forEach(file -> files.add(new AuthFile("Podman's configuration", file, this.environment)));
  }

  /**
   * See containers-auth.json(5): the file of the variable, else those of the runtime and the user.
   */
  private List<Path> podman(Path home) {
    Optional<Path> named = variable("REGISTRY_AUTH_FILE").map(Path::of);
    if (named.isPresent()) {
      return List.of(named.get());
    }
    List<Path> folders = new ArrayList<>();
    variable("XDG_RUNTIME_DIR").ifPresent(folder -> folders.add(Path.of(folder)));
    folders.add(variable("XDG_CONFIG_HOME").map(Path::of).orElse(home.resolve(".config")));
    return folders.stream().map(folder -> folder.resolve("containers/auth.json")).toList();
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }

  List<AuthFile> files() {
    return files;
  }
}
