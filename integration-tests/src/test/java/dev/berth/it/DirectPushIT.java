package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.it.kit.Berth;
import dev.berth.it.kit.Engine;
import dev.berth.it.kit.Layout;
import dev.berth.it.kit.Registry;
import dev.berth.it.kit.SavedImage;
import dev.berth.it.kit.ServedRegistry;
import dev.berth.it.kit.Skopeo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Images in files and in an engine, pushed without the engine's help to real registries. */
class DirectPushIT {
  @RegisterExtension static final Engine engine = new Engine();
  private static SavedImage saved;
  private static Path storage;
  private static ServedRegistry served;
  private static Registry reference;
  // A project in which both registries are registered.
  private static Berth project;

  @TempDir Path folder;

  /** Where an image is. */
  private enum Source {
    ARCHIVE,
    COMPRESSED_ARCHIVE,
    NEW_ARCHIVE,
    LAYOUT,
    LAYOUT_ARCHIVE,
    DAEMON;

    String location() {
      return switch (this) {
        case ARCHIVE -> "docker-archive:" + saved.archive();
        case COMPRESSED_ARCHIVE -> "docker-archive:" + saved.compressedArchive();
        case NEW_ARCHIVE -> "docker-archive:" + saved.newArchive() + ":" + saved.reference();
        case LAYOUT -> "oci:" + saved.ociFolder() + ":1";
        case LAYOUT_ARCHIVE -> "oci-archive:" + saved.ociArchive() + ":1";
        case DAEMON -> "docker-daemon:" + saved.reference();
      };
    }

    String id() {
      return this == LAYOUT || this == LAYOUT_ARCHIVE ? saved.ociId() : saved.id();
    }
  }

  /** A registry to push to. */
  private enum Target {
    EMBEDDED,
    REFERENCE;

    Registry registry() {
      return this == EMBEDDED ? served.registry() : reference;
    }
  }

  @BeforeAll
  static void prepare(@TempDir Path folder) {
    saved = SavedImage.build(engine, folder, "berth-it/direct:1", "one", "two", "three");
    storage = folder.resolve("storage");
    served = Berth.in(folder).serve(storage);
    reference = engine.sharedRegistry();
    project =
        Berth.inProject(folder)
            .registered("embedded", served.host())
            .registered("reference", reference.host());
  }

  @AfterAll
  static void stop() {
    served.close();
  }

  /** The command with a cache that knows nothing yet. */
  private Berth berth() {
    return project.with("XDG_CACHE_HOME", cache().toString());
  }

  private Path cache() {
    return folder.resolve("cache");
  }

  private static String repository() {
    return "it-" + UUID.randomUUID();
  }

  private JsonNode push(String image, String from, String... more) {
    var line = Stream.concat(Stream.of("push", image, "--from", from), Stream.of(more));
    var withOutput = Stream.concat(line, Stream.of("--output", "json"));
    return berth().ok(withOutput.toArray(String[]::new)).json();
  }

  private static List<String> results(JsonNode pushed) {
    return pushed.path("layers").findValuesAsText("result");
  }

  private static List<String> digests(JsonNode descriptors) {
    return descriptors.findValuesAsText("digest");
  }

  private static Stream<Arguments> everySourceAndTarget() {
    return Stream.of(Source.values())
        .flatMap(from -> Stream.of(Target.values()).map(to -> Arguments.of(from, to)));
  }

  @ParameterizedTest
  @MethodSource("everySourceAndTarget")
  void whatIsPushedIsPulledByOthersAsTheSameImage(Source source, Target target) throws IOException {
    Registry registry = target.registry();
    String name = source.name().toLowerCase(Locale.ROOT);
    String image = registry.host() + "/" + name + ":1";
    if (source == Source.DAEMON) {
      engine.load(saved.archive(), saved.reference());
    }

    JsonNode first = push(image, source.location());
    JsonNode second = push(image, source.location());

    if (source == Source.DAEMON) {
      engine.remove(saved.reference());
    }
    String digest = registry.digest(name, "1").orElseThrow();
    JsonNode manifest = registry.manifest(name, "1");
    assertEquals(registry.host() + "/" + name + "@" + digest, first.path("reference").asText());
    assertEquals(digest, first.path("digest").asText());
    assertEquals(target.name().toLowerCase(Locale.ROOT), first.path("registry").asText());
    assertEquals("direct", first.path("engine").asText());
    assertTrue(first.path("durationMillis").isIntegralNumber());
    JsonNode layers = manifest.path("layers");
    assertEquals(digests(layers), digests(first.path("layers")));
    assertEquals(layers.findValuesAsText("size"), first.path("layers").findValuesAsText("size"));
    assertEquals(Collections.nCopies(3, "uploaded"), results(first));
    long size = layers.findValues("size").stream().mapToLong(JsonNode::asLong).sum();
    assertEquals(size, first.path("uploadedBytes").asLong());

    assertEquals(first.path("digest"), second.path("digest"));
    assertEquals(Collections.nCopies(3, "exists"), results(second));
    assertEquals(0, second.path("uploadedBytes").asLong(-1));

    assertEquals(source.id(), manifest.at("/config/digest").asText());
    Path copy = folder.resolve("copy");
    Skopeo.copy("docker://" + image, "dir:" + copy);
    assertEquals(manifest, new ObjectMapper().readTree(copy.resolve("manifest.json").toFile()));
    assertEquals(source.id(), engine.pull(image));
    engine.remove(image);
  }

  @Test
  void aLayoutsManifestKeepsItsDigest() {
    String image = served.host() + "/" + repository() + ":1";

    JsonNode pushed = push(image, Source.LAYOUT.location());

    Layout layout = new Layout(saved.ociFolder());
    assertEquals(layout.descriptor().path("digest"), pushed.path("digest"));
    assertEquals(digests(layout.manifest().path("layers")), digests(pushed.path("layers")));
  }

  @Test
  void anImageOfAnArchiveWithSeveralIsChosenByItsName() {
    String one = "berth-it/several:one";
    String two = "berth-it/several:two";
    engine.build(one, "one");
    String id = engine.build(two, "two");
    Path archive = folder.resolve("several.tar");
    engine.save(archive, one, two);
    String repository = repository();
    String image = served.host() + "/" + repository + ":1";

    push(image, "docker-archive:" + archive + ":" + two);

    JsonNode manifest = served.registry().manifest(repository, "1");
    assertEquals(id, manifest.at("/config/digest").asText());
    berth().fails(6, "push", image, "--from", "docker-archive:" + archive).says(one, two);
  }

  /** An image index in the layout: the image, and the same for another processor. */
  private Path twoPlatforms() {
    Path two = folder.resolve("two-platforms");
    var source = new Layout(saved.ociFolder());
    var layout = new Layout(two);
    var manifest = source.manifest();
    try {
      for (JsonNode layer : manifest.path("layers")) {
        String blob = "blobs/" + layer.path("digest").asText().replace(':', '/');
        Files.copy(saved.ociFolder().resolve(blob), two.resolve(blob));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var index =
        layout.addIndex(
            forProcessor(layout, source, "amd64"), forProcessor(layout, source, "arm64"));
    layout.holding(index);
    return two;
  }

  private static JsonNode forProcessor(Layout layout, Layout source, String processor) {
    JsonNode manifest = source.manifest();
    var config = source.read(manifest.path("config")).deepCopy();
    ((ObjectNode) config).put("architecture", processor);
    var descriptor =
        layout.addManifest(layout.add("config.v1+json", config), manifest.path("layers"));
    descriptor.putObject("platform").put("os", "linux").put("architecture", processor);
    return descriptor;
  }

  @ParameterizedTest
  @EnumSource
  void anImageIndexIsPushedWhole(Target target) {
    Path two = twoPlatforms();
    JsonNode index = new Layout(two).manifest();
    String repository = repository();
    String image = target.registry().host() + "/" + repository + ":1";

    JsonNode pushed = push(image, "oci:" + two);

    assertEquals(index, target.registry().manifest(repository, "1"));
    assertEquals(new Layout(two).descriptor().path("digest"), pushed.path("digest"));
    JsonNode arm = index.at("/manifests/1");
    assertEquals(
        Optional.of(arm.path("digest").asText()),
        target.registry().digest(repository, arm.path("digest").asText()));
    List<String> ids =
        Stream.of("/manifests/0", "/manifests/1")
            .map(each -> new Layout(two).read(index.at(each)).at("/config/digest").asText())
            .toList();
    assertTrue(ids.contains(engine.pull(image)));
  }

  @Test
  void oneImageOfAnIndexIsPushedForAPlatform() {
    Path two = twoPlatforms();
    JsonNode arm = new Layout(two).manifest().at("/manifests/1");
    String repository = repository();
    String image = served.host() + "/" + repository + ":1";

    push(image, "oci:" + two, "--platform", "linux/arm64");

    assertEquals(
        Optional.of(arm.path("digest").asText()), served.registry().digest(repository, "1"));
    berth()
        .fails(6, "push", image, "--from", "oci:" + two, "--platform", "linux/s390x")
        .says("linux/s390x", "linux/arm64");
  }

  @Test
  void theEnginesImageIsPushedForItsOwnPlatformOnly() {
    engine.load(saved.archive(), saved.reference());
    String repository = repository();
    String image = served.host() + "/" + repository + ":1";

    berth()
        .fails(6, "push", image, "--from", Source.DAEMON.location(), "--platform", "linux/s390x")
        .says("linux/s390x", "linux/amd64");

    assertEquals(Optional.empty(), served.registry().digest(repository, "1"));
    push(image, Source.DAEMON.location(), "--platform", "linux/amd64");
  }

  @ParameterizedTest
  @EnumSource
  void layersCompressedByZstdAreTheSameLayers(Target target) {
    String repository = repository();
    String image = target.registry().host() + "/" + repository + ":1";

    JsonNode pushed = push(image, Source.ARCHIVE.location(), "--compression", "zstd");

    for (JsonNode layer : target.registry().manifest(repository, "1").path("layers")) {
      assertEquals("application/vnd.oci.image.layer.v1.tar+zstd", layer.path("mediaType").asText());
    }
    assertEquals(Collections.nCopies(3, "uploaded"), results(pushed));
    // Docker 20.10 knows no zstd; what it loads, it checks against the configuration.
    String gzip = "oci:" + folder.resolve("gzip") + ":1";
    Path archive = folder.resolve("pulled.tar");
    Skopeo.convert("docker://" + image, gzip, "--dest-compress-format=gzip");
    Skopeo.convert(gzip, "docker-archive:" + archive + ":berth-it/zstd:1");
    engine.load(archive, "berth-it/zstd:1");
  }

  private static List<String> storage() throws IOException {
    try (Stream<Path> files = Files.walk(storage)) {
      return files.map(Path::toString).sorted().toList();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"ARCHIVE", "LAYOUT", "DAEMON"})
  void aDryRunWritesNothingAndTellsWhatThePushDoes(Source source) throws IOException {
    String image = served.host() + "/" + repository() + ":1";
    if (source == Source.DAEMON) {
      engine.load(saved.archive(), saved.reference());
    }
    List<String> before = storage();

    JsonNode dry = push(image, source.location(), "--dry-run");

    assertEquals(before, storage());
    assertFalse(Files.exists(cache()));
    JsonNode real = push(image, source.location());
    assertEquals(Collections.nCopies(3, "would-upload"), results(dry));
    assertEquals(real.path("digest"), dry.path("digest"));
    assertEquals(real.path("uploadedBytes"), dry.path("wouldUploadBytes"));
    assertEquals(digests(real.path("layers")), digests(dry.path("layers")));
  }

  @ParameterizedTest
  @EnumSource
  void layersAreMountedFromAnotherRepository(Target target) {
    String host = target.registry().host();
    push(host + "/" + repository() + ":1", Source.ARCHIVE.location());
    String repository = repository();
    String image = host + "/" + repository + ":1";

    JsonNode planned = push(image, Source.ARCHIVE.location(), "--dry-run");
    JsonNode pushed = push(image, Source.ARCHIVE.location());

    assertEquals(Collections.nCopies(3, "would-mount"), results(planned));
    assertEquals(Collections.nCopies(3, "mounted"), results(pushed));
    assertEquals(0, pushed.path("uploadedBytes").asLong(-1));
    assertEquals(saved.id(), engine.pull(image));
  }

  @ParameterizedTest
  @CsvSource({
    "--from=nonsense:x, docker-archive:FILE",
    "--from=oci:, oci:",
    "--from=docker-daemon:APP, lower case",
    "--jobs=0, 64",
    "--jobs=65, 64",
    "--jobs=many, many",
    "--compression=bzip2, zstd",
    "--platform=/, platform",
    "--engine=podman, direct",
    "--engine=docker, --from",
  })
  void whatIsNotValidIsRefused(String option, String said) {
    String image = served.host() + "/invalid:1";
    boolean hasFrom = option.startsWith("--from");
    String from = hasFrom ? option : "--from=" + Source.ARCHIVE.location();

    berth().fails(2, "push", image, from, hasFrom ? "--jobs=1" : option).says(said);

    assertEquals(Optional.empty(), served.registry().digest("invalid", "1"));
  }

  @Test
  void anImageThatCannotBeReadIsTheUsersToMend() throws IOException {
    Path text = Files.writeString(folder.resolve("text.tar"), "no archive");
    Path cut = folder.resolve("cut.tar");
    byte[] whole = Files.readAllBytes(saved.archive());
    Files.write(cut, Arrays.copyOf(whole, whole.length / 2));
    for (String from :
        List.of(
            "docker-archive:" + folder.resolve("absent.tar"),
            "docker-archive:" + text,
            "docker-archive:" + cut,
            "oci:" + saved.ociFolder() + ":absent",
            "docker-daemon:berth-it/absent:1")) {
      berth().fails(6, "push", served.host() + "/unreadable:1", "--from", from);
    }
    assertEquals(Optional.empty(), served.registry().digest("unreadable", "1"));
  }
}
