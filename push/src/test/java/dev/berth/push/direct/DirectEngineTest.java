package dev.berth.push.direct;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.push.PushListener;
import dev.berth.push.PushRequest;
import dev.berth.push.PushResult;
import dev.berth.push.PushResult.Layer;
import dev.berth.push.PushResult.Outcome;
import dev.berth.push.compress.Compression;
import dev.berth.push.fake.SampleImage;
import dev.berth.push.image.ImageForm;
import dev.berth.reference.Digest;
import dev.berth.reference.Digests;
import dev.berth.reference.ImageReference;
import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.PushPlan;
import dev.berth.testing.server.MemoryRegistry;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectEngineTest {
  @TempDir private Path folder;
  private final MemoryRegistry registry = new MemoryRegistry();
  private DirectEngineKit kit;
  private SampleImage image;

  @BeforeEach
  void open() {
    kit = new DirectEngineKit(registry, folder);
    image = SampleImage.of(folder, 300_000, 20_000, 1000);
  }

  @AfterEach
  void close() {
    kit.close();
    registry.close();
  }

  private static List<Outcome> outcomes(PushResult result) {
    return result.layers().stream().map(Layer::outcome).toList();
  }

  private long count(String request) {
    return registry.requests().stream().filter(it -> it.startsWith(request)).count();
  }

  @Test
  void pushesALayoutByteForByte() {
    PushResult result = kit.push(image.layout(), "team/app:1");

    assertEquals(Digests.of(image.manifest()), result.digest());
    assertArrayEquals(image.manifest(), registry.manifest("team/app", "1").orElseThrow());
    for (byte[] layer : image.compressedLayers()) {
      assertArrayEquals(
          layer, registry.blob("team/app", Digests.of(layer).toString()).orElseThrow());
    }
    assertArrayEquals(
        image.config(),
        registry.blob("team/app", Digests.of(image.config()).toString()).orElseThrow());
    assertEquals(List.of(Outcome.UPLOADED, Outcome.UPLOADED, Outcome.UPLOADED), outcomes(result));
    assertEquals(
        image.compressedLayers().stream().mapToLong(it -> it.length).sum(),
        result.bytes(Outcome.UPLOADED));
  }

  @Test
  void writesTheTagLast() {
    kit.push(image.layout(), "team/app:1");

    List<String> requests = registry.requests();
    assertEquals("PUT /v2/team/app/manifests/1", requests.get(requests.size() - 1));
    assertEquals(1, count("PUT /v2/team/app/manifests/"));
  }

  @Test
  void compressesTheLayersOfAnArchive() throws Exception {
    PushResult result = kit.push(image.archive(), "team/app:1");

    List<Digest> diffIds = image.diffIds();
    for (int i = 0; i < diffIds.size(); i++) {
      Layer layer = result.layers().get(i);
      byte[] blob = registry.blob("team/app", layer.digest().toString()).orElseThrow();
      assertEquals(layer.size(), blob.length);
      byte[] tar = new GZIPInputStream(new ByteArrayInputStream(blob)).readAllBytes();
      assertEquals(diffIds.get(i), Digests.of(tar));
    }
    assertEquals(result.digest(), Digests.of(registry.manifest("team/app", "1").orElseThrow()));
  }

  @Test
  void asksOnceWhenThereIsNothingToDo() {
    kit.push(image.archive(), "team/app:1");
    int before = registry.requests().size();

    PushResult again = kit.renewed().push(image.archive(), "team/app:1");

    assertEquals(
        List.of("HEAD /v2/team/app/manifests/1"),
        registry.requests().subList(before, registry.requests().size()));
    assertEquals(List.of(Outcome.EXISTS, Outcome.EXISTS, Outcome.EXISTS), outcomes(again));
    assertEquals(0, again.bytes(Outcome.UPLOADED));
  }

  @Test
  void saysWhatItWillPushOnceItIsKnownWhatLayersCompressTo() {
    DirectEngine engine = kit.engine();
    PushRequest ofArchive = kit.request(image.archive(), "team/app:1");
    PushPlan planOfLayout = engine.plan(kit.request(image.layout(), "team/app:1"));
    Digest ofLayout = Digests.of(image.manifest());

    assertEquals(Optional.of(ofLayout), planOfLayout.digest());
    assertEquals(PushPlan.UNKNOWN, engine.plan(ofArchive));
    assertEquals(
        image.compressedLayers().stream().mapToLong(it -> it.length).max().orElseThrow(),
        planOfLayout.largestLayer());
    assertEquals(List.of(), registry.requests());

    Digest pushed = kit.push(image.archive(), "team/app:1").digest();
    assertEquals(Optional.of(pushed), engine.plan(ofArchive).digest());
  }

  @Test
  void sendsOnlyWhatIsMissing() {
    kit.push(image.layout(), "team/app:1");
    long before = registry.received();
    byte[] small = image.compressedLayers().get(2);
    registry.put("team/app", Digests.of(small).toString(), null);

    PushResult again = kit.renewed().push(image.layout(), "team/app:2");

    assertEquals(small.length, registry.received() - before);
    assertEquals(List.of(Outcome.EXISTS, Outcome.EXISTS, Outcome.UPLOADED), outcomes(again));
  }

  @Test
  void mountsWhatAnotherRepositoryHas() {
    kit.push(image.archive(), "team/app:1");
    long before = registry.received();

    PushResult again = kit.renewed().push(image.archive(), "team/other:1");

    assertEquals(List.of(Outcome.MOUNTED, Outcome.MOUNTED, Outcome.MOUNTED), outcomes(again));
    assertEquals(before, registry.received());
    assertTrue(registry.manifest("team/other", "1").isPresent());
  }

  @Test
  void uploadsWhereTheCachesWordForAMountIsStale() {
    kit.push(image.layout(), "team/app:1");
    for (byte[] layer : image.compressedLayers()) {
      registry.put("team/app", Digests.of(layer).toString(), null);
    }

    PushResult again = kit.renewed().push(image.layout(), "team/other:1");

    assertEquals(List.of(Outcome.UPLOADED, Outcome.UPLOADED, Outcome.UPLOADED), outcomes(again));
  }

  @Test
  void aDamagedCacheCostsTimeOnly() throws Exception {
    PushResult first = kit.push(image.archive(), "team/app:1");
    try (var files = Files.walk(folder.resolve("cache"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.writeString(file, "sha256:" + "0".repeat(64) + "\n12\n13");
      }
    }

    PushResult again = kit.renewed().push(image.archive(), "team/app:2");

    assertEquals(first.digest(), again.digest());
  }

  @Test
  void saysWhatItWouldDoAndWritesNothing() throws Exception {
    byte[] first = image.compressedLayers().get(0);
    registry.put("team/app", Digests.of(first).toString(), first);

    PushResult plan = kit.dryRun(true).push(image.layout(), "team/app:1");

    assertEquals(
        List.of(Outcome.EXISTS, Outcome.WOULD_UPLOAD, Outcome.WOULD_UPLOAD), outcomes(plan));
    assertEquals(Digests.of(image.manifest()), plan.digest());
    assertTrue(plan.bytes(Outcome.WOULD_UPLOAD) > 0);
    assertEquals(
        List.of(), registry.requests().stream().filter(it -> !it.startsWith("HEAD")).toList());
    assertTrue(Files.notExists(folder.resolve("cache")));
  }

  @Test
  void aDryRunOfAnArchiveKnowsTheBytesThatAPushOfTheSameEngineThenSends() {
    PushResult plan = kit.dryRun(true).push(image.archive(), "team/app:1");
    PushResult done = kit.dryRun(false).push(image.archive(), "team/app:1");

    assertEquals(done.digest(), plan.digest());
    assertEquals(done.bytes(Outcome.UPLOADED), plan.bytes(Outcome.WOULD_UPLOAD));
  }

  @Test
  void compressesWithZstandardWhenAsked() {
    PushResult result =
        kit.with(ImageForm.DEFAULTS.compressed(Compression.ZSTD))
            .push(image.archive(), "team/app:1");

    String manifest =
        new String(
            registry.manifest("team/app", "1").orElseThrow(),
            java.nio.charset.StandardCharsets.UTF_8);
    assertTrue(manifest.contains("application/vnd.oci.image.layer.v1.tar+zstd"), manifest);
    assertEquals(
        (byte) 0x28,
        registry.blob("team/app", result.layers().get(0).digest().toString()).get()[0]);
  }

  @Test
  void uploadsABlobOnceHoweverManyPushesShareIt() {
    var source = image.layout();
    DirectEngine engine = kit.engine();
    List<CompletableFuture<PushResult>> pushes =
        IntStream.range(0, 10)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> engine.push(kit.request(source, "team/app:" + i), PushListener.NONE)))
            .toList();
    pushes.forEach(CompletableFuture::join);

    long content =
        image.compressedLayers().stream().mapToLong(it -> it.length).sum() + image.config().length;
    assertEquals(content, registry.received());
  }

  @Test
  void pushesByDigestOnlyWhatHasIt() {
    String digest = Digests.of(image.manifest()).toString();
    kit.push(image.layout(), "team/app@" + digest);
    assertTrue(registry.manifest("team/app", digest).isPresent());

    BerthException e =
        assertThrows(
            BerthException.class,
            () -> kit.push(image.layout(), "team/app@sha256:" + "0".repeat(64)));
    assertEquals(ErrorCode.INVALID, e.code());
  }

  @Test
  void tellsOfProgressAndOutcomeOfEachLayer() {
    kit.push(image.layout(), "team/app:1");

    for (byte[] layer : image.compressedLayers()) {
      String name = Digests.of(layer).hex().substring(0, 12);
      assertTrue(
          kit.listener().events().contains(name + " %d/%d".formatted(layer.length, layer.length)));
      assertTrue(kit.listener().events().contains(name + " UPLOADED"));
    }
  }

  @Test
  void withoutASourceItPushesTheEnginesImageOfTheSameName() {
    var asked = new ArrayList<String>();
    try (var engine =
        new DirectEngine(
            DirectEngine.Options.DEFAULTS,
            folder,
            name -> {
              asked.add(name);
              throw new BerthException(ErrorCode.IMAGE, "no such image");
            })) {
      var request =
          new PushRequest(ImageReference.parse("r.example/app:1"), Credentials.anonymous());

      assertThrows(BerthException.class, () -> engine.push(request, PushListener.NONE));
      assertThrows(BerthException.class, () -> engine.plan(request));
    }
    assertEquals(List.of("r.example/app:1", "r.example/app:1"), asked);
  }
}
