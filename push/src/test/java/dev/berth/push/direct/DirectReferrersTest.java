package dev.berth.push.direct;

import static dev.berth.testing.server.FakeServer.answer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.push.PushListener;
import dev.berth.push.fake.SampleLayout;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.testing.server.MemoryRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Manifests with a subject, at registries that do not list the referrers of a manifest. */
class DirectReferrersTest {
  private static final String EMPTY = "application/vnd.oci.empty.v1+json";

  @TempDir private Path folder;
  private final MemoryRegistry registry = new MemoryRegistry();
  private final SampleLayout subjects = new SampleLayout(Path.of("unused"));
  private final String subject =
      subjects.document("application/vnd.oci.image.manifest.v1+json", "x");
  private final String tag = SampleLayout.digest(subject).replace(':', '-');

  @AfterEach
  void close() {
    registry.close();
  }

  private DirectEngineKit kit() {
    return new DirectEngineKit(registry, folder);
  }

  /** A signature as a layout. */
  private SampleLayout signatures(String name, List<String> descriptors) {
    SampleLayout layout = new SampleLayout(folder.resolve(name));
    String empty = layout.blob(EMPTY, "{}".getBytes(UTF_8));
    String more =
        ",\"artifactType\":\"application/x.sig\",\"annotations\":{\"n\":\"%s\"},\"subject\":%s"
            .formatted(name, subject);
    descriptors.add(layout.manifestWith(more, empty));
    return layout;
  }

  private List<JsonNode> listed() throws IOException {
    List<JsonNode> listed = new ArrayList<>();
    byte[] index = registry.manifest("team/app", tag).orElseThrow();
    new ObjectMapper().readTree(index).path("manifests").forEach(listed::add);
    return listed;
  }

  @Test
  void areListedAtTheTagOfTheirSubject() throws IOException {
    List<String> sent = new ArrayList<>();
    SampleLayout layout = signatures("one", sent);
    try (DirectEngineKit kit = kit()) {
      kit.push(layout.location(sent.get(0)), "team/app:sig");
      kit.push(layout.location(sent.get(0)), "team/app:sig");
    }
    JsonNode entry = listed().get(0);
    assertEquals(1, listed().size());
    assertEquals(SampleLayout.digest(sent.get(0)), entry.path("digest").asText());
    assertEquals("application/x.sig", entry.path("artifactType").asText());
    assertEquals("one", entry.path("annotations").path("n").asText());
    assertEquals(layout.content(sent.get(0)).length, entry.path("size").asInt());
  }

  @Test
  void areNotListedWhereTheRegistryDoesSo() {
    List<String> sent = new ArrayList<>();
    SampleLayout layout = signatures("one", sent);
    registry.refuse(
        exchange ->
            exchange.getRequestMethod().equals("PUT")
                && isManifest(exchange.getRequestURI().getPath()),
        exchange -> {
          exchange.getResponseHeaders().add("OCI-Subject", SampleLayout.digest(subject));
          registry.respond(exchange);
        });
    try (DirectEngineKit kit = kit()) {
      kit.push(layout.location(sent.get(0)), "team/app:sig");
    }
    assertTrue(registry.manifest("team/app", tag).isEmpty());
  }

  private static boolean isManifest(String path) {
    return path.contains("/manifests/");
  }

  @Test
  void areAllListedWhenManyAreSentAtOnce() throws IOException {
    List<String> sent = new ArrayList<>();
    List<SampleLayout> layouts =
        IntStream.range(0, 8).mapToObj(i -> signatures("s" + i, sent)).toList();
    try (DirectEngineKit kit = kit()) {
      var engine = kit.engine();
      List<CompletableFuture<?>> pushes = new ArrayList<>();
      for (int i = 0; i < layouts.size(); i++) {
        var request = kit.request(layouts.get(i).location(sent.get(i)), "team/app:s" + i);
        pushes.add(CompletableFuture.runAsync(() -> engine.push(request, PushListener.NONE)));
      }
      pushes.forEach(CompletableFuture::join);
    }
    assertEquals(8, listed().size());
  }

  @Test
  void areListedAgainWhenAnotherClientOverwritesTheIndex() throws IOException {
    List<String> sent = new ArrayList<>();
    SampleLayout layout = signatures("one", sent);
    String other =
        "{\"schemaVersion\":2,\"manifests\":[{\"digest\":\"sha256:%s\"}]}"
            .formatted("0".repeat(64));
    AtomicInteger overwritten = new AtomicInteger();
    registry.refuse(
        exchange ->
            exchange.getRequestMethod().equals("PUT")
                && exchange.getRequestURI().getPath().endsWith(tag),
        exchange -> {
          registry.respond(exchange);
          if (overwritten.getAndIncrement() < 2) {
            registry.putManifest("team/app", tag, other.getBytes(UTF_8));
          }
        });
    try (DirectEngineKit kit = kit()) {
      kit.push(layout.location(sent.get(0)), "team/app:sig");
    }
    assertEquals(2, listed().size());
    assertEquals(3, overwritten.get());
  }

  @Test
  void aTagThatIsSomethingElseIsNotOverwritten() {
    List<String> sent = new ArrayList<>();
    SampleLayout layout = signatures("one", sent);
    byte[] other = "{\"layers\":[]}".getBytes(UTF_8);
    registry.putManifest("team/app", tag, other);
    try (DirectEngineKit kit = kit()) {
      BerthException e =
          assertThrows(
              BerthException.class, () -> kit.push(layout.location(sent.get(0)), "team/app:sig"));
      assertEquals(ErrorCode.REFUSED, e.code());
      assertTrue(e.getMessage().contains(tag), e::getMessage);
    }
    assertEquals("{\"layers\":[]}", new String(registry.manifest("team/app", tag).get(), UTF_8));
  }

  @Test
  void aDryRunListsNothing() {
    List<String> sent = new ArrayList<>();
    SampleLayout layout = signatures("one", sent);
    try (DirectEngineKit kit = kit()) {
      kit.dryRun(true).push(layout.location(sent.get(0)), "team/app:sig");
    }
    assertFalse(registry.requests().stream().anyMatch(it -> it.startsWith("PUT")));
  }

  @Test
  void aRegistryThatDeniesTheTagIsTold() {
    List<String> sent = new ArrayList<>();
    SampleLayout layout = signatures("one", sent);
    registry.fail(1, "PUT", "/manifests/" + tag, answer(403, ""));
    try (DirectEngineKit kit = kit()) {
      kit.push(layout.location(sent.get(0)), "team/app:sig");
      String warning = kit.listener().warnings().get(0);
      assertTrue(warning.contains("was pushed"), warning);
      assertTrue(warning.contains("referrers at"), warning);
    }
  }
}
