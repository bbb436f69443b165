package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.it.kit.Berth;
import dev.berth.it.kit.Canary;
import dev.berth.it.kit.Certificates;
import dev.berth.it.kit.Engine;
import dev.berth.it.kit.Layout;
import dev.berth.it.kit.Proxy;
import dev.berth.it.kit.Registry;
import dev.berth.it.kit.TokenService;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the direct engine logs in. */
class DirectLoginIT {
  private static final int LAYERS = 6;
  private static final int SIZE = 500_000;

  @RegisterExtension static final Engine engine = new Engine();
  private static Registry basic;
  private static TokenService tokens;
  private static Registry bearer;
  private static Proxy proxy;
  private static Layout image;

  private static Layout uncompressed;
  // A project in which all of them are registered with the right login.
  private static Berth project;

  // The command with a cache of its own, so that nothing is mounted.
  private final Berth berth;

  DirectLoginIT(@TempDir Path cache) {
    berth = project.with("XDG_CACHE_HOME", cache.toString());
  }

  @BeforeAll
  static void startRegistries(@TempDir Path folder) {
    image = Layout.random(folder.resolve("image"), LAYERS, SIZE);
    uncompressed = Layout.randomUncompressed(folder.resolve("uncompressed"), LAYERS, SIZE);
    basic = engine.sharedProtectedRegistry();
    tokens = new TokenService(Certificates.in(folder));
    bearer = engine.startRegistry(tokens);
    proxy = Proxy.to(bearer.host());
    project = Berth.inProject(folder);
    register("basic", basic.host());
    register("bearer", bearer.host());
    register("proxy", proxy.host());
  }

  private static void register(String name, String host) {
    var line = List.of("cr", "register", name, "--flavor", "default", "--uri", host);
    var all = new ArrayList<>(line);
    all.addAll(List.of("--authentication-secret", "canary"));
    project.ok(all.toArray(String[]::new));
  }

  @AfterAll
  static void stop() {
    proxy.close();
    tokens.close();
  }

  private static String[] push(Layout from, String host, String repository, String... more) {
    var line = new ArrayList<>(List.of("push", host + "/" + repository + ":1"));
    line.addAll(List.of("--from", from.location()));
    line.addAll(List.of(more));
    return line.toArray(String[]::new);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aLoginIsSentWhereItIsAskedFor(boolean withTokens) {
    String host = (withTokens ? bearer : basic).host();

    String pushed = berth.ok(push(image, host, "right")).line();

    assertEquals(host + "/right@" + image.descriptor().path("digest").asText(), pushed);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aWrongLoginIsRefused(boolean withTokens) {
    String host = (withTokens ? bearer : basic).host();

    berth
        .with("BERTH_SECRET_CANARY_PASSWORD", Canary.PASSWORD + "?")
        .fails(5, push(image, host, "wrong", "--verbose"))
        .says(host, "401");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aMissingLoginIsToldSo(boolean withTokens, @TempDir Path folder) {
    String host = (withTokens ? bearer : basic).host();

    Berth.inProject(folder)
        .registered("anonymous", host)
        .fails(5, push(image, host, "anonymous"))
        .says(host, "no credentials");

    assertEquals(Optional.empty(), basic.digest("anonymous", "1"));
  }

  @Test
  void oneTokenDoesForAPushOfManyLayers() {
    tokens.reset();

    berth.ok(push(image, bearer.host(), "team/app"));

    assertEquals(List.of("repository:team/app:pull,push"), tokens.scopes());
  }

  @ParameterizedTest
  @CsvSource({"1, true", "300, true", "300, false"})
  void aTokenThatEndsInTheMiddleOfAPushIsFetchedAnew(int secondsToTheClient, boolean compressed) {
    tokens.reset().endFirstSoon(Duration.ofSeconds(secondsToTheClient));
    proxy.holdAfter(SIZE);
    String repository = "ends-after-" + secondsToTheClient + (compressed ? "" : "-uncompressed");
    Layout from = compressed ? image : uncompressed;

    var started = berth.start(push(from, proxy.host(), repository, "--output", "json"));
    proxy.awaitHeld();
    tokens.awaitEnd();
    proxy.release();
    JsonNode pushed = started.ends(0).json();

    assertEquals(LAYERS, pushed.path("layers").size());
    assertEquals(Set.of("repository:" + repository + ":pull,push"), Set.copyOf(tokens.scopes()));
    assertTrue(tokens.scopes().size() >= 2, () -> tokens.scopes().toString());
  }
}
