package dev.berth.push.direct;

import static dev.berth.testing.server.FakeServer.answer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.push.ConnectionSettings;
import dev.berth.push.ProxySettings;
import dev.berth.push.distribution.HttpRegistryAccess;
import dev.berth.push.fake.SampleImage;
import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import dev.berth.testing.server.ConnectProxy;
import dev.berth.testing.server.MemoryRegistry;
import dev.berth.testing.server.TlsFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The registry has a name that only the proxy knows. */
class ProxiedPushTest {
  private static final String NAME = "registry.example";
  private static final String CANARY = "p@ss:w/rd%";
  private static final Path FILES = TlsFiles.once();

  @TempDir private Path folder;
  private final SSLContext tls = serverTls();
  private final MemoryRegistry registry = new MemoryRegistry(tls);
  private final ConnectProxy proxy = new ConnectProxy(registry.host());
  private DirectEngineKit kit;
  private SampleImage image;

  private static SSLContext serverTls() {
    try {
      return TlsFiles.serverContext(FILES);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void open() {
    kit = new DirectEngineKit(registry, folder).named(NAME);
    image = SampleImage.of(folder, 2_000_000);
  }

  @AfterEach
  void close() {
    kit.close();
    proxy.close();
    registry.close();
  }

  private static ConnectionSettings through(String url) {
    return settings(false, Map.of("https_proxy", url, "http_proxy", url));
  }

  private static ConnectionSettings settings(boolean insecure, Map<String, String> environment) {
    return new ConnectionSettings(
            insecure, Optional.of(FILES.resolve("ca.pem")), Optional.empty(), Optional.empty())
        .with(new ProxySettings(Optional.empty(), environment));
  }

  private BerthException failure(ErrorCode code) {
    BerthException e = assertThrows(BerthException.class, () -> kit.push(image.layout(), "a:1"));
    assertEquals(code, e.code(), e::getMessage);
    return e;
  }

  @Test
  void aTunnelLeadsToTheRegistry() {
    kit.with(through("http://" + proxy.host())).requirePushed(image);

    assertTrue(proxy.heads().get(0).startsWith("CONNECT registry.example:443 "));
    assertFalse(proxy.heads().get(0).contains("Proxy-Authorization"));
  }

  @Test
  void aProxyMaySpeakTlsItself() {
    try (var secure = new ConnectProxy(registry.host(), Optional.of(tls))) {
      kit.with(through("https://" + secure.host())).requirePushed(image);

      assertTrue(secure.heads().get(0).startsWith("CONNECT registry.example:443 "));
    }
  }

  @Test
  void aProxyOverTlsMustBeTrusted() throws IOException {
    try (var secure = new ConnectProxy(registry.host(), Optional.of(tls))) {
      kit.with(
          new ConnectionSettings(false, Optional.empty(), Optional.empty(), Optional.empty())
              .with(new ProxySettings(Optional.of("https://u:canary@" + secure.host()), Map.of())));

      BerthException e = failure(ErrorCode.REFUSED);
      assertTrue(
          e.getMessage().contains("the proxy https://" + secure.host() + " (the property proxy)"),
          e::getMessage);
      assertEquals(0, secure.heads().size());
    }
  }

  @Test
  void plainHttpIsSentToTheProxyWhole() {
    try (var plain = new MemoryRegistry();
        var forPlain = new ConnectProxy(plain.host());
        var plainKit = new DirectEngineKit(plain, folder)) {
      plainKit
          .named(NAME)
          .with(Credentials.basic("user", "pass"))
          .with(settings(true, Map.of("HTTP_PROXY", "http://bot:x@" + forPlain.host())))
          .requirePushed(image);

      String first = forPlain.heads().get(0);
      assertTrue(first.startsWith("HEAD http://registry.example/v2/team/app/"), first);
      assertTrue(first.contains("\r\nProxy-Authorization: Basic Ym90Ong=\r\n"), first);
    }
  }

  @Test
  void theProxysLoginIsForTheProxyAlone() {
    kit.with(through("http://bot:p%40ss%3Aw%2Frd%@" + proxy.host())).requirePushed(image);

    assertTrue(
        proxy.heads().stream()
            .allMatch(
                head ->
                    head.contains(
                        "\r\nProxy-Authorization: "
                            + Credentials.basic("bot", CANARY).basicAuthorization().orElseThrow()
                            + "\r\n")));
    assertTrue(
        registry.server().requests().stream()
            .allMatch(request -> request.header("Proxy-Authorization").isEmpty()));
  }

  @ParameterizedTest
  @CsvSource({
    "407 Proxy Authentication Required, CREDENTIALS",
    "403 Forbidden, REFUSED",
    "404 Not Found, REFUSED",
    "502 Bad Gateway, TRANSIENT",
    "503 Service Unavailable, TRANSIENT",
  })
  void aRefusalNamesTheProxyWithoutItsLogin(String status, ErrorCode code) {
    proxy.refuse(status + "\r\nContent-Length: 30000000");
    kit.with(through("http://bot:canary@" + proxy.host()));

    BerthException e = failure(code);

    assertTrue(
        e.getMessage().contains("the proxy http://" + proxy.host() + " (https_proxy)"),
        e::getMessage);
    assertTrue(e.getMessage().contains(status.substring(0, 3)), e::getMessage);
    assertFalse((e.getMessage() + e.hints()).contains("canary"));
    assertEquals(code == ErrorCode.TRANSIENT ? 5 : 1, proxy.heads().size());
  }

  @Test
  void aProxyThatCannotBeReachedIsNamed() {
    String dead = proxy.host();
    proxy.close();
    kit.with(through("http://bot:canary@" + dead));

    BerthException e = failure(ErrorCode.TRANSIENT);

    String told = "cannot reach the proxy http://" + dead + " (https_proxy) for registry.example: ";
    assertTrue(e.getMessage().contains(told), e::getMessage);
    assertFalse((e.getMessage() + e.hints()).contains("canary"));
  }

  @Test
  void aProxyThatIsNoHostIsNamed() {
    kit.with(through("http://proxy.invalid:3128"));

    BerthException e = failure(ErrorCode.TRANSIENT);
    assertTrue(e.getMessage().contains("cannot reach the proxy http://proxy.invalid:3128"));
    assertTrue(e.getMessage().contains("unknown host"), e::getMessage);
  }

  @Test
  void aProxyThatDiesInTheMiddleOfAnUploadIsTriedAgain() {
    proxy.die(2);
    kit.with(through("http://" + proxy.host())).requirePushed(image);
    assertTrue(proxy.heads().size() > 2);
  }

  @Test
  void aSocksProxyIsRefused() {
    kit.with(settings(false, Map.of("ALL_PROXY", "socks5://bot:canary@localhost:1080")));

    BerthException e = failure(ErrorCode.INVALID);
    assertTrue(e.getMessage().contains("SOCKS proxies are not supported"), e::getMessage);
    assertTrue(e.getMessage().contains("ALL_PROXY"), e::getMessage);
    assertFalse(e.getMessage().contains("canary"), e::getMessage);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://169.254.169.254/up",
        "https://10.0.0.1/up",
        "https://0xa9fea9fe/up",
        "https://2852039166/up",
        "https://[fd00:ec2::254]/up",
        "https://metadata.google.internal/up",
      })
  void aRegistryCannotSendTheProxyToAPrivateAddress(String location) {
    registry.fail(100, "POST", "/blobs/uploads/", answer(202, "", "Location", location));
    kit.with(through("http://" + proxy.host()));

    BerthException e = failure(ErrorCode.REFUSED);
    assertTrue(e.getMessage().contains("refusing to connect to "), e::getMessage);
    assertTrue(proxy.heads().stream().allMatch(head -> head.startsWith("CONNECT registry.ex")));
  }

  @Test
  void checksAndWebApisUseTheProxyToo() {
    try (var access =
        new HttpRegistryAccess(NAME, through("http://" + proxy.host()), Credentials::anonymous)) {
      assertEquals("pass", access.answers().status().value());
      access.http().get(URI.create("https://registry.example/v2/"), Map.of());
    }
    assertEquals(2, proxy.heads().size());
  }
}
