package dev.berth.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.cli.session.Environment;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartCommandTest {
  private static final Pattern PUSH =
      Pattern.compile("\\$ berth push (localhost:\\d+/hello):1.0 --from oci:(\\S+)/image\n");

  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... arguments) {
    var environment =
        new Environment(
            InputStream.nullInputStream(),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            Map.of(
                "BERTH_HOME",
                folder.resolve("berth").toString(),
                "DOCKER_HOST",
                "unix://" + folder.resolve("no-engine"),
                "XDG_CACHE_HOME",
                folder.resolve("cache").toString()),
            folder,
            folder,
            Optional.empty(),
            "");
    return BerthCommand.run(environment, arguments);
  }

  @Test
  void itShowsTheWholePathAndLeavesNothingBehind() throws Exception {
    assertEquals(0, run("--home", folder.resolve("home").toString(), "quickstart"));

    String story = err.toString(UTF_8);
    Matcher push = PUSH.matcher(story);
    assertTrue(push.find(), story);
    assertTrue(
        out.toString(UTF_8).matches(Pattern.quote(push.group(1)) + "@sha256:[0-9a-f]{64}\n"),
        out.toString(UTF_8));
    for (String command : new String[] {"init", "register", "describe", "list"}) {
      assertTrue(Pattern.compile("\\$ berth .*" + command).matcher(story).find(), story);
    }
    assertFalse(Files.exists(Path.of(push.group(2))), push.group(2));
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(0, left.count());
    }
  }

  @Test
  void itsResultIsThePushsResult() throws Exception {
    assertEquals(0, run("quickstart", "--output", "json", "--quiet"));

    var result = new ObjectMapper().readTree(out.toString(UTF_8));
    assertEquals("uploaded", result.at("/layers/0/result").asText());
    assertEquals("", err.toString(UTF_8));
  }
}
