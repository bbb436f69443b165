package dev.berth.gcp.gar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.spi.BerthException;
import dev.berth.spi.Check;
import dev.berth.spi.ErrorCode;
import dev.berth.testing.FlavorKit;
import dev.berth.testing.server.ConnectProxy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Google's API and its token service, which only a proxy reaches. */
class GarProxyTest {
  private static final String LOGIN = "proxy-user:canary-proxy-password";

  @TempDir Path folder;
  private LocalGoogle google;

  @BeforeEach
  void start() throws IOException {
    google = new LocalGoogle(folder).withKey();
  }

  @AfterEach
  void stop() {
    google.close();
  }

  private ConnectProxy proxyTo(String host) {
    return new ConnectProxy(host).requiring(LOGIN);
  }

  private void proxy(ConnectProxy proxy, String login) {
    google.properties.put("proxy", "http://%s@%s".formatted(login, proxy.host()));
  }

  @Test
  void theApiIsReachedThroughTheProxyWithItsLogin() {
    try (ConnectProxy proxy = proxyTo("127.0.0.1:" + google.api.port())) {
      google.properties.put("endpointOverride", "http://api.test:8443");
      google.properties.put("insecure", "true");
      proxy(proxy, LOGIN);
      assertEquals(Check.Status.PASS, google.check("repository").status());
      assertTrue(
          proxy.heads().get(0).startsWith("CONNECT api.test:8443 "), proxy.heads()::toString);
    }
  }

  @Test
  void theTokenServiceIsReachedThroughTheProxyWithItsLogin() {
    try (ConnectProxy proxy = proxyTo(google.web.host())) {
      google.kit.environment(
          "BERTH_SECRET_GCP_KEY", ServiceAccountKey.json("http://oauth2.test:8080/token"));
      proxy(proxy, LOGIN);
      google.registered().push();
      assertTrue(
          proxy.heads().get(0).startsWith("POST http://oauth2.test:8080/token "),
          proxy.heads()::toString);
    }
  }

  @Test
  void aProxyThatRefusesItsLoginIsTold() {
    try (ConnectProxy proxy = proxyTo("127.0.0.1:" + google.api.port())) {
      google.properties.put("endpointOverride", "http://api.test:8443");
      google.properties.put("insecure", "true");
      proxy(proxy, "proxy-user:canary-wrong");
      BerthException failure = google.registered().refused(ErrorCode.PREREQUISITE);
      assertTrue(failure.getMessage().contains("the proxy requires a login"), failure::getMessage);
    }
  }

  @Test
  void aProxyThatDoesNotConnectToTheTokenServiceIsTold() {
    try (ConnectProxy proxy = proxyTo(google.web.host())) {
      google.kit.environment(
          "BERTH_SECRET_GCP_KEY", ServiceAccountKey.json("https://oauth2.test/token"));
      proxy(proxy, LOGIN);
      proxy.refuse("403 Forbidden");
      BerthException failure = google.registered().refused(ErrorCode.PREREQUISITE);
      assertTrue(
          failure.getMessage().contains("does not connect to the server: 403"),
          failure::getMessage);
    }
  }

  @Test
  void aProxyThatIsSpokenToOverTlsIsRefused() {
    try (ConnectProxy proxy = proxyTo(google.web.host())) {
      google.properties.put("endpointOverride", "http://api.test:8443");
      google.properties.put("insecure", "true");
      google.properties.put("proxy", "https://" + proxy.host());
      Check.Result result = google.check("repository", FlavorKit.REGISTRY);
      assertTrue(result.message().contains("cannot speak TLS"), result::message);
      assertEquals(List.of(), proxy.heads());
    }
  }
}
