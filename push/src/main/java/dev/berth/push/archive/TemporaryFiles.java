package dev.berth.push.archive;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Private files in the default folder for temporary files. Those of killed processes are deleted
 * when the next one is created.
 */
public final class TemporaryFiles {
  private static final Duration OLD = Duration.ofDays(1);
  private static final Pattern NAME = Pattern.compile("berth-(\\w*)-(\\d{1,18})-\\d+\\.tmp");

  private TemporaryFiles() {}

  /** A new empty file, which only this user can read. */
  public static Path create() throws IOException {
    Path folder = Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
    String namespace = namespace();
    sweep(folder, namespace);
    String process = "berth-" + namespace + "-" + ProcessHandle.current().pid() + "-";
    // Java creates temporary files that only their owner can read.
    Path file = Files.createTempFile(folder, process, ".tmp");
    file.toFile().deleteOnExit();
    return file;
  }

  private static void sweep(Path folder, String namespace) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "berth-*.tmp")) {
      for (Path file : files) {
        if (isLeft(file, namespace)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      // Files of other users, for instance, are theirs to delete.
      return;
    }
  }

  private static boolean isLeft(Path file, String namespace) throws IOException {
    Matcher name = NAME.matcher(file.getFileName().toString());
    if (!name.matches() || !Files.isRegularFile(file) || !Files.isWritable(file)) {
      return false;
    }
    boolean known = !namespace.isEmpty() && name.group(1).equals(namespace);
    return known
        ? ProcessHandle.of(Long.parseLong(name.group(2))).isEmpty()
        : Files.getLastModifiedTime(file).toInstant().isBefore(Instant.now().minus(OLD));
  }

  /**
   * Which processes have numbers that are comparable: those of one container of one running
   * machine, which may share the folder with others. Empty where Linux does not tell.
   */
  private static String namespace() {
    try {
      String machine = Files.readString(Path.of("/proc/sys/kernel/random/boot_id"));
      Path container = Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
      return (machine + container.getFileName()).replaceAll("\\W|pid", "");
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }
}
