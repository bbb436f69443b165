package dev.berth.push.direct;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.reference.Origin;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenServiceNoticeTest {
  @ParameterizedTest
  @CsvSource({
    "docker.io, https://auth.docker.io, true",
    "registry.gitlab.com, https://gitlab.com, true",
    "registry.acme.co.uk:5000, https://auth.acme.co.uk, true",
    "registry.acme.co.uk, https://evil.co.uk, false",
    "nvcr.io, https://authn.nvidia.com, true",
    "registry.example.com, https://tokens.example.net, false",
    "registry.example.com, https://example.com.evil.net, false",
    "10.0.0.1, https://10.0.0.1:8443, true",
    "10.0.0.1, https://10.0.0.2, false",
    "localhost:5000, http://127.0.0.1:5001, true",
    "acme, https://acme, true"
  })
  void anotherSiteIsToldApart(String registry, String service, boolean expected) {
    assertEquals(expected, TokenServiceNotice.isExpected(registry, Origin.parse(service)));
  }
}
