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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  /** The distribution's Java sends logins in tunnels, which the clouds' SDKs use. */
  @ParameterizedTest
  @CsvSource({
    "aws,123456789012.dkr.ecr.eu-central-1.amazonaws.com",
    "azure,acmeteam.azurecr.io",
    "gcp,europe-west3-docker.pkg.dev/acme/images"
  })
  void theCloudsSdksLogInToTheProxy(String flavor, String uri, @TempDir Path folder)
      throws IOException {
    berth.ok("cr", "register", "cloud", "--flavor", flavor, "--uri", uri);

    cloud(Canary.PASSWORD, folder)
        .fails(10, "cr", "check", "cloud")
        .prints("the proxy does not connect to the server: 403");
    Run wrong = cloud("wrong", folder).fails(10, "cr", "check", "cloud");
    wrong.prints("the proxy requires a login, or refuses it: 407");
    assertFalse(wrong.out().contains("wrong"), wrong::out);
  }

  private Berth cloud(String proxyPassword, Path folder) throws IOException {
    Path google =
        Files.writeString(
            folder.resolve("google.json"),
            """
            {"type": "authorized_user", "client_id": "1",
             "client_secret": "%1$s", "refresh_token": "%1$s"}
            """
                .formatted(Canary.PASSWORD));
    return berth
        .with("HTTPS_PROXY", squid.url(proxyPassword))
        .with("AWS_ACCESS_KEY_ID", "AKIDCANARY")
        .with("AWS_SECRET_ACCESS_KEY", Canary.PASSWORD)
        .with("AZURE_TOKEN_CREDENTIALS", "EnvironmentCredential")
        .with("AZURE_TENANT_ID", "11111111-1111-1111-1111-111111111111")
        .with("AZURE_CLIENT_ID", "33333333-3333-3333-3333-333333333333")
        .with("AZURE_CLIENT_SECRET", Canary.PASSWORD)
        .with("GOOGLE_APPLICATION_CREDENTIALS", google.toString())
        .asProcess();
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
