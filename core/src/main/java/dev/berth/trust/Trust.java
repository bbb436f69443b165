package dev.berth.trust;

import dev.berth.flavor.CodeConsent;
import dev.berth.flavor.FlavorFinder;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.store.CustomFlavor;
import dev.berth.store.RegisteredRegistry;
import dev.berth.store.Store;
import dev.berth.store.StoreContent;
import dev.berth.store.TrustFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this user allows the store of a project to do. A checkout can bring a store, so its custom
 * flavors run, and its registries use more than their URI, only after the user allowed it once. The
 * user's own store, one that the user named, and all stores with {@code BERTH_TRUST=true} need no
 * consent.
 *
 * @see "docs/decisions/0022-consent-for-projects.md"
 */
public final class Trust implements CodeConsent {
  private static final Logger log = LoggerFactory.getLogger(Trust.class);
  private static final String[] REMEDIES = {
    "look at it and allow it: berth trust", "in CI: set the variable BERTH_TRUST=true"
  };

  /**
   * The store that may need consent.
   *
   * @param store its folder
   * @param sourceRoot the root of the project, which paths are relative to
   * @param userFolder the folder in which this user's consent is kept
   * @param trusted whether it needs none
   */
  public record Project(Path store, Path sourceRoot, Path userFolder, boolean trusted) {}

  private final Project project;
  private final TrustFile file;
  private final Fingerprints fingerprints;
  private @Nullable Map<String, String> allowed;

  /** Opens what the user allowed a project. Nothing is read yet. */
  public Trust(Project project) {
    this.project = project;
    this.file = new TrustFile(project.userFolder());
    this.fingerprints = new Fingerprints(project.sourceRoot());
  }

  /** Whether the store needs no consent. */
  public boolean isGiven() {
    return project.trusted();
  }

  /** What the project of the current folder asks for and this user has not allowed. */
  public List<TrustRequest> requests() {
    return requests(false);
  }

  /** Remembers that the user allows these requests. */
  public void allow(List<TrustRequest> requests) {
    change(known -> requests.forEach(request -> known.putAll(request.fingerprints())));
  }

  /** Forgets what the user allowed the project of the current folder, and returns it. */
  public List<TrustRequest> revoke() {
    List<TrustRequest> all = requests(true);
    change(known -> all.forEach(each -> known.keySet().removeAll(each.fingerprints().keySet())));
    return all;
  }

  private void change(Consumer<Map<String, String>> change) {
    if (!project.trusted()) {
      file.change(change);
      allowed = null;
    }
  }

  private List<TrustRequest> requests(boolean all) {
    if (project.trusted()) {
      return List.of();
    }
    StoreContent content = new Store(project.store()).read();
    var requests = new ArrayList<TrustRequest>();
    for (CustomFlavor flavor : content.flavors()) {
      request(flavor, all).ifPresent(requests::add);
    }
    for (RegisteredRegistry registry : content.sortedRegistries()) {
      if (all || !allows(registry, content)) {
        requests.add(
            TrustRequests.ofRegistry(registry, fingerprints.of(registry), project.store()));
      }
    }
    return requests;
  }

  private Optional<TrustRequest> request(CustomFlavor flavor, boolean all) {
    Map<String, String> known = all ? Map.of() : allowed();
    try {
      List<Path> classPath = FlavorFinder.classPath(flavor);
      Map<String, Path> code = code(classPath);
      code.keySet().removeAll(known.keySet());
      if (code.isEmpty()) {
        return Optional.empty();
      }
      String effect =
          TrustRequests.effect(flavor.flavorClass(), classPath, code.values(), known.values());
      return Optional.of(TrustRequests.ofCode(flavor.name(), effect, code));
    } catch (BerthException e) {
      // Its code is missing or damaged, and cannot run.
      return Optional.empty();
    }
  }

  private Map<String, Path> code(List<Path> classPath) {
    Map<String, Path> code = new LinkedHashMap<>();
    classPath.forEach(path -> code.put(fingerprints.ofCode(path), path));
    return code;
  }

  private Map<String, String> allowed() {
    if (allowed == null) {
      allowed = file.read();
    }
    return allowed;
  }

  @Override
  public void require(String className, List<Path> classPath) {
    if (project.trusted()) {
      return;
    }
    Map<String, Path> code = code(classPath);
    code.keySet().removeAll(allowed().keySet());
    if (!code.isEmpty()) {
      List<String> paths = code.values().stream().map(Path::toString).toList();
      boolean changed = paths.stream().anyMatch(allowed().values()::contains);
      throw new BerthException(
          ErrorCode.FLAVOR,
          "the project %s brings the flavor %s, and you have not allowed its code to run%s: %s"
              .formatted(
                  project.sourceRoot(),
                  className,
                  changed ? ", which has changed" : "",
                  String.join(", ", paths)),
          REMEDIES);
    }
  }

  /** Remembers code that the user named on the command line. */
  public void rememberCode(String flavor, String className, List<Path> classPath) {
    if (!project.trusted()) {
      Map<String, Path> code = code(classPath);
      String effect = TrustRequests.effect(className, classPath, classPath, Set.of());
      remember(TrustRequests.ofCode(flavor, effect, code));
    }
  }

  /** Whether a registry may be used as it is configured. */
  private boolean allows(RegisteredRegistry registry, StoreContent content) {
    return project.trusted()
        || !needsConsent(registry, content)
        || allowed().containsKey(fingerprints.of(registry));
  }

  /** A custom flavor can send a login of its own to any URI. */
  private static boolean needsConsent(RegisteredRegistry registry, StoreContent content) {
    return !TrustRequests.HARMLESS.containsAll(registry.configuration().keySet())
        || registry.configuration().values().stream().anyMatch(it -> it.toString().contains("{{"))
        || content.flavors().stream().anyMatch(it -> it.name().equals(registry.flavor()));
  }

  /** Remembers a registry that the user configured on the command line. */
  public void remember(RegisteredRegistry registry) {
    if (!project.trusted()) {
      remember(TrustRequests.ofRegistry(registry, fingerprints.of(registry), project.store()));
    }
  }

  /** Remembers a change by the user, unless the rest of the configuration is somebody else's. */
  public void rememberChange(RegisteredRegistry before, RegisteredRegistry after) {
    if (!project.trusted() && allowed().containsKey(fingerprints.of(before))) {
      remember(after);
    }
  }

  /**
   * The store has changed already, so a user's folder that cannot be written only costs consent.
   */
  private void remember(TrustRequest request) {
    try {
      if (!allowed().keySet().containsAll(request.fingerprints().keySet())) {
        allow(List.of(request));
      }
    } catch (BerthException e) {
      log.debug("not remembered: {}", request, e);
    }
  }

  /**
   * Fails unless a registry may be used as it is configured.
   *
   * @throws BerthException {@link ErrorCode#CREDENTIALS} when the user has not allowed it
   */
  public void require(RegisteredRegistry registry, StoreContent content) {
    if (!allows(registry, content)) {
      throw new BerthException(
          ErrorCode.CREDENTIALS,
          "the registry '%s' of the project %s %s, and you have not allowed that"
              .formatted(registry.name(), project.sourceRoot(), TrustRequests.effect(registry)),
          REMEDIES);
    }
  }
}
