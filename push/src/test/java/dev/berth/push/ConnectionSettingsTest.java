package dev.berth.push;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.reference.Origin;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionSettingsTest {
  @ParameterizedTest
  @CsvSource({
    "docker.io, https://registry-1.docker.io",
    "ghcr.io, https://ghcr.io",
    "ghcr.io:8443, https://ghcr.io:8443",
    "localhost:5000, http://localhost:5000",
    "127.8.0.1, http://127.8.0.1",
    "[::1]:5000, http://[::1]:5000",
    "127.0.0.1.evil.example, https://127.0.0.1.evil.example",
    "10.0.0.1:5000, https://10.0.0.1:5000",
  })
  void speaksPlainHttpOnThisMachineOnly(String host, String origin) {
    assertEquals(origin, ConnectionSettings.DEFAULTS.originOf(host).toString());
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.example, https://b.example, true",
    "https://a.example, http://a.example, false",
    "https://a.example, http://127.0.0.1, false",
    "https://127.0.0.1, http://127.0.0.1, false",
    "http://127.0.0.1:1, http://127.0.0.1:2, true",
    "http://127.0.0.1, https://a.example, true",
    "http://127.0.0.1, http://a.example, false",
  })
  void neverLeadsOutOfTls(URI from, URI to, boolean may) {
    assertEquals(may, Origin.of(from).mayLeadTo(Origin.of(to)));
  }
}
