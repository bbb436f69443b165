package dev.berth.auth;

import dev.berth.file.FileOwner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The places where Docker and Podman keep logins, in the order of their use. */
public final class AuthFiles {
  private final Map<String, String> environment;
  private final List<AuthSource> sources = new ArrayList<>();

  /** Locates the files. Nothing is read yet. */
  public AuthFiles(Map<String, String> environment, Path home) {
    this.environment = Map.copyOf(environment);
    variable(AuthVariable.NAME).ifPresent(value -> sources.add(new AuthVariable(value)));
    Path docker = variable("DOCKER_CONFIG").map(Path::of).orElseGet(() -> home.resolve(".docker"));
    add("Docker's configuration", docker.resolve("config.json"));
    podman(home).forEach(file -> add("Podman's configuration", file));
    add("Docker's old configuration", home.resolve(".dockercfg"));
  }

  private void add(String what, Path file) {
    sources.add(new AuthFile(what, file, environment));
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
    variable("XDG_RUNTIME_DIR")
        .map(folder -> Path.of(folder, "containers"))
        .or(() -> FileOwner.self().map(number -> Path.of("/run/containers", number.toString())))
        .ifPresent(folders::add);
    folders.add(
        variable("XDG_CONFIG_HOME")
            .map(Path::of)
            .orElse(home.resolve(".config"))
            .resolve("containers"));
    return folders.stream().map(folder -> folder.resolve("auth.json")).toList();
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  List<AuthSource> sources() {
    return sources;
  }
}
