package dev.berth.push.fake;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.berth.testing.server.FakeServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** What Docker's engine answers, on its wire, when an image is pushed. */
public final class FakeEngine implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final FakeServer server = new FakeServer();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final CountDownLatch pushing = new CountDownLatch(1);

  /** An engine without images. */
  public FakeEngine() {
    server.otherwise(FakeServer.answer(404, "{\"message\":\"No such image\"}"));
  }

  /** Gives the engine an image. */
  public FakeEngine withImage(String repository, String tag, String... diffIds) {
    String name = repository + ":" + tag;
    ObjectNode image = JSON.createObjectNode().put("Id", "sha256:" + "1".repeat(64));
    image.putObject("RootFS").putPOJO("Layers", List.of(diffIds));
    server.on("/images/" + name + "/json", FakeServer.answer(200, image.toString()));
    return withNames(name);
  }

  /** Lets the engine list these names, and one image without a name. */
  public FakeEngine withNames(String... names) {
    ObjectNode named = JSON.createObjectNode().putPOJO("RepoTags", List.of(names));
    ObjectNode nameless = JSON.createObjectNode().putPOJO("RepoTags", List.of("<none>:<none>"));
    ObjectNode tagless = JSON.createObjectNode().putNull("RepoTags");
    String images = List.of(nameless, tagless, named).toString();
    server.on("/images/json", FakeServer.answer(200, images));
    return this;
  }

  /** Lets a push of the repository answer these lines. */
  public FakeEngine pushes(String repository, String... lines) {
    server.on("/images/" + repository + "/push", exchange -> send(exchange, lines));
    return this;
  }

  /** Lets a push of the repository answer these lines and then be silent. */
  public FakeEngine fallsSilent(String repository, String... lines) {
    server.on(
        "/images/" + repository + "/push",
        exchange -> {
          send(exchange, lines);
          pushing.countDown();
          await(closed);
        });
    return this;
  }

  /** Waits until the engine has fallen silent. */
  public void awaitSilence() {
    await(pushing);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, String... lines) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    for (String line : lines) {
      exchange.getResponseBody().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
      exchange.getResponseBody().flush();
    }
  }

  /** A line about a layer. */
  public static String status(String id, String status) {
    return JSON.createObjectNode().put("id", id).put("status", status).toString();
  }

  /** A line about a layer's progress. */
  public static String progress(String id, long current, long total) {
    ObjectNode line = JSON.createObjectNode().put("id", id).put("status", "Pushing");
    line.putObject("progressDetail").put("current", current).put("total", total);
    return line.toString();
  }

  /** A line that tells of an error, as engines send it. */
  public static String error(String message) {
    ObjectNode line = JSON.createObjectNode().put("error", message);
    line.putObject("errorDetail").put("message", message);
    return line.toString();
  }

  /** The line that tells what was pushed. */
  public static String aux(String tag, String digest) {
    ObjectNode line = JSON.createObjectNode();
    line.putObject("aux").put("Tag", tag).put("Digest", digest).put("Size", 1);
    return line.toString();
  }

  /** The environment that leads to this engine. */
  public Map<String, String> environment() {
    return Map.of("DOCKER_HOST", "tcp://" + server.host());
  }

  /** What it was asked. */
  public List<FakeServer.Request> requests() {
    return server.requests();
  }

  /** The server underneath, for answers that no engine gives. */
  public FakeServer server() {
    return server;
  }

  @Override
  public void close() {
    closed.countDown();
    server.close();
  }
}
