package dev.berth.it.kit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A container that waits for commands, for instance with Debian's smallest system. */
public final class CleanRoot implements AutoCloseable {
  /** Debian's smallest system, which has no Java. */
  public static final String DEBIAN = "debian:bookworm-slim";

  private final String container;

  private CleanRoot(String container) {
    this.container = container;
  }

  /** Starts one that can reach this machine's network only. */
  public static CleanRoot start(String image) {
    return new CleanRoot(
        Commands.run(
            "docker",
            "run",
            "--detach",
            "--init",
            "--network",
            "host",
            "--entrypoint",
            "sleep",
            image,
            "infinity"));
  }

  /** Builds an image from a Dockerfile and a folder that it copies from. */
  public static void build(String image, Path dockerfile, Path context) {
    Commands.run(
        "docker",
        "build",
        "--quiet",
        "--tag",
        image,
        "--build-arg",
        "BASE=" + DEBIAN,
        "--file",
        dockerfile.toString(),
        context.toString());
  }

  /** The sum of an image's layers, in bytes. */
  public static long size(String image) {
    return Long.parseLong(
        Commands.run("docker", "image", "inspect", "--format", "{{.Size}}", image));
  }

  /** Copies a file or a folder into it. */
  public void copy(Path from, String to) {
    Commands.run("docker", "cp", from.toString(), container + ":" + to);
  }

  /** Runs a command as the image's user, which must succeed, and gives what it prints. */
  public String run(String... line) {
    return run(List.of(), line);
  }

  /** The same as another user, in that user's home folder. */
  public String runAs(String user, String... line) {
    return run(List.of("--user", user, "--workdir", "/home/" + user), line);
  }

  private String run(List<String> options, String... line) {
    List<String> all = new ArrayList<>(List.of("docker", "exec"));
    all.addAll(options);
    all.add(container);
    all.addAll(List.of(line));
    return Commands.run(all.toArray(String[]::new));
  }

  @Override
  public void close() {
    Commands.run("docker", "rm", "-fv", container);
  }
}
