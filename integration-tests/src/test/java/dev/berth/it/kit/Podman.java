package dev.berth.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Podman's service, which speaks Docker's protocol, with a storage of its own. */
public final class Podman implements AutoCloseable {
  private static final String NOBODY = "65534";

  private final Path folder;
  private final Process process;

  private Podman(Path folder, Process process) {
    this.folder = folder;
    this.process = process;
  }

  /**
   * Starts it, and waits until it listens.
   *
   * @param registry the registry that it speaks plain HTTP with
   * @param rootless whether it runs as another user than root
   */
  public static Podman start(String registry, boolean rootless) {
    try {
      // The path of a socket has a maximum length.
      Path folder = Files.createTempDirectory("podman");
      Path runtime = Files.createDirectory(folder.resolve("run"));
      Files.writeString(
          folder.resolve("registries.conf"),
          "[[registry]]\nlocation = \"%s\"\ninsecure = true\n".formatted(registry));
      Files.writeString(
          folder.resolve("storage.conf"),
          "[storage]\ndriver = \"vfs\"\ngraphroot = \"%1$s/root\"\nrunroot = \"%1$s/run/c\"\n"
              .formatted(folder));
      Permissions.set(runtime, "rwx------");
      Permissions.set(folder, "rwxr-xr-x");
      List<String> line = new ArrayList<>();
      if (rootless) {
        Commands.run("chown", "-R", NOBODY + ":" + NOBODY, folder.toString());
        line.addAll(List.of("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"));
      }
      line.addAll(List.of("podman", "system", "service", "--time=0", "unix://" + socket(folder)));
      var builder =
          new ProcessBuilder(line)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD);
      Map<String, String> environment = builder.environment();
      environment.keySet().retainAll(List.of("PATH"));
      environment.put("HOME", folder.toString());
      environment.put("XDG_RUNTIME_DIR", runtime.toString());
      environment.put("CONTAINERS_REGISTRIES_CONF", folder.resolve("registries.conf").toString());
      environment.put("CONTAINERS_STORAGE_CONF", folder.resolve("storage.conf").toString());
      var podman = new Podman(folder, builder.start());
      podman.awaitListening();
      return podman;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path socket(Path folder) {
    return folder.resolve("podman.sock");
  }

  private void awaitListening() throws IOException {
    while (true) {
      try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
        channel.connect(UnixDomainSocketAddress.of(socket(folder)));
        return;
      } catch (IOException e) {
        if (!process.isAlive()) {
          throw new IOException("podman has ended", e);
        }
        Thread.onSpinWait();
      }
    }
  }

  /** For {@code DOCKER_HOST}. */
  public String host() {
    return "unix://" + socket(folder);
  }

  /** Loads an archive of Docker's, and gives the image another name. */
  public void load(SavedImage image, String name) {
    run("load", "--quiet", "--input", image.archive().toString());
    run("tag", image.reference(), name);
  }

  private void run(String... arguments) {
    List<String> line = new ArrayList<>(List.of("podman", "--remote", "--url", host()));
    line.addAll(List.of(arguments));
    Commands.run(line.toArray(String[]::new));
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
    Commands.run("rm", "-rf", folder.toString());
  }
}
