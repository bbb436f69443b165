package dev.berth.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.BerthHome;
import dev.berth.Flavors;
import dev.berth.Registries;
import dev.berth.Secrets;
import dev.berth.cli.QuickstartSample;
import dev.berth.localregistry.LocalRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The samples of docs/library.md are the classes of this package, and they work. */
class LibraryDocumentationTest {
  private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @TempDir private Path folder;

  @Test
  void theSamplesAreCompiledCode() throws IOException {
    String page = Files.readString(Path.of("../docs/library.md"));
    List<String> blocks = BLOCK.matcher(page).results().map(MatchResult::group).toList();
    try (Stream<Path> sources = Files.list(Path.of("src/test/java/dev/berth/samples"))) {
      List<Path> samples =
          sources.filter(path -> !path.toString().matches(".*(Test|package-info).java")).toList();
      var expected = new TreeSet<String>();
      for (Path sample : samples) {
        String code = Files.readString(sample).replaceFirst("^package .*\n\n", "");
        expected.add("```java\n" + code + "```");
      }
      assertEquals(expected, new TreeSet<>(blocks));
    }
  }

  @Test
  void theSamplesWork() {
    Path layout = QuickstartSample.write(folder.resolve("image"));
    Map<String, String> variables = Map.of();
    try (Registries registries = OwnSettings.open(folder.resolve("home"), variables)) {
      String pushed =
          EmbeddedRegistry.push(registries, folder.resolve("registry"), "oci:" + layout);
      assertTrue(pushed.contains("/team/app@sha256:"), pushed);

      try (var registry = LocalRegistry.start(folder.resolve("other"), 0)) {
        registries.register(
            "prod", "default", Map.of("uri", registry.host(), "defaultRepository", "web"));
        String image =
            PushWithOptions.push(registries, "prod", layout.toString()).reference().toString();
        assertTrue(image.startsWith(registry.host() + "/web@sha256:"), image);
        CheckBeforePush.check(registries, registry.host() + "/web:1.0");
      }
    }
    BerthHome home = BerthHome.find(folder, variables, folder, folder, Optional.empty());
    try (var flavors = new Flavors(home)) {
      List<String> names =
          FlavorsAndSecrets.prepare(flavors, new Secrets(home, variables), "not-a-real-token");
      assertTrue(names.contains("default"), names.toString());
    }
  }
}
