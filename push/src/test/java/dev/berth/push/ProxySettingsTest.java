package dev.berth.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.reference.Origin;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxySettingsTest {
  private static final String PROXY = "http://proxy.example:3128";

  private static String chosen(Map<String, String> environment, String server) {
    return chosen(Optional.empty(), environment, server);
  }

  private static String chosen(
      Optional<String> property, Map<String, String> environment, String server) {
    return new ProxySettings(property, environment)
        .proxyFor(Origin.parse(server))
        .map(ProxySettings.Choice::toString)
        .orElse("none");
  }

  @ParameterizedTest
  @CsvSource({
    "example.com,            https://example.com,        true",
    "example.com,            https://a.b.example.com,    true",
    "example.com,            https://notexample.com,     false",
    ".example.com,           https://a.example.com,      true",
    ".example.com,           https://example.com,        false",
    "*.example.com,          https://a.example.com,      true",
    "*.example.com,          https://example.com,        false",
    "EXAMPLE.com,            https://example.COM,        true",
    "example.com.,           https://example.com,        true",
    "example.com:8443,       https://example.com:8443,   true",
    "example.com:8443,       https://example.com,        false",
    "example.com:443,        https://example.com,        true",
    "example.com:80,         http://example.com,         true",
    "192.0.2.7,              https://192.0.2.7:5000,     true",
    "192.0.2.7:5000,         https://192.0.2.7:5000,     true",
    "192.0.2.7:5001,         https://192.0.2.7:5000,     false",
    "192.0.2.0/24,           https://192.0.2.200,        true",
    "192.0.2.0/25,           https://192.0.2.200,        false",
    "192.0.2.0/24,           https://192.0.2.example,    false",
    "0.0.0.0/0,              https://198.51.100.1,       true",
    "192.0.2.0/99,           https://192.0.2.1,          false",
    "2001:db8::/32,          'https://[2001:db8::1]',    true",
    "2001:db8::/32,          'https://[2001:db9::1]',    false",
    "2001:db8::1,            'https://[2001:db8:0::1]',  true",
    "[2001:db8::1],          'https://[2001:db8::1]',    true",
    "[2001:db8::1]:5000,     'https://[2001:db8::1]:5000', true",
    "[2001:db8::1]:5000,     'https://[2001:db8::1]',    false",
    "*,                      https://example.com,        true",
    "'a.example, b.example', https://b.example,          true",
    "'a.example b.example',  https://b.example,          true",
    "' , ,.',                https://example.com,        false",
    "com,                    https://example.com,        true",
  })
  void noProxyHasTheMeaningOfCurlAndGo(String list, String server, boolean direct) {
    String choice =
        chosen(Map.of("HTTPS_PROXY", PROXY, "HTTP_PROXY", PROXY, "NO_PROXY", list), server);

    assertEquals(direct, choice.equals("none"), choice);
  }

  @ParameterizedTest
  @CsvSource({
    "https://localhost:5000",
    "http://localhost",
    "https://127.0.0.1",
    "https://127.9.9.9:1",
    "'https://[::1]:5000'",
  })
  void thisMachineIsReachedDirectly(String server) {
    assertEquals("none", chosen(Map.of("ALL_PROXY", PROXY), server));
    assertEquals("none", chosen(Optional.of(PROXY), Map.of(), server));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HTTPS_PROXY=http://p:1 | https://r.example | http://p:1 (HTTPS_PROXY)",
        "https_proxy=http://p:1 | https://r.example | http://p:1 (https_proxy)",
        "https_proxy=http://p:1 HTTPS_PROXY=http://q:2 | https://r.example | http://p:1 (https_proxy)",
        "https_proxy= HTTPS_PROXY=http://q:2 | https://r.example | http://q:2 (HTTPS_PROXY)",
        "HTTPS_PROXY=http://p:1 | http://r.example | none",
        "HTTP_PROXY=http://p:1 | http://r.example | http://p:1 (HTTP_PROXY)",
        "HTTP_PROXY=http://p:1 | https://r.example | none",
        "HTTP_PROXY=http://p:1 REQUEST_METHOD=GET | http://r.example | none",
        "http_proxy=http://p:1 REQUEST_METHOD=GET | http://r.example | http://p:1 (http_proxy)",
        "ALL_PROXY=http://p:1 | https://r.example | http://p:1 (ALL_PROXY)",
        "ALL_PROXY=http://p:1 HTTPS_PROXY=http://q:2 | https://r.example | http://q:2 (HTTPS_PROXY)",
        "HTTPS_PROXY=p:3128 | https://r.example | http://p:3128 (HTTPS_PROXY)",
        "HTTPS_PROXY=p | https://r.example | http://p (HTTPS_PROXY)",
        "HTTPS_PROXY=https://p | https://r.example | https://p (HTTPS_PROXY)",
        "HTTPS_PROXY=http://u:a@b/c#d@p:1/ | https://r.example | http://p:1 (HTTPS_PROXY)",
        "HTTPS_PROXY=http://[2001:db8::1]:1 | https://r.example | http://[2001:db8::1]:1 (HTTPS_PROXY)",
      })
  void theVariableForTheSchemeIsChosen(String variables, String server, String expected) {
    var environment = new HashMap<String, String>();
    for (String variable : variables.split(" ", -1)) {
      int equals = variable.indexOf('=');
      environment.put(variable.substring(0, equals), variable.substring(equals + 1));
    }

    assertEquals(expected, chosen(environment, server));
  }

  @Test
  void aRegistrysPropertyReplacesTheEnvironment() {
    var environment = Map.of("HTTPS_PROXY", "http://env:1", "NO_PROXY", "r.example");

    assertEquals(
        "http://own:2 (the property proxy)",
        chosen(Optional.of("http://own:2"), environment, "https://r.example"));
    assertEquals("none", chosen(Optional.of("none"), environment, "https://other.example"));
  }

  @Test
  void whatIsUsedAndWhatIsIgnoredIsTold() {
    var server = Origin.parse("https://r.example");
    var set = new ProxySettings(Optional.empty(), Map.of("HTTPS_PROXY", "http://u:canary@p:1"));
    assertEquals(
        Optional.of("r.example is reached through the proxy http://p:1 (HTTPS_PROXY)"),
        set.explanation(server));
    assertFalse((set + " " + set.proxyFor(server)).contains("canary"));

    var listed =
        new ProxySettings(Optional.empty(), Map.of("HTTPS_PROXY", PROXY, "NO_PROXY", "r.example"));
    assertEquals(
        Optional.of("r.example is reached directly, since NO_PROXY has r.example"),
        listed.explanation(server));
    assertEquals(Optional.empty(), ProxySettings.NONE.explanation(server));

    var property = new ProxySettings(Optional.of(PROXY), Map.of());
    assertTrue(property.ignored(Origin.parse("http://localhost:5000")).isPresent());
    assertEquals(Optional.empty(), property.ignored(server));
    var cgi =
        new ProxySettings(Optional.empty(), Map.of("HTTP_PROXY", PROXY, "REQUEST_METHOD", "GET"));
    assertTrue(cgi.ignored(Origin.parse("http://r.example")).isPresent());
  }

  @Test
  void aHostOfNoProxyIsNoProxy() {
    var settings =
        new ProxySettings(
            Optional.empty(),
            Map.of("HTTP_PROXY", "http://proxy.example:3128", "NO_PROXY", "169.254.169.254"));
    assertTrue(settings.isProxy("proxy.example", 3128));
    assertFalse(settings.isProxy("169.254.169.254", 80));
  }
}
