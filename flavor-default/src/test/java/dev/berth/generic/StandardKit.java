package dev.berth.generic;

import static dev.berth.push.fake.FakeServer.answer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.sun.net.httpserver.HttpExchange;
import dev.berth.BerthHome;
import dev.berth.CheckReport;
import dev.berth.PushOptions;
import dev.berth.Registries;
import dev.berth.push.PushEngine;
import dev.berth.push.PushListener;
import dev.berth.push.PushRequest;
import dev.berth.push.PushResult;
import dev.berth.push.distribution.HttpRegistryAccess;
import dev.berth.push.fake.FakeServer;
import dev.berth.reference.Digest;
import dev.berth.reference.ImageReference;
import dev.berth.spi.CheckResult;
import dev.berth.spi.CheckStatus;
import dev.berth.spi.Credentials;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One registry of a flavor, whose service is a server of this machine that takes a login and every
 * upload.
 */
final class StandardKit implements AutoCloseable {
  static final String TOKEN = "canary-token";

  final FakeServer server = new FakeServer();
  final Registries registries;
  final List<Credentials> logins = new ArrayList<>();

  StandardKit(Path folder, Map<String, String> environment) {
    this(folder, host -> environment);
  }

  /** The same with an environment that names the registry's host. */
  StandardKit(Path folder, Function<String, Map<String, String>> environment) {
    BerthHome home =
        BerthHome.find(folder.resolve("store"), Map.of(), folder, folder, Optional.empty());
    registries = new Registries(home, environment.apply(server.host()), HttpRegistryAccess::new);
    server.otherwise(this::registry);
  }

  /** What the registry answers to whoever is logged in with Basic authentication. */
  private void registry(HttpExchange exchange) throws java.io.IOException {
    boolean known = exchange.getRequestHeaders().containsKey("Authorization");
    String path = exchange.getRequestURI().getPath();
    if (!known) {
      answer(401, "", "WWW-Authenticate", "Basic realm=\"test\"").handle(exchange);
    } else if (exchange.getRequestMethod().equals("POST")) {
      answer(202, "", "Location", path + "1").handle(exchange);
    } else {
      answer(path.equals("/v2/") ? 200 : 404, "").handle(exchange);
    }
  }

  StandardKit register(String flavor, String... namesAndValues) {
    Map<String, JsonNode> properties = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      properties.put(namesAndValues[i], TextNode.valueOf(namesAndValues[i + 1]));
    }
    properties.putIfAbsent("uri", TextNode.valueOf(server.host()));
    registries.register("reg", flavor, properties);
    return this;
  }

  CheckReport check(String repository) {
    return registries.check(server.host() + "/" + repository, Optional.empty(), PushListener.NONE);
  }

  /** What one check of an image found, which must have come out so. */
  CheckResult expect(CheckStatus status, String check, String words) {
    CheckReport report = check("acme/app:1");
    CheckResult result =
        report.findings().stream()
            .filter(finding -> finding.check().equals(check))
            .findFirst()
            .orElseThrow()
            .result();
    assertEquals(status, result.status(), result::message);
    assertTrue(result.message().contains(words), result::message);
    assertFalse(report.toString().contains("canary"), report::toString);
    return result;
  }

  void push(String repository) {
    registries.push(
        ImageReference.parse(server.host() + "/" + repository),
        PushOptions.STANDARD,
        () -> new Recorder(logins),
        PushListener.NONE);
  }

  private record Recorder(List<Credentials> logins) implements PushEngine {
    @Override
    public String name() {
      return "recording";
    }

    @Override
    public PushResult push(PushRequest request, PushListener listener) {
      logins.add(request.credentials());
      return new PushResult(Digest.parse("sha256:" + "a".repeat(64)), List.of());
    }
  }

  @Override
  public void close() {
    registries.close();
    server.close();
  }
}
