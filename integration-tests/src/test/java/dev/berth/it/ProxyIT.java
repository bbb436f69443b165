package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.berth.it.kit.Berth;
import dev.berth.it.kit.Canary;
import dev.berth.it.kit.Engine;
import dev.berth.it.kit.Layout;
import dev.berth.it.kit.Registry;
import dev.berth.it.kit.Run;
import dev.berth.it.kit.Squid;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A registry that only a proxy can reach. */
class ProxyIT {
  @RegisterExtension static final Engine engine = new Engine();

  private static Squid squid;
  private static Registry registry;

  private final Berth berth;
  private final Layout image;
  private final String host;

  ProxyIT(@TempDir Path folder) {
    berth = Berth.inProject(folder);
    image = Layout.random(folder.resolve("image"), 2, 300_000);
    host = Squid.HOST + registry.host().substring(registry.host().indexOf(':'));
    berth.ok("cr", "register", "r", "--flavor", "default", "--uri", host, "--insecure");
  }

  @BeforeAll
  static void start() {
    squid = Squid.start();
    registry = engine.sharedRegistry();
  }

  @AfterAll
  static void stop() {
    squid.close();
  }

  private static Berth through(Berth berth, String password) {
    return berth.with("HTTP_PROXY", squid.url(password));
  }

  private String[] push(String repository) {
    return new String[] {"push", host + "/" + repository + ":1", "--from", image.location()};
  }

  @Test
  void isCheckedAndPushedTo() {
    Berth behind = through(berth, Canary.PASSWORD);
    behind.ok("cr", "check", host + "/proxied/app:1").prints("accepts uploads");
    Run pushed = behind.ok(push("proxied/app"));
    String digest = pushed.line().substring(pushed.line().indexOf('@') + 1);
    assertEquals(Optional.of(digest), registry.digest("proxied/app", "1"));

    berth.fails(8, push("proxied/direct")).says(Squid.HOST);
    assertEquals(Optional.empty(), registry.digest("proxied/direct", "1"));
  }

  @Test
  void verboseNamesTheProxyWithoutItsLogin() {
    Run run =
        through(berth, Canary.PASSWORD)
            .ok("push", "--verbose", host + "/proxied/told:1", "--from", image.location());
    run.says(squid.host(), "HTTP_PROXY");
    assertFalse(run.err().contains(Canary.USERNAME + ":"), run::err);
  }

  @Test
  void aProxyThatWantsAnotherLoginIsNamed() {
    through(berth, "wrong").fails(5, push("login")).says("proxy", squid.host());
    berth.with("HTTP_PROXY", "http://" + squid.host()).fails(5, push("login")).says("proxy");
  }

  @Test
  void aProxyThatRefusesAHostIsNamed() {
    berth.ok("cr", "register", "denied", "--flavor", "default", "--uri", Squid.DENIED);
    berth
        .with("HTTPS_PROXY", squid.url(Canary.PASSWORD))
        .fails(9, "push", Squid.DENIED + "/app:1", "--from", image.location())
        .says(squid.host());
  }

  @Test
  void theRegistrysOwnProxyReplacesTheEnvironments() {
    berth.given(Canary.PASSWORD).ok("secret", "set", "proxy", "--password-stdin");
    String proxy = "http://%s:{{proxy.password}}@%s".formatted(Canary.USERNAME, squid.host());
    berth.ok("cr", "update", "r", "--proxy", proxy);
    berth.with("HTTP_PROXY", "http://127.0.0.1:1").ok(push("proxied/own"));

    berth.ok("cr", "update", "r", "--proxy", "none");
    through(berth, Canary.PASSWORD).fails(8, push("none")).says(Squid.HOST);
  }

  @Test
  void noProxyNamesHostsThatAreReachedDirectly() {
    through(berth, Canary.PASSWORD)
        .with("NO_PROXY", Squid.HOST)
        .fails(8, push("proxied/direct"))
        .says(Squid.HOST);
  }

  @Test
  void aDeadProxyIsNamed() {
    try (Squid dying = Squid.start()) {
      dying.close();
      berth
          .with("HTTP_PROXY", "http://" + dying.host())
          .fails(8, push("dead"))
          .says("proxy", dying.host());
    }
  }
}
