package dev.berth.it.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Docker credential helpers that a test installs; each notes how it was run. */
public final class KeyKeeper {
  private final Path folder;

  /** Installs helpers in a folder, which is to be on the {@code PATH}. */
  public KeyKeeper(Path folder) {
    this.folder = folder;
  }

  /** The folder, followed by the PATH of this process. */
  public String path() {
    return folder + ":" + System.getenv("PATH");
  }

  /** Installs a helper that gives the canary to whoever asks. */
  public KeyKeeper givingTheCanary(String name) {
    return install(
        name,
        "echo '{\"Username\":\"%s\",\"Secret\":\"%s\"}'"
            .formatted(Canary.USERNAME, Canary.PASSWORD));
  }

  /** Installs a helper of a key store, which keeps one entry. */
  public KeyKeeper ofKeyStore(String name) {
    Path kept = folder.resolve("kept");
    return install(
        name,
        """
        case $1 in
          store) printf '%%s' "$input" >%s ;;
          get) cat %s 2>/dev/null || { echo 'credentials not found'; exit 1; } ;;
        esac"""
            .formatted(kept, kept));
  }

  /** Installs a helper with a script that has the input in {@code $input}. */
  public KeyKeeper install(String name, String script) {
    Path file = folder.resolve("docker-credential-" + name);
    String text =
        """
        #!/bin/bash
        input=$(cat)
        { echo "$0 $*"; env; } >>%s
        %s
        """
            .formatted(folder.resolve("runs"), script);
    try {
      Files.createDirectories(folder);
      Files.writeString(file, text);
      Permissions.set(file, "rwxr-xr-x");
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The arguments and the environment of all runs so far. */
  public String runs() {
    try {
      return Files.exists(folder.resolve("runs"))
          ? Files.readString(folder.resolve("runs"), UTF_8)
          : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
