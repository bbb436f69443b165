package dev.berth.flavor;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.berth.reference.Digest;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/**
 * A library of a flavor's implementation, as a flavor's jar lists it.
 *
 * @param coordinates the Maven coordinates, {@code group:artifact:jar[:classifier]:version}
 * @param fileName the name of its file
 * @param digest the digest of its file
 */
public record Library(String coordinates, String fileName, Digest digest) {
  private static final String FOLDER = "META-INF/berth/";
  private static final int MAX_SIZE = 1 << 20;
  // A line of Maven's goal dependency:list; the name of a module may follow.
  private static final Pattern LINE =
      Pattern.compile("\\s+([\\w.-]+:([\\w.-]+):jar(?::([\\w.-]+))?:([\\w.-]+))(?:\\s.*)?");

  // A line of sha256sum.
  private static final Pattern DIGEST = Pattern.compile("([0-9a-f]{64}) [ *](\\S+)");

  /**
   * The libraries that one of these jars lists; empty when none has a list.
   *
   * @throws BerthException {@link ErrorCode#FLAVOR} when a list is damaged
   */
  static List<Library> listed(List<Path> jars) {
    for (Path jar : jars) {
      List<Library> libraries = listed(jar);
      if (!libraries.isEmpty()) {
        return libraries;
      }
    }
    return List.of();
  }

  private static List<Library> listed(Path jar) {
    if (!Files.isRegularFile(jar)) {
      return List.of();
    }
    try (var file = new JarFile(jar.toFile())) {
      Map<String, String> digests = new HashMap<>();
      for (String line : lines(file, "libraries.sha256")) {
        Matcher found = DIGEST.matcher(line);
        if (found.matches()) {
          digests.put(found.group(2), found.group(1));
        }
      }
      List<Library> libraries = new ArrayList<>();
      for (String line : lines(file, "libraries.txt")) {
        Matcher found = LINE.matcher(line);
        if (found.matches()) {
          libraries.add(of(found, digests, jar));
        }
      }
      return libraries;
    } catch (IOException e) {
      return List.of();
    }
  }

  private static Library of(Matcher line, Map<String, String> digests, Path jar) {
    @Nullable String classifier = line.group(3);
    String fileName =
        line.group(2) + "-" + line.group(4) + (classifier == null ? "" : "-" + classifier) + ".jar";
    @Nullable String digest = digests.get(fileName);
    if (digest == null) {
      throw new BerthException(
          ErrorCode.FLAVOR, "%s lists %s without a digest".formatted(jar, fileName));
    }
    return new Library(line.group(1), fileName, new Digest("sha256", digest));
  }

  private static List<String> lines(JarFile file, String name) throws IOException {
    ZipEntry entry = file.getEntry(FOLDER + name);
    if (entry == null) {
      return List.of();
    }
    try (var in = file.getInputStream(entry)) {
      return new String(in.readNBytes(MAX_SIZE), UTF_8).lines().toList();
    }
  }
}
