package dev.berth;

import dev.berth.file.FileOwner;
import dev.berth.flavor.FlavorFolders;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.store.Store;
import dev.berth.text.ShellWord;
import dev.berth.trust.Trust;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The folders that Berth uses.
 *
 * @param store the store's folder
 * @param sourceRoot where custom flavors are searched: an absolute path
 * @param marked whether {@code berth init} marked the source root; otherwise it is the current
 *     folder
 * @param trusted whether the store needs no consent ({@link Trust}): it is the user's own, or was
 *     named by the user, or the variable {@code BERTH_TRUST} is {@code true}
 * @param locked whether custom flavors may only be loaded from the jars that were registered: the
 *     variable {@code BERTH_LOCKED} is {@code true}
 * @param userHome the user's home folder
 * @param userFolder the user's configuration folder, {@code $XDG_CONFIG_HOME/berth}, with the
 *     secrets
 * @param cache the folder for caches, {@code $XDG_CACHE_HOME/berth}
 * @param shippedFlavors the folder {@code flavors} of the distribution; empty without one
 */
public record BerthHome(
    Path store,
    Path sourceRoot,
    boolean marked,
    boolean trusted,
    boolean locked,
    Path userHome,
    Path userFolder,
    Path cache,
    Optional<Path> shippedFlavors) {
  /** The name of the folder that marks a source root and holds its store. */
  public static final String MARK = Store.PROJECT_FOLDER;

  /**
   * Finds the folders. The store is in {@code explicitHome} (the option {@code --home}), else in
   * {@code BERTH_HOME}, else in the source root if one is marked, else in {@code
   * $XDG_CONFIG_HOME/berth} (default: {@code ~/.config/berth}). The source root is the nearest
   * folder from {@code current} upwards that has the mark, else {@code current}.
   *
   * @param environment the environment variables
   * @param current the current folder
   */
  public static BerthHome find(
      @Nullable Path explicitHome,
      Map<String, String> environment,
      Path current,
      Path userHome,
      Optional<Path> shippedFlavors) {
    Optional<Path> root = markedRoot(current.toAbsolutePath().normalize());
    String variable = environment.getOrDefault("BERTH_HOME", "");
    boolean isNamed = explicitHome != null || !variable.isEmpty();
    Path store;
    if (explicitHome != null && explicitHome.toString().isEmpty()) {
      throw new BerthException(ErrorCode.INVALID, "the path of the store's folder is empty");
    }
    if (explicitHome != null) {
      store = explicitHome.toAbsolutePath();
    } else if (!variable.isEmpty()) {
      store = Path.of(variable).toAbsolutePath();
    } else {
      store = root.map(BerthHome::ownMark).orElseGet(() -> userFolder(environment, userHome));
    }
    return new BerthHome(
        store.normalize(),
        root.orElse(current.toAbsolutePath().normalize()),
        root.isPresent(),
        isNamed || root.isEmpty() || isTrue(environment, "BERTH_TRUST"),
        isTrue(environment, "BERTH_LOCKED"),
        userHome,
        userFolder(environment, userHome),
        cache(environment, userHome),
        shippedFlavors);
  }

  /**
   * Finds the folders of this process: those of the command without options and outside of a
   * distribution.
   *
   * @param environment the environment variables
   */
  public static BerthHome find(Map<String, String> environment) {
    return find(null, environment, Path.of(""), userHome(environment), Optional.empty());
  }

  /**
   * {@return the user's home folder: {@code HOME}, or the JVM's property {@code user.home} if that
   * is no absolute path, or {@code /} if Java does not know one: a user without an entry in passwd}
   *
   * @param environment the environment variables
   */
  public static Path userHome(Map<String, String> environment) {
    // The JVM ignores HOME, which users, containers and tests set.
    Path home = Path.of(environment.getOrDefault("HOME", ""));
    Path ofJava = Path.of(System.getProperty("user.home", "/"));
    // A folder below the current one could come with a checkout.
    return home.isAbsolute() ? home : ofJava.isAbsolute() ? ofJava : Path.of("/");
  }

  /** {@return the user's folder for installed flavors and libraries} */
  public Path installedFlavors() {
    return userFolder.resolve("flavors");
  }

  /** {@return the folders with flavors that need no registration} */
  FlavorFolders flavorFolders() {
    return new FlavorFolders(shippedFlavors, Optional.of(installedFlavors()));
  }

  /** What this user allows the store. */
  public Trust trust() {
    return new Trust(new Trust.Project(store, sourceRoot, userFolder, trusted));
  }

  /** The same, with custom flavors from the jars that were registered only. */
  public BerthHome withLock() {
    return new BerthHome(
        store, sourceRoot, marked, trusted, true, userHome, userFolder, cache, shippedFlavors);
  }

  private static boolean isTrue(Map<String, String> environment, String variable) {
    String value = environment.getOrDefault(variable, "");
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true", "1" -> true;
      case "false", "0", "" -> false;
      default ->
          throw new BerthException(
              ErrorCode.INVALID, variable + " is neither true nor false: " + value);
    };
  }

  /** A folder of another user could make this user run that user's code. */
  private static Path ownMark(Path root) {
    Path mark = root.resolve(MARK);
    if (!FileOwner.isTrusted(mark)) {
      throw new BerthException(
          ErrorCode.STORE,
          "the folder %s belongs to %s, not to you".formatted(mark, FileOwner.name(mark)),
          "if you trust the flavors and settings in it: export BERTH_HOME="
              + ShellWord.of(mark.toString()));
    }
    return mark;
  }

  private static Path userFolder(Map<String, String> environment, Path userHome) {
    return xdgFolder(environment, "XDG_CONFIG_HOME", userHome.resolve(".config"));
  }

  /**
   * {@return the folder for caches, {@code $XDG_CACHE_HOME/berth}}
   *
   * @param environment the environment variables
   */
  public static Path cache(Map<String, String> environment, Path userHome) {
    return xdgFolder(environment, "XDG_CACHE_HOME", userHome.resolve(".cache"));
  }

  /** The XDG base directory specification ignores relative paths. */
  private static Path xdgFolder(Map<String, String> environment, String variable, Path fallback) {
    Path folder = Path.of(environment.getOrDefault(variable, ""));
    return (folder.isAbsolute() ? folder : fallback).resolve("berth");
  }

  private static Optional<Path> markedRoot(Path current) {
    for (Path folder = current; folder != null; folder = folder.getParent()) {
      if (Files.isDirectory(folder.resolve(MARK))) {
        return Optional.of(folder);
      }
    }
    return Optional.empty();
  }
}
