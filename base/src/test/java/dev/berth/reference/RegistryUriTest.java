package dev.berth.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryUriTest {
  @ParameterizedTest
  @CsvSource({
    "localhost:5000///, localhost:5000",
    "ghcr.io/acme/, ghcr.io/acme",
    "index.docker.io, docker.io",
    "index.docker.io/v1/, docker.io",
    "index.docker.io/v2, docker.io",
    "registry-1.docker.io/acme, docker.io/acme",
    "[::1]:5000/a, [::1]:5000/a",
  })
  void aUriHasOneCanonicalForm(String text, String canonical) {
    assertEquals(canonical, RegistryUri.parse(text).toString());
  }

  @ParameterizedTest
  @CsvSource({
    "https://ghcr.io/acme, ghcr.io/acme",
    "https://me:hunter2@GHCR.io/acme/app:1.0, ghcr.io/acme/app",
    "me@ghcr.io/acme, ghcr.io/acme",
    "https://me:p/hunter2@ghcr.io/acme, ghcr.io/acme",
    "ghcr.io/acme:1.0, ghcr.io/acme",
    "ghcr.io/acme@sha256:abc, ghcr.io/acme",
    "' ghcr.io/acme', ghcr.io/acme",
    "GHCR.io, ghcr.io",
    "acme, docker.io/acme",
  })
  void whatBelongsToSomethingElseIsRefusedWithTheCorrectedForm(String text, String corrected) {
    var refused = assertThrows(InvalidReferenceException.class, () -> RegistryUri.parse(text));
    assertTrue(refused.getMessage().contains("'" + corrected + "'"), refused.getMessage());
    assertFalse(refused.getMessage().contains("hunter2"), refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "ghcr.io//a",
        "ghcr.io/Acme",
        "ghcr.io:0",
        "ghcr.io:65536",
        "ghcr.io:80x",
        "-x.io",
        "2130706433:5000",
        "registry.1",
        "[:::]",
        "a..io",
        "[::1",
        "ghcr.io/a?b",
        "gh\u0000cr.io",
        "gh\u202ecr.io"
      })
  void whatIsNoUriIsRefused(String text) {
    assertThrows(InvalidReferenceException.class, () -> RegistryUri.parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "gcr.io/proj, gcr.io/proj/app, true",
    "gcr.io/proj, gcr.io/project2/app, false",
    "gcr.io/proj, gcr.io/proj, true",
    "registry.gitlab.com/grp/web, registry.gitlab.com/grp/web:1.0, true",
    "registry.gitlab.com/grp/web, registry.gitlab.com/grp/web/api:1.0, true",
    "registry.gitlab.com/grp/web, registry.gitlab.com/grp:1.0, false",
    "registry.gitlab.com/grp/web, registry.gitlab.com/grp/website:1.0, false",
    "ghcr.io/acme/app, ghcr.io/acme/app:1.0, true",
    "my-registry.io, my-registry.io/app, true",
    "my-registry.io, my-registry.io.evil.com/app, false",
    "localhost:5000, localhost:50001/x, false",
    "localhost:5000, localhost:5000/x, true",
    "localhost:5000, localhost/x, false",
    "docker.io, app, true",
    "docker.io/library, index.docker.io/app, true",
    "index.docker.io/acme, acme/app:1, true",
    "docker.io/acme, acme2/app, false",
  })
  void anImageBelongsSegmentForSegment(String uri, String image, boolean belongs) {
    assertEquals(belongs, RegistryUri.parse(uri).owns(ImageReference.parse(image)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "localhost:5000/a",
        "127.0.0.1",
        "127.9.8.7:1/a/b",
        "[::1]",
        "[::1]:5000/a"
      })
  void theLoopbackAddressesAreLocal(String uri) {
    assertTrue(RegistryUri.parse(uri).isLocal());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost.evil.com", "127.0.0.1.evil.com", "128.0.0.1", "[::2]:5000", "ghcr.io"})
  void otherHostsAreNotLocal(String uri) {
    assertFalse(RegistryUri.parse(uri).isLocal());
  }

  @Test
  void equalUrisAreEqual() {
    assertEquals(RegistryUri.parse("docker.io/a"), RegistryUri.parse("index.docker.io/a/"));
  }
}
