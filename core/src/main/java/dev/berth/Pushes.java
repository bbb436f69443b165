package dev.berth;

import dev.berth.check.CheckReport;
import dev.berth.flavor.FlavorFinder;
import dev.berth.flavor.LoadedFlavor;
import dev.berth.push.PushEngine;
import dev.berth.push.PushListener;
import dev.berth.push.SourceRegistry;
import dev.berth.push.distribution.RemoteImages;
import dev.berth.reference.ImageReference;
import dev.berth.reference.Name;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.store.RegisteredRegistry;
import dev.berth.store.Store;
import dev.berth.store.StoreContent;
import dev.berth.trust.Trust;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Opens the registries of a push or a check.
 *
 * @param engine opens the engine that the options choose
 */
record Pushes(
    Store store,
    Trust trust,
    FlavorFinder flavors,
    HostServices services,
    Function<PushOptions, PushEngine> engine) {

  /** Pushes as {@link Registries#push(String, PushOptions, PushListener)}. */
  PushedImage push(String image, PushOptions options, PushListener listener) {
    StoreContent content = content(image, options.registry());
    ImageOwner owner = ImageOwner.find(image, options.registry(), content, services.secrets());
    listener.debug(owner.reason());
    Supplier<PushEngine> opener = () -> engine.apply(options);
    try (var source = source(options, Optional.of(owner.registry()), content, listener)) {
      var push = new OpenedRegistry.Push(opener, source.registry(), () -> {});
      var use =
          new OpenedRegistry.Use(Optional.of(owner.image()), options, Optional.of(push), listener);
      try (var opened = open(owner.registry(), content, use)) {
        return opened.push();
      }
    }
  }

  /** Pushes as {@link Registries#push(List, PushOptions, Function)}. */
  List<TargetResult> push(
      List<String> images, PushOptions given, Function<String, PushListener> listeners) {
    StoreContent content = content(images.get(0), given.registry());
    Map<String, ImageOwner> owners = owners(images, given, content);
    PushOptions options = fromOneSource(given, owners.values().iterator().next().image());
    PushListener first = listeners.apply(images.get(0));
    try (var source = source(options, Optional.empty(), content, first);
        var targets = new TargetPushes()) {
      owners.forEach(
          (target, owner) -> {
            PushListener listener = listeners.apply(target);
            listener.debug(owner.reason());
            Supplier<PushEngine> opener = () -> engine.apply(options);
            targets.add(
                target,
                owner.image().host(),
                turn ->
                    open(
                        owner.registry(),
                        content,
                        new OpenedRegistry.Use(
                            Optional.of(owner.image()),
                            options,
                            Optional.of(new OpenedRegistry.Push(opener, source.registry(), turn)),
                            listener)));
          });
      return targets.run();
    }
  }

  /** All targets have one source: by default the Docker engine's image of the first one's name. */
  private static PushOptions fromOneSource(PushOptions options, ImageReference first) {
    PushOptions fromOne =
        options.source().isPresent() ? options : options.from("docker-daemon:" + first);
    if (fromOne.chosen() == PushOptions.Engine.DOCKER) {
      throw new BerthException(
          ErrorCode.INVALID,
          "the engine docker pushes to one target",
          "push to several with the engine direct, which reads the Docker engine's image once");
    }
    return fromOne;
  }

  private Map<String, ImageOwner> owners(
      List<String> images, PushOptions options, StoreContent content) {
    Map<String, ImageOwner> owners = new LinkedHashMap<>();
    Set<ImageReference> known = new HashSet<>();
    for (String image : images) {
      var owner = ImageOwner.find(image, options.registry(), content, services.secrets());
      if (!known.add(owner.image())) {
        throw new BerthException(
            ErrorCode.INVALID, "the target %s is given twice".formatted(owner.image()));
      }
      owners.put(image, owner);
    }
    return owners;
  }

  /** Checks as {@link Registries#check}. */
  CheckReport check(String target, Optional<String> registryName, PushListener listener) {
    StoreContent content = Name.isValid(target) ? store.read() : content(target, registryName);
    Optional<ImageOwner> owner =
        registryName.isEmpty() && Name.isValid(target)
            // A single word is the name of a registry, not an image of Docker Hub.
            ? Optional.empty()
            : Optional.of(ImageOwner.find(target, registryName, content, services.secrets()));
    var registry = owner.map(ImageOwner::registry).orElseGet(() -> content.registry(target));
    owner.ifPresent(it -> listener.debug(it.reason()));
    try (var opened =
        open(
            registry,
            content,
            OpenedRegistry.Use.reading(owner.map(ImageOwner::image), listener))) {
      return opened.check();
    }
  }

  /** Reads an image's registry as {@link Images}. */
  <T> T read(
      String image, PushListener listener, BiFunction<RemoteImages, ImageReference, T> query) {
    ImageReference reference = ImageReference.parse(image);
    PushOptions options = PushOptions.DEFAULTS.from("registry:" + reference);
    try (var source = source(options, Optional.empty(), store.read(), listener)) {
      SourceRegistry registry = source.registry().orElseThrow();
      try (var remote = new RemoteImages(reference.host(), registry)) {
        return query.apply(remote, reference);
      } catch (BerthException e) {
        throw e.code() == ErrorCode.CREDENTIALS ? registry.explain().apply(e) : e;
      }
    }
  }

  /** The registry that the source is in, unless it is that of the only target. */
  private OpenedSource source(
      PushOptions options,
      Optional<RegisteredRegistry> target,
      StoreContent content,
      PushListener listener) {
    Optional<ImageReference> image = options.sourceImage();
    if (image.isEmpty()) {
      return OpenedSource.NONE;
    }
    Optional<RegisteredRegistry> owner = ImageOwner.ofSource(image.get(), target, content);
    if (owner.isEmpty()) {
      return OpenedSource.unregistered(image.get(), services, listener);
    }
    listener.debug(
        "the source " + image.get() + " belongs to registry '" + owner.get().name() + "'");
    return owner.equals(target)
        ? OpenedSource.NONE
        : OpenedSource.in(open(owner.get(), content, OpenedRegistry.Use.reading(image, listener)));
  }

  private StoreContent content(String image, Optional<String> registryName) {
    if (registryName.isPresent()) {
      StoreContent content = store.read();
      // Before a secret is read for the default repository.
      content.findRegistry(registryName.get()).ifPresent(it -> trust.require(it, content));
      return content;
    }
    // An invalid reference is reported first.
    ImageReference.parse(image);
    return store.readRegistries();
  }

  private OpenedRegistry open(
      RegisteredRegistry registry, StoreContent content, OpenedRegistry.Use use) {
    LoadedFlavor flavor = flavors.get(registry.flavor(), content.flavors());
    trust.require(registry, content);
    return new OpenedRegistry(registry, flavor, services, use);
  }
}
