package dev.berth.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageReferenceTest {
  private static final String HEX = "0123456789abcdef".repeat(4);

  @ParameterizedTest
  @CsvSource({
    "app, docker.io/library/app:latest",
    "docker.io/app, docker.io/library/app:latest",
    "index.docker.io/library/app, docker.io/library/app:latest",
    "registry-1.docker.io/acme/app:1, docker.io/acme/app:1",
    "acme/app, docker.io/acme/app:latest",
    "localhost/app, localhost/app:latest",
    "localhost:5000/app:1.0, localhost:5000/app:1.0",
    "[::1]:5000/app, [::1]:5000/app:latest",
    "ghcr.io/acme/my__app/a-b.c_d:V1_2.x, ghcr.io/acme/my__app/a-b.c_d:V1_2.x",
    "a.b, docker.io/library/a.b:latest",
  })
  void aReferenceHasOneCanonicalForm(String text, String canonical) {
    assertEquals(canonical, ImageReference.parse(text).toString());
    assertEquals(ImageReference.parse(canonical), ImageReference.parse(text));
  }

  @Test
  void aDigestStandsInPlaceOfTheTag() {
    var image = ImageReference.parse("ghcr.io/acme/app@sha256:" + HEX);
    assertTrue(image.tag().isEmpty());
    assertEquals("ghcr.io/acme/app@sha256:" + HEX, image.toString());
  }

  @Test
  void aTagAndADigestCanStandTogether() {
    var image = ImageReference.parse("ghcr.io/acme/app:1@sha256:" + HEX);
    assertEquals("1", image.tag().orElseThrow());
    assertEquals(HEX, image.digest().orElseThrow().hex());
  }

  @ParameterizedTest
  @CsvSource({
    "'', 0",
    "localhost:5000/App, 15",
    "host.io:99999/x, 8",
    "host.io:0/x, 8",
    "host.io:-1/x, 8",
    "host.io:/x, 8",
    "host.io/a//b, 10",
    "host.io/a/, 10",
    "host.io/-a, 8",
    "host.io/a..b, 9",
    "host.io/a b, 9",
    "Host.io/a, 0",
    "host.io/a:, 10",
    "host.io/a:-x, 10",
    "host.io/a:x$, 11",
    "host.io/a@sha256:abc, 20",
    "host.io/a@md5:abc, 10",
    "host.io/a@sha256, 16",
    "https://host.io/a, 0",
    "host_x.io/a, 4",
  })
  void whatIsNoReferenceIsRefusedWhereItGoesWrong(String text, int position) {
    var refused =
        assertThrows(InvalidReferenceException.class, () -> ImageReference.parse(text), text);
    assertEquals(position, refused.position(), refused.getMessage());
    assertTrue(refused.pointer().endsWith("^"));
  }

  @Test
  void aTagHasAtMost128Characters() {
    ImageReference.parse("host.io/a:" + "t".repeat(128));
    var refused =
        assertThrows(
            InvalidReferenceException.class,
            () -> ImageReference.parse("host.io/a:" + "t".repeat(129)));
    assertEquals("host.io/a:".length() + 128, refused.position());
  }

  @Test
  void hostAndRepositoryHaveAtMost255Characters() {
    ImageReference.parse("host.io/" + "a".repeat(247));
    assertThrows(
        InvalidReferenceException.class, () -> ImageReference.parse("host.io/" + "a".repeat(248)));
  }

  @Test
  void aPasswordInAUrlIsNotRepeated() {
    for (String text :
        new String[] {
          "https://me:hunter2@host.io/a",
          "me:hunter2@host.io/a",
          "me:hunter2@host.io",
          "me:hunter2@host.io/a@sha256:abc"
        }) {
      var refused = assertThrows(InvalidReferenceException.class, () -> ImageReference.parse(text));
      assertFalse(refused.getMessage().contains("hunter2"), refused.getMessage());
      assertFalse(refused.pointer().contains("hunter2"), refused.pointer());
    }
  }

  @Test
  void anyTextIsEitherRefusedOrParsesToAFormThatParsesToItself() {
    var random = new Random(20261);
    String alphabet = "aA0.:/@-_[]sha256 é%\u0000\u202e";
    for (int i = 0; i < 50_000; i++) {
      var text = new StringBuilder();
      random
          .ints(random.nextInt(16), 0, alphabet.length())
          .forEach(index -> text.append(alphabet.charAt(index)));
      try {
        var image = ImageReference.parse(text.toString());
        assertEquals(image, ImageReference.parse(image.toString()));
      } catch (InvalidReferenceException e) {
        assertTrue(e.position() >= 0 && e.position() <= text.length(), e.getMessage());
      }
    }
  }

  @Test
  void isIdentifiedByItsDigestOrElseItsTag() {
    String digest = "sha256:" + HEX;

    assertEquals("1", ImageReference.parse("r.example/app:1").identifier());
    assertEquals(digest, ImageReference.parse("r.example/app:1@" + digest).identifier());
    assertEquals("latest", ImageReference.parse("r.example/app").identifier());
  }
}
