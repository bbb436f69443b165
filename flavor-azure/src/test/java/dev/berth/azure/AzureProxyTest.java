package dev.berth.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.testing.FlavorKit;
import dev.berth.testing.server.ConnectProxy;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Microsoft Entra and a registry, which only a proxy reaches. */
class AzureProxyTest {
  private static final String LOGIN = "proxy-user:canary-proxy-password";
  // The certificate's name.
  private static final String HOST = "https://registry.example:8443";

  private final FakeAzure azure = FakeAzure.overTls();
  private final ConnectProxy proxy = new ConnectProxy(azure.host()).requiring(LOGIN);
  private final FlavorKit kit;

  AzureProxyTest(@TempDir Path folder) throws IOException, GeneralSecurityException {
    kit = AzureKit.withPrincipal(folder);
  }

  @AfterEach
  void close() {
    kit.close();
    proxy.close();
    azure.close();
  }

  private FlavorKit through(String url) {
    return AzureKit.register(
        kit, azure, "endpointOverride", HOST, "authorityHost", HOST, "proxy", url);
  }

  @Test
  void areReachedThroughTheProxyWithItsLogin() {
    through("http://%s@%s".formatted(LOGIN, proxy.host())).push();

    assertEquals(1, azure.requests("POST /oauth2/exchange").size());
    assertTrue(
        proxy.heads().stream().allMatch(head -> head.startsWith("CONNECT registry.example:8443 ")),
        proxy.heads()::toString);
  }

  @Test
  void aProxyThatRefusesItsLoginIsTold() {
    BerthException failure =
        through("http://proxy-user:canary-wrong@" + proxy.host()).refused(ErrorCode.PREREQUISITE);
    assertTrue(failure.getMessage().contains("the proxy requires a login"), failure::getMessage);
  }

  @Test
  void aProxyThatDoesNotConnectIsTold() {
    proxy.refuse("403 Forbidden\r\nContent-Length: 0");
    BerthException failure =
        through("http://%s@%s".formatted(LOGIN, proxy.host())).refused(ErrorCode.PREREQUISITE);
    assertTrue(
        failure.getMessage().contains("does not connect to the server: 403"), failure::getMessage);
  }

  @Test
  void aProxyThatIsSpokenToOverTlsIsRefused() {
    BerthException failure = through("https://" + proxy.host()).refused(ErrorCode.INVALID);
    assertTrue(failure.getMessage().contains("cannot speak TLS"), failure::getMessage);
    assertEquals(List.of(), proxy.heads());
  }
}
