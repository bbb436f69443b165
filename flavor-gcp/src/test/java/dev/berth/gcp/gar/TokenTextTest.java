package dev.berth.gcp.gar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ya29.a0Af_short",
        "AgEAAoIBAQC/KtnE+/ZI6LiEd2CVn3IaSqn38Pk/",
        "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJhIn0.c2lnbmF0dXJl",
        "AgEAAoIBAQCvCidLuoToTdcpnriP/WJmeiIfWoCc",
        "1//0gQx-Zr4kYb7CgYIARAAGBASNwF",
        "GOCSPX-1aB2cD3eF4gH5iJ6kL7mN8oP9q",
      })
  void whatCouldBeATokenOrAKeyIsMasked(String secret) {
    assertEquals("it was *** and \"***\"", clean("it was " + secret + " and \"" + secret + "\""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Permission 'artifactregistry.repositories.get' denied on resource"
            + " '//artifactregistry.googleapis.com/projects/p1/locations/us/repositories/images'",
        "the account lacks artifactregistry.repositories.uploadArtifacts",
        "PERMISSION_DENIED for pusher@my-long-project-1234.iam.gserviceaccount.com",
        "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa1",
      })
  void namesStay(String text) {
    assertEquals(text, clean(text));
  }

  @Test
  void itIsOneLineOfBoundedLength() {
    assertEquals("a bc", clean(" a\r\n\u001b\u202e b\u0000c\u2028"));
    assertEquals("a".repeat(300) + "…", clean("a".repeat(1000)));
  }

  private static String clean(String text) {
    return TokenText.masked(text);
  }
}
