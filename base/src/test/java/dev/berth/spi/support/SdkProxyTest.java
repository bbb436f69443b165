package dev.berth.spi.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.reference.Origin;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.ProxyServer;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ResourceLock(Resources.SYSTEM_PROPERTIES)
class SdkProxyTest {
  private static final String PROPERTY = "jdk.http.auth.tunneling.disabledSchemes";

  private final String before = System.getProperty(PROPERTY, "");

  @BeforeEach
  @AfterEach
  void reset() {
    System.setProperty(PROPERTY, before);
  }

  private static SdkProxy through(String url) {
    return new SdkProxy("The SDK", server -> Optional.of(ProxyServer.parse(url)));
  }

  private static BerthException refused(String proxy, String server) {
    return assertThrows(
        BerthException.class, () -> through(proxy).findForJava(Origin.parse(server)));
  }

  @Test
  void aLoginThatJavaWouldNotSendIsRefusedWithTheOptionThatAllowsIt() {
    System.clearProperty(PROPERTY);
    BerthException failure = refused("http://user:canary@proxy.test:3128", "https://api.test");
    assertEquals(ErrorCode.INVALID, failure.code());
    assertTrue(failure.getMessage().contains("http://proxy.test:3128"), failure::getMessage);
    assertEquals("start Java with -D" + PROPERTY + "=", failure.hints().get(0));
  }

  @Test
  void plainHttpNeedsNoTunnel() {
    System.clearProperty(PROPERTY);
    Origin server = Origin.parse("http://api.test");
    assertTrue(through("http://user:canary@proxy.test").findForJava(server).isPresent());
  }

  @Test
  void aProxyOverTlsIsRefused() {
    assertEquals(ErrorCode.INVALID, refused("https://proxy.test", "https://api.test").code());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254",
        "http://169.254.170.2",
        "http://[fd00:ec2::254]",
        "http://metadata.google.internal"
      })
  void metadataServicesAreReachedDirectly(String server) {
    assertEquals(Optional.empty(), through("https://proxy.test").find(Origin.parse(server)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Unable to tunnel through proxy. Proxy returns \"HTTP/1.1 407 Login\" | CREDENTIALS",
        "Unable to tunnel through proxy. Proxy returns \"HTTP/1.0 403 Forbidden\" | REFUSED",
        "Tunnel failed, got: 503 | TRANSIENT",
        "too many authentication attempts. Limit: 3 | CREDENTIALS",
        "http, basic, localhost/127.0.0.1:3128 => api.test:443, status: 407 Login | CREDENTIALS",
        "http, none, /127.0.0.1:3128 => api.test/<unresolved>:443, status: 403 No | REFUSED"
      })
  void aRefusalIsFoundInWhatClientsThrow(String message, ErrorCode code) {
    var thrown = new IllegalStateException("wrapped", new IOException(message));
    assertEquals(code, SdkProxy.refusal("asking", thrown).orElseThrow().code());
  }

  @Test
  void otherFailuresAreNoRefusals() {
    assertEquals(Optional.empty(), SdkProxy.refusal("asking", new IOException("reset")));
  }
}
