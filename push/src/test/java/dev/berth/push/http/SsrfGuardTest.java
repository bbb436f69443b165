package dev.berth.push.http;

import static dev.berth.testing.server.FakeServer.answer;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.berth.push.ConnectionSettings;
import dev.berth.push.ProxySettings;
import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import dev.berth.testing.server.FakeServer;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A name that a registry sends us to is judged by the addresses that it resolves to. */
class SsrfGuardTest {
  private static final String REGISTRY = "registry.example";
  private static final String OTHER = "other.example";
  private static final String SCOPE = "repository:team/app:pull,push";

  private final DnsResolver resolver = mock(DnsResolver.class);
  private final FakeServer server = new FakeServer();
  private final RegistryClient client =
      new RegistryClient(
          REGISTRY + ":" + URI.create("http://" + server.host()).getPort(),
          () -> Credentials.basic("user", "canary"),
          new ConnectionSettings(true, Optional.empty(), Optional.empty(), Optional.empty()),
          RetryPolicy.NONE,
          resolver);

  /** The server is on this machine, and after that the registry's name has a public address. */
  @BeforeEach
  void resolveTheRegistry() throws UnknownHostException {
    when(resolver.resolve(REGISTRY)).thenReturn(addresses("127.0.0.1"), addresses("203.0.113.1"));
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  private static InetAddress[] addresses(String... literals) throws UnknownHostException {
    InetAddress[] addresses = new InetAddress[literals.length];
    for (int i = 0; i < literals.length; i++) {
      addresses[i] = InetAddress.getByName(literals[i]);
    }
    return addresses;
  }

  private void requireRefused(Request request) {
    BerthException e = assertThrows(BerthException.class, () -> client.send(request, SCOPE));

    assertEquals(ErrorCode.REFUSED, e.code(), e::getMessage);
    assertTrue(e.getMessage().contains("refusing to connect to " + OTHER + " ("), e::getMessage);
    assertTrue(
        e.getMessage()
            .endsWith(
                "): registry " + REGISTRY + " may not redirect to a private or link-local address"),
        e::getMessage);
  }

  @ParameterizedTest
  @ValueSource(strings = {"169.254.169.254", "fd00:ec2::254", "64:ff9b::a9fe:a9fe", "10.0.0.1"})
  void aRedirectIsNotFollowed(String address) throws UnknownHostException {
    when(resolver.resolve(OTHER)).thenReturn(addresses(address));
    server.on("/v2/", answer(307, "", "Location", "https://" + OTHER + "/v2/"));

    requireRefused(Request.of("GET", "/v2/", "pushing"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"169.254.169.254", "fd00:ec2::254", "64:ff9b::a9fe:a9fe", "10.0.0.1"})
  void nothingIsSentToAnUploadLocation(String address) throws UnknownHostException {
    when(resolver.resolve(OTHER)).thenReturn(addresses(address));
    server.on("/v2/", answer(202, "", "Location", "https://" + OTHER + "/upload"));
    Response opened = client.send(Request.of("POST", "/v2/", "pushing"), SCOPE);

    requireRefused(
        Request.of("PUT", client.location(opened, "pushing"), "pushing")
            .sending(Body.of(new byte[1])));
  }

  @ParameterizedTest
  @ValueSource(strings = {"169.254.169.254", "fd00:ec2::254", "64:ff9b::a9fe:a9fe", "10.0.0.1"})
  void credentialsAreNotSentToATokenService(String address) throws UnknownHostException {
    when(resolver.resolve(OTHER)).thenReturn(addresses(address));
    String challenge = "Bearer realm=\"https://" + OTHER + "/token\"";
    server.on("/v2/", answer(401, "", "WWW-Authenticate", challenge));

    requireRefused(Request.of("GET", "/v2/", "pushing"));
  }

  @ParameterizedTest
  @CsvSource({
    "169.254.169.254, false",
    "fd00:ec2::254, false",
    "0.0.0.0, false",
    "192.168.1.1, true",
    "127.0.0.1, true",
    "fe80::1, true"
  })
  void theRegistrysOwnNameIsJudgedToo(String address, boolean allowed) throws UnknownHostException {
    var guard = new SsrfGuard(REGISTRY, resolver, ProxySettings.NONE);
    when(resolver.resolve(REGISTRY)).thenReturn(addresses(address));
    if (allowed) {
      assertArrayEquals(addresses(address), guard.resolve(REGISTRY));
    } else {
      assertThrows(SsrfGuard.Refused.class, () -> guard.resolve(REGISTRY));
    }
  }

  @Test
  void anAddressWhereNoRegistryIsIsLeftOut() throws UnknownHostException {
    var guard = new SsrfGuard(REGISTRY, resolver, ProxySettings.NONE);
    when(resolver.resolve(REGISTRY)).thenReturn(addresses("169.254.7.7", "192.168.1.1"));
    assertArrayEquals(addresses("192.168.1.1"), guard.resolve(REGISTRY));
  }

  @ParameterizedTest
  @CsvSource({
    // A registry in a private network may send us to others in such a network.
    "192.168.1.1, 10.0.0.1, true",
    "192.168.1.1, fd12::1, true",
    "fd12::1, 100.64.0.1, true",
    "192.168.1.1, 127.0.0.1, false",
    // A registry on this machine may also send us to this machine.
    "127.0.0.1, ::1, true",
    "::1, 192.168.1.1, true",
    // Neither may send us to a link-local address or a metadata service.
    "192.168.1.1, 169.254.169.254, false",
    "127.0.0.1, fe80::1, false",
    "127.0.0.1, fd00:ec2::254, false",
    "127.0.0.1, 100.100.100.200, false",
    "127.0.0.1, 64:ff9b::a9fe:a9fe, false",
    "127.0.0.1, 2002:a9fe:a9fe::1, false",
    "127.0.0.1, 0.0.0.0, false",
    // A public one may send us only to public addresses.
    "203.0.113.1, 203.0.113.2, true",
    "203.0.113.1, 64:ff9b::cb00:7102, true",
    "203.0.113.1, 64:ff9b::a00:1, false",
    "203.0.113.1, fd12::1, false",
    "203.0.113.1, ::1, false",
  })
  void aNameMayBeAsCloseAsTheRegistry(String registry, String other, boolean allowed)
      throws UnknownHostException {
    var guard = new SsrfGuard(REGISTRY, resolver, ProxySettings.NONE);
    when(resolver.resolve(REGISTRY)).thenReturn(addresses(registry));
    when(resolver.resolve(OTHER)).thenReturn(addresses(other));

    if (allowed) {
      assertArrayEquals(addresses(other), guard.resolve(OTHER));
    } else {
      assertThrows(SsrfGuard.Refused.class, () -> guard.resolve(OTHER));
    }
  }

  @Test
  void oneAddressOfSeveralIsEnoughToRefuseAName() throws UnknownHostException {
    var guard = new SsrfGuard("198.51.100.1", resolver, ProxySettings.NONE);
    when(resolver.resolve("198.51.100.1")).thenReturn(addresses("198.51.100.1"));
    when(resolver.resolve(OTHER)).thenReturn(addresses("203.0.113.2", "10.0.0.1"));

    assertThrows(SsrfGuard.Refused.class, () -> guard.resolve(OTHER));
  }
}
