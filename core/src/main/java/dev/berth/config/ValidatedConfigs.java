package dev.berth.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.berth.file.FileOwner;
import dev.berth.file.PrivateFiles;
import dev.berth.reference.Digests;
import dev.berth.spi.BaseContainerRegistryConfig;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hibernate.validator.HibernateValidator;
import org.jspecify.annotations.Nullable;

/**
 * Which configurations are known to be valid, so that a push need not validate them again. A stamp
 * is an empty file in the user's cache, whose name is the digest of the configuration, of the
 * flavor's jars and of Berth's. Nobody else can write it, and without it, everything is validated.
 *
 * @see "docs/decisions/0027-validation-once.md"
 */
public final class ValidatedConfigs {
  private static final int MAX_STAMPS = 500;
  private static final List<Class<?>> OF_BERTH =
      List.of(BaseContainerRegistryConfig.class, ConfigBinder.class, HibernateValidator.class);

  private final Path folder;

  /**
   * Nothing is read yet.
   *
   * @param cache the user's folder for caches
   */
  public ValidatedConfigs(Path cache) {
    this.folder = cache.resolve("validated");
  }

  /** Whether there are stamps. */
  public boolean exist() {
    return Files.isDirectory(folder);
  }

  /**
   * The stamp of a configuration; empty when it has a reference to a secret, whose value can
   * change, or when a class is not in a jar, and can change at any time.
   *
   * @param configClass the flavor's configuration class
   * @param jars the flavor's jars
   * @param properties the stored properties
   */
  public static Optional<String> stamp(
      Class<?> configClass, List<Path> jars, Map<String, ?> properties) {
    List<Path> code = new ArrayList<>(jars);
    for (Class<?> type : OF_BERTH) {
      code.add(jar(type).orElse(Path.of("")));
    }
    if (jars.isEmpty()) {
      code.add(jar(configClass).orElse(Path.of("")));
    }
    var text = new StringBuilder(configClass.getName());
    try {
      for (Path jar : code) {
        if (!Files.isRegularFile(jar)) {
          return Optional.empty();
        }
        text.append('\n').append(jar).append(' ').append(Files.size(jar));
        text.append(' ').append(Files.getLastModifiedTime(jar).toMillis());
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    append(text.append('\n'), properties);
    return text.indexOf("{{") >= 0
        ? Optional.empty()
        : Optional.of(Digests.of(text.toString().getBytes(UTF_8)).hex());
  }

  private static Optional<Path> jar(Class<?> type) {
    @Nullable CodeSource source = type.getProtectionDomain().getCodeSource();
    @Nullable URL location = source == null ? null : source.getLocation();
    try {
      return location == null ? jarOfResource(type) : Optional.of(Path.of(location.toURI()));
    } catch (URISyntaxException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** A class from an archive of classes that was moved with its jars has no location. */
  private static Optional<Path> jarOfResource(Class<?> type) {
    String url = String.valueOf(type.getResource(type.getSimpleName() + ".class"));
    int end = url.indexOf("!/");
    return url.startsWith("jar:file:") && end > 0
        ? Optional.of(Path.of(URI.create(url.substring("jar:".length(), end))))
        : Optional.empty();
  }

  /** Different values have different texts, also values of different types. */
  private static void append(StringBuilder text, @Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> sorted = new TreeMap<>();
      map.forEach((key, each) -> sorted.put(String.valueOf(key), each));
      text.append('{');
      sorted.forEach(
          (key, each) -> {
            append(text, key);
            append(text, each);
          });
      text.append('}');
    } else if (value instanceof List<?> list) {
      text.append('[');
      list.forEach(each -> append(text, each));
      text.append(']');
    } else {
      String plain = String.valueOf(value);
      text.append(value == null ? "null" : value.getClass().getSimpleName());
      text.append(plain.length()).append(':').append(plain);
    }
  }

  /** Whether this user's configuration with this stamp was validated. */
  public boolean has(String stamp) {
    return Files.isRegularFile(folder.resolve(stamp))
        && FileOwner.isTrusted(folder)
        && !FileOwner.isOpenToAll(folder);
  }

  /** Remembers a stamp, if the cache can be written. */
  public void add(String stamp) {
    try {
      PrivateFiles.createFolder(folder);
      limit();
      Files.createFile(folder.resolve(stamp));
    } catch (IOException e) {
      // Then it is validated again.
    }
  }

  private void limit() throws IOException {
    try (Stream<Path> stamps = Files.list(folder)) {
      List<Path> all = stamps.toList();
      if (all.size() >= MAX_STAMPS) {
        List<Path> oldest =
            all.stream()
                .sorted(Comparator.comparingLong(it -> it.toFile().lastModified()))
                .toList();
        for (Path each : oldest.subList(0, all.size() / 2)) {
          Files.deleteIfExists(each);
        }
      }
    }
  }
}
