package dev.berth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.file.FileJson;
import dev.berth.flavor.CodeConsent;
import dev.berth.flavor.FlavorFinder;
import dev.berth.reference.Digests;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.SecretReference;
import dev.berth.store.CustomFlavor;
import dev.berth.store.RegisteredRegistry;
import dev.berth.store.Store;
import dev.berth.store.StoreContent;
import dev.berth.store.TrustFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What this user allows the store of a project to do. A checkout can bring a store, so its custom
 * flavors run, and its registries use more than their URI, only after the user allowed it once. The
 * user's own store, one that the user named, and all stores with {@code BERTH_TRUST=true} need no
 * consent.
 *
 * @see "docs/decisions/0022-consent-for-projects.md"
 */
public final class Trust implements CodeConsent {
  private static final ObjectMapper JSON = FileJson.builder().build();
  // A login is sent only to the host it was made for, so these properties reveal nothing.
  private static final Set<String> HARMLESS = Set.of("uri", "defaultRepository");
  private static final String[] REMEDIES = {
    "look at it and allow it: berth trust", "in CI: set the variable BERTH_TRUST=true"
  };

  private final BerthHome home;
  private final TrustFile file;

  /** Opens what the user of these folders allowed. Nothing is read yet. */
  public Trust(BerthHome home) {
    this.home = home;
    this.file = new TrustFile(home.userFolder());
  }

  /** What the project of the current folder asks for and this user has not allowed. */
  public List<TrustRequest> requests() {
    if (home.trusted()) {
      return List.of();
    }
    StoreContent content = new Store(home.store()).read();
    var requests = new ArrayList<TrustRequest>();
    for (CustomFlavor flavor : content.flavors()) {
      request(flavor).ifPresent(requests::add);
    }
    for (RegisteredRegistry registry : content.sortedRegistries()) {
      if (!allows(registry)) {
        requests.add(request(registry));
      }
    }
    return requests;
  }

  /**
   * Remembers that the user allows these requests.
   *
   * @throws BerthException {@link ErrorCode#STORE} when this cannot be written
   */
  public void allow(List<TrustRequest> requests) {
    Map<String, String> fingerprints = new TreeMap<>();
    requests.forEach(request -> fingerprints.putAll(request.fingerprints()));
    if (!home.trusted() && !fingerprints.isEmpty()) {
      file.add(fingerprints);
    }
  }

  @Override
  public void require(String className, List<Path> classPath) {
    if (home.trusted()) {
      return;
    }
    List<Path> unknown = unknown(classPath);
    if (!unknown.isEmpty()) {
      throw new BerthException(
          ErrorCode.FLAVOR,
          "the project %s brings the flavor %s, and you have not allowed its code to run: %s"
              .formatted(home.sourceRoot(), className, joined(unknown)),
          REMEDIES);
    }
  }

  /** Remembers code that the user named on the command line. */
  void allowCode(String name, String className, List<Path> classPath) {
    allow(List.of(request(name, className, classPath)));
  }

  /** Whether a registry may be used as it is configured. */
  boolean allows(RegisteredRegistry registry) {
    return home.trusted() || !needsConsent(registry) || file.has(fingerprint(registry));
  }

  /** Remembers a configuration that the user gave on the command line. */
  void allow(RegisteredRegistry registry) {
    if (!allows(registry)) {
      allow(List.of(request(registry)));
    }
  }

  /** Remembers a change by the user, unless the rest of the configuration is not allowed. */
  void allowChange(RegisteredRegistry before, RegisteredRegistry after) {
    if (allows(before)) {
      allow(after);
    }
  }

  /**
   * Fails unless a registry may be used as it is configured.
   *
   * @throws BerthException {@link ErrorCode#CREDENTIALS} when the user has not allowed it
   */
  void require(RegisteredRegistry registry) {
    if (!allows(registry)) {
      throw new BerthException(
          ErrorCode.CREDENTIALS,
          "the registry '%s' of the project %s %s, and you have not allowed that"
              .formatted(registry.name(), home.sourceRoot(), effect(registry)),
          REMEDIES);
    }
  }

  private static boolean needsConsent(RegisteredRegistry registry) {
    return !HARMLESS.containsAll(registry.configuration().keySet())
        || !SecretUse.of(registry.configuration()).isEmpty();
  }

  private TrustRequest request(RegisteredRegistry registry) {
    return new TrustRequest(
        "registry",
        registry.name(),
        effect(registry),
        Map.of(
            fingerprint(registry), "registry %s in %s".formatted(registry.name(), home.store())));
  }

  private static String effect(RegisteredRegistry registry) {
    List<String> secrets =
        SecretUse.of(registry.configuration()).stream()
            .map(SecretReference::secret)
            .distinct()
            .toList();
    List<String> properties =
        registry.configuration().keySet().stream()
            .filter(property -> !HARMLESS.contains(property))
            .sorted()
            .toList();
    String reach =
        secrets.isEmpty()
            ? "reaches "
            : "sends your secret '%s' to ".formatted(String.join("', '", secrets));
    String settings = properties.isEmpty() ? "" : " with " + String.join(", ", properties);
    return reach + registry.uri() + settings;
  }

  private Optional<TrustRequest> request(CustomFlavor flavor) {
    List<Path> unknown;
    try {
      unknown = unknown(FlavorFinder.classPath(flavor));
    } catch (BerthException e) {
      // Its code is missing or damaged, and cannot run.
      return Optional.empty();
    }
    return unknown.isEmpty()
        ? Optional.empty()
        : Optional.of(request(flavor.name(), flavor.flavorClass(), unknown));
  }

  private List<Path> unknown(List<Path> classPath) {
    return classPath.stream().filter(path -> !file.has(fingerprint(path))).toList();
  }

  private static TrustRequest request(String name, String className, List<Path> classPath) {
    Map<String, String> fingerprints = new TreeMap<>();
    classPath.forEach(path -> fingerprints.put(fingerprint(path), path.toString()));
    return new TrustRequest(
        "flavor",
        name,
        "runs the class %s with your rights, from %s".formatted(className, joined(classPath)),
        fingerprints);
  }

  private static String joined(List<Path> paths) {
    return paths.stream().map(Path::toString).collect(Collectors.joining(", "));
  }

  /**
   * Of a jar its content; of a folder of classes its path, since each build changes its content.
   */
  private static String fingerprint(Path code) {
    try {
      return Files.isDirectory(code) ? "folder " + code.toRealPath() : "jar " + digest(code);
    } catch (IOException e) {
      throw new BerthException(ErrorCode.FLAVOR, code + " cannot be read: " + e, e);
    }
  }

  /**
   * Of the flavor and the configuration. A path of a file counts by the file's content: the project
   * can move, and its certificates cannot change unseen.
   */
  private static String fingerprint(RegisteredRegistry registry) {
    Map<String, Object> properties = new TreeMap<>(registry.configuration());
    properties.replaceAll((name, value) -> value instanceof String text ? content(text) : value);
    properties.put("", registry.flavor());
    try {
      byte[] json = JSON.writeValueAsBytes(properties);
      return "registry " + Digests.of(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a configuration is always serializable", e);
    }
  }

  private static String content(String text) {
    try {
      Path path = Path.of(text);
      return path.isAbsolute() && Files.isRegularFile(path) ? digest(path) : text;
    } catch (InvalidPathException | IOException e) {
      return text;
    }
  }

  private static String digest(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Digests.of("sha256", in).toString();
    }
  }
}
