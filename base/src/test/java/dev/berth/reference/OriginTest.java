package dev.berth.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTest {
  @ParameterizedTest
  @CsvSource({
    "https://acr.internal.example, https, acr.internal.example, 443",
    "https://10.0.0.4:8443/, https, 10.0.0.4, 8443",
    "HTTP://LOCALHOST, http, localhost, 80",
    "http://[::1]:65535, http, [::1], 65535",
  })
  void anEndpointHasASchemeAHostAndAPort(String text, String scheme, String host, int port) {
    assertEquals(new Origin(scheme, host, port), Origin.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost:80",
        "ftp://localhost",
        "https://",
        "https://a b",
        "https://host/path",
        "https://host?a",
        "https://host#a",
        "https://user@host",
        "https://host:0",
        "https://host:70000",
      })
  void whatIsNoEndpointIsRefusedWithTheForm(String text) {
    var e = assertThrows(IllegalArgumentException.class, () -> Origin.parse(text));
    assertTrue(
        String.valueOf(e.getMessage()).startsWith("write http[s]://HOST[:PORT]"), e::toString);
  }
}
