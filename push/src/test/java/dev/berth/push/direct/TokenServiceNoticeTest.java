package dev.berth.push.direct;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.push.fake.RecordingListener;
import dev.berth.reference.Origin;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenServiceNoticeTest {
  @Test
  void eachServiceOnAnotherSiteIsToldOnce(@TempDir Path folder) {
    var listener = new RecordingListener();
    for (String service :
        List.of("auth.example.com", "a.other.net", "a.other.net", "b.other.net", "b.other.net")) {
      TokenServiceNotice.tell(
          "r.example.com", Origin.parse("https://" + service), new PushCache(folder), listener);
    }
    assertEquals(2, listener.warnings().size());
    assertTrue(listener.warnings().get(0).contains("a.other.net"), listener.warnings()::toString);
    assertTrue(listener.warnings().get(1).contains("b.other.net"), listener.warnings()::toString);
  }

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
