package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.it.kit.Berth;
import dev.berth.it.kit.UntouchedPort;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images that belong nowhere, or whose names are none: nothing is asked for them. */
class ForeignImagesIT {
  private final Berth berth;

  ForeignImagesIT(@TempDir Path folder) {
    berth = Berth.inProject(folder);
  }

  @Test
  void anImageThatBelongsToNoRegistryIsNotPushed() {
    try (var server = new UntouchedPort()) {
      berth
          .registered("proj", "gcr.io/proj")
          .registered("local", "localhost:5000")
          .registered("mine", "my-registry.io");

      for (String image :
          List.of(
              "gcr.io/project2/x",
              "gcr.io/pro",
              "localhost:50001/x",
              "localhost/x",
              "my-registry.io.evil.com/x")) {
        berth
            .with("DOCKER_HOST", server.engine())
            .fails(2, "push", image)
            .says(image, "does not belong to any registered registry");
      }
      server.assertUntouched();
    }
  }

  @Test
  void anImageThatBelongsToAnotherRegistryIsNotPushed() {
    try (var server = new UntouchedPort()) {
      berth
          .registered("proj", "gcr.io/proj")
          .registered("project2", "gcr.io/project2")
          .registered("google", "gcr.io");

      berth
          .with("DOCKER_HOST", server.engine())
          .fails(2, "push", "gcr.io/project2/x", "--registry", "proj")
          .says("gcr.io/project2/x", "gcr.io/proj", "project2, google");

      server.assertUntouched();
    }
  }

  /** With the place of the first character that is wrong. */
  @ParameterizedTest
  @CsvSource({
    "localhost:5000/Team/app, 15",
    "localhost:99999/app, 10",
    "localhost:5000/app:-1, 19",
    "localhost:5000/app@sha256:abc, 29",
    "https://localhost:5000/app, 0"
  })
  void anImageReferenceThatIsNoneIsShownWithTheBadPart(String image, int position) {
    assertPointsAt(image, position);
  }

  @Test
  void aTagThatIsTooLongIsShownWithItsEnd() {
    assertPointsAt("localhost:5000/app:" + "t".repeat(129), 19 + 128);
  }

  private void assertPointsAt(String image, int position) {
    List<String> lines = berth.fails(2, "push", image).says(image).err().lines().toList();

    assertEquals("  " + image, lines.get(1));
    assertEquals("  " + " ".repeat(position) + "^", lines.get(2));
  }

  @Test
  void anImageThatIsNamedByItsDigestCannotBePushed() {
    berth.registered("r", "localhost:5000");

    berth.fails(2, "push", "localhost:5000/app@sha256:" + "0".repeat(64)).says("digest");
  }
}
