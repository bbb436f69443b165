package dev.berth.push.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.push.image.ImageLocation.Kind;
import dev.berth.push.source.Samples;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageLocationTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "docker-archive:no/x.tar, DOCKER_ARCHIVE, no/x.tar,",
    "docker-archive:no/x.tar:app:1, DOCKER_ARCHIVE, no/x.tar, app:1",
    "docker-archive:x.tar:localhost:5000/a/b:1, DOCKER_ARCHIVE, x.tar, localhost:5000/a/b:1",
    "oci:/no/folder:1.0, OCI, /no/folder, 1.0",
    "oci:folder, OCI, folder,",
    "oci-archive:x.tar:docker.io/library/a:1, OCI_ARCHIVE, x.tar, docker.io/library/a:1",
    "docker-daemon:app:1, DOCKER_DAEMON, '', app:1",
    "oci:folder@sha256:0f, OCI, folder, @sha256:0f",
    "oci:folder:1.0@sha256:0f, OCI, folder, 1.0@sha256:0f",
    "oci:folder:sha256:0f, OCI, folder, sha256:0f",
    "oci-archive:x.tar:@12, OCI_ARCHIVE, x.tar, @12",
    "docker-archive:x@2.tar:@0, DOCKER_ARCHIVE, x@2.tar, @0",
    "oci:folder@2, OCI, folder@2,",
  })
  void readsItsParts(String text, Kind kind, Path path, String reference) {
    ImageLocation location = ImageLocation.parse(text);
    assertEquals(new ImageLocation(kind, path, Optional.ofNullable(reference)), location);
    assertEquals(text, location.toString());
  }

  @Test
  void aPathThatExistsMayHaveColons() {
    Path file = Samples.write(folder.resolve("a:b:1.tar"), new byte[0]);
    assertEquals(
        new ImageLocation(Kind.DOCKER_ARCHIVE, file, Optional.empty()),
        ImageLocation.parse("docker-archive:" + file));
    assertEquals(
        new ImageLocation(Kind.DOCKER_ARCHIVE, file, Optional.of("app:1")),
        ImageLocation.parse("docker-archive:" + file + ":app:1"));
  }

  @Test
  void aDigestMayFollowAColon() {
    assertEquals(
        ImageLocation.parse("oci:folder@sha256:0f"), ImageLocation.parse("oci:folder:@sha256:0f"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "app:1",
        "oci:",
        "oci: ",
        "docker-daemon:",
        "oci:folder:",
        "docker-archive",
        "OCI:x",
        "oci:a\0b",
        "docker://app"
      })
  void tellsTheFormsOfWhatIsNone(String text) {
    BerthException failure = assertThrows(BerthException.class, () -> ImageLocation.parse(text));
    assertEquals(ErrorCode.INVALID, failure.code());
    String hints = String.join(" ", failure.hints());
    for (String form :
        new String[] {
          "docker-archive:FILE[:REF|:@NUMBER]",
          "oci:DIR[:TAG|@DIGEST|:@NUMBER]",
          "oci-archive:FILE[:TAG|@DIGEST|:@NUMBER]",
          "docker-daemon:REF"
        }) {
      assertTrue(hints.contains(form), hints);
    }
  }
}
