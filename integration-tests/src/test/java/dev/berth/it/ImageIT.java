package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.it.kit.Berth;
import dev.berth.it.kit.Layout;
import dev.berth.it.kit.ServedRegistry;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that read images of registries. */
class ImageIT {
  @TempDir private Path folder;
  private Berth berth;
  private ServedRegistry registry;
  private Layout image;
  private String digest;

  @BeforeEach
  void push() {
    registry = Berth.in(folder).serve(folder.resolve("registry"));
    image = Layout.random(folder.resolve("image"), 2, 1000);
    digest = image.descriptor().path("digest").asText();
    berth = Berth.inProject(folder).registered("r", registry.host());
    berth.ok("push", app("1.0"), "--from", image.location(), "--tag", "1.1", "--tag", "latest");
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  private String app(String tag) {
    return registry.host() + "/team/app:" + tag;
  }

  @Test
  void theDigestOfATag() {
    assertEquals(digest, berth.ok("image", "digest", app("1.0")).line());
    assertEquals(
        digest,
        berth.ok("image", "digest", app("1.0"), "--output", "json").json().path("digest").asText());
    berth.fails(6, "image", "digest", app("2.0")).says("has no image 2.0");
  }

  @Test
  void theTagsOfARepository() {
    String repository = registry.host() + "/team/app";

    assertEquals("1.0\n1.1\nlatest\n", berth.ok("image", "tags", repository).out());
    assertEquals("1.0\n1.1\n", berth.ok("image", "tags", repository, "--filter", "1.?").out());
    assertEquals("latest\n", berth.ok("image", "tags", repository, "--filter", "*est").out());
    assertEquals("", berth.ok("image", "tags", repository, "--filter", "1").out());
    berth.fails(6, "image", "tags", registry.host() + "/none").says("/none");
  }

  @Test
  void anImageIsShown() {
    JsonNode shown = berth.ok("image", "inspect", app("1.0"), "--output", "json").json();

    assertEquals(digest, shown.path("digest").asText());
    assertEquals(image.manifest(), shown.path("manifest"));
    assertEquals("[]", shown.path("referrers").toString());
    berth
        .ok("image", "inspect", app("1.0"))
        .prints(digest, "LAYER", image.manifest().at("/layers/0/digest").asText());
  }

  @Test
  void anImageThatNobodyRegisteredIsReadToo() {
    Berth other = berth.at(folder);

    assertEquals(digest, other.ok("image", "digest", app("1.0")).line());
  }
}
