package dev.berth.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** A real Docker engine, left as it was found. */
public final class Engine implements BeforeAllCallback, AfterAllCallback {
  private static final String REGISTRY_IMAGE = "registry:2";

  private static final Namespace ALL_CLASSES = Namespace.create(Engine.class);

  /** The registries that all classes share, each started when it is first wanted. */
  private static final class Shared implements AutoCloseable {
    private final List<String> containers = new ArrayList<>();
    private @Nullable Registry open;
    private @Nullable Registry guarded;

    synchronized Registry open() {
      open = open != null ? open : start(Registry.create(REGISTRY_IMAGE));
      return open;
    }

    synchronized Registry guarded() {
      guarded = guarded != null ? guarded : start(Registry.createProtected(REGISTRY_IMAGE));
      return guarded;
    }

    private Registry start(String container) {
      containers.add(container);
      return Registry.start(container);
    }

    @Override
    public synchronized void close() {
      containers.forEach(Engine::discard);
    }
  }

  private final List<String> images = new ArrayList<>();
  private final List<String> containers = new ArrayList<>();
  private @Nullable Shared shared;

  @Override
  public void beforeAll(ExtensionContext context) {
    shared =
        context
            .getRoot()
            .getStore(ALL_CLASSES)
            .computeIfAbsent("registries", key -> new Shared(), Shared.class);
    try {
      Commands.run("docker", "image", "inspect", "--format", "{{.Id}}", REGISTRY_IMAGE);
    } catch (IllegalStateException | UncheckedIOException e) {
      throw new IllegalStateException(
          "these tests need a Docker engine with the image registry:2; run ./test, which brings both",
          e);
    }
  }

  /** Builds an image that no registry can have yet, with a layer for each text; gives its ID. */
  public String build(String reference, String... layers) {
    return buildOn("scratch", reference, layers);
  }

  /** Builds an image with a new layer for each text upon those of another. */
  public String buildOn(String base, String reference, String... layers) {
    try {
      Path context = Files.createTempDirectory("berth-image");
      var dockerfile = new StringBuilder("FROM " + base + "\n");
      for (int i = 0; i < layers.length; i++) {
        Files.writeString(context.resolve("layer" + i), layers[i] + UUID.randomUUID());
        dockerfile.append("COPY layer%d /layer%d\n".formatted(i, i));
      }
      Files.writeString(context.resolve("Dockerfile"), dockerfile);
      // To look for layers that it might have, the engine would read images that others remove.
      Commands.run(
          "docker", "build", "--quiet", "--no-cache", "--tag", reference, context.toString());
      images.add(reference);
      Commands.run("rm", "-r", context.toString());
      return imageId(reference);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives an image another name. */
  public void tag(String image, String reference) {
    Commands.run("docker", "tag", image, reference);
    images.add(reference);
  }

  /** Removes an image, so that only a registry can have it. */
  public void remove(String reference) {
    Commands.run("docker", "rmi", "--force", reference);
    images.remove(reference);
  }

  /** Removes an image when the tests of the class have ended. */
  public void discardLater(String reference) {
    images.add(reference);
  }

  /** Pushes an image without Berth. */
  public void push(String reference) {
    Commands.run("docker", "push", "--quiet", reference);
  }

  /** Pulls an image; gives its ID. */
  public String pull(String reference) {
    Commands.run("docker", "pull", "--quiet", reference);
    images.add(reference);
    return imageId(reference);
  }

  /** Saves images of the engine in one archive. */
  public void save(Path archive, String... references) {
    var line = new ArrayList<>(List.of("docker", "save", "--output", archive.toString()));
    line.addAll(List.of(references));
    Commands.run(line.toArray(String[]::new));
  }

  /** Brings an archive's only image into the engine; gives its ID. */
  public String load(Path archive, String reference) {
    Commands.run("docker", "load", "--quiet", "--input", archive.toString());
    images.add(reference);
    return imageId(reference);
  }

  private static String imageId(String reference) {
    return Commands.run("docker", "image", "inspect", "--format", "{{.Id}}", reference);
  }

  /** The registry that everyone may push to, for classes with repositories of their own in it. */
  public Registry sharedRegistry() {
    return Objects.requireNonNull(shared).open();
  }

  /** The same that only the {@link Canary} may use. */
  public Registry sharedProtectedRegistry() {
    return Objects.requireNonNull(shared).guarded();
  }

  /** Starts an empty registry that everyone may push to. */
  public Registry startRegistry() {
    return start(Registry.create(REGISTRY_IMAGE));
  }

  /** Starts a registry that everyone may push to, with a copy of what another one stored. */
  public Registry startRegistryOn(Path directory) {
    String container = Registry.create(REGISTRY_IMAGE);
    Registry.copyTo(container, directory);
    return start(container);
  }

  /** Starts an empty registry with settings of its own. */
  public Registry startRegistry(RegistrySettings settings) {
    return start(Registry.create(REGISTRY_IMAGE, settings));
  }

  /** Starts an empty registry that wants the tokens of a service. */
  public Registry startRegistry(TokenService tokens) {
    return startRegistry(tokens.settings());
  }

  private Registry start(String container) {
    containers.add(container);
    return Registry.start(container);
  }

  private static void discard(String container) {
    Commands.run("docker", "rm", "-fv", container);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    containers.forEach(Engine::discard);
    images.forEach(image -> Commands.run("docker", "rmi", "--force", image));
  }
}
