package dev.berth.generic;

import static dev.berth.testing.server.FakeServer.answer;

import com.sun.net.httpserver.HttpExchange;
import dev.berth.testing.FlavorKit;
import dev.berth.testing.server.FakeServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A registry's service on this machine, which takes a login with Basic authentication and every
 * upload, and a kit that pushes {@code acme/app:1} to it.
 */
final class LocalService implements AutoCloseable {
  static final String TOKEN = "canary-token";

  final FakeServer server = new FakeServer();
  final FlavorKit kit;

  LocalService(Path folder) {
    kit = new FlavorKit(folder).target(image("acme/app:1"));
    server.otherwise(LocalService::registry);
  }

  /** The response of the registry to requests with a valid login. */
  static void registry(HttpExchange exchange) throws IOException {
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

  String image(String rest) {
    return server.host() + "/" + rest;
  }

  /** Registers the service. */
  LocalService register(String flavor, String... namesAndValues) {
    Map<String, String> properties = new LinkedHashMap<>(Map.of("uri", server.host()));
    for (int i = 0; i < namesAndValues.length; i += 2) {
      properties.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    kit.register(flavor, properties);
    return this;
  }

  /** Whether no request had a login. */
  boolean sawNoLogin() {
    return server.requests().stream()
        .noneMatch(request -> request.header("Authorization").isPresent());
  }

  @Override
  public void close() {
    kit.close();
    server.close();
  }
}
