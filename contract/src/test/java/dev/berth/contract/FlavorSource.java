package dev.berth.contract;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** The source of a flavor {@code shop}, of which a test replaces parts before it is packed. */
final class FlavorSource {
  private static final String FLAVOR =
      """
      package shop;
      import dev.berth.spi.*;
      public final class ShopFlavor extends BaseContainerRegistryFlavor {
        /*flavor*/
        @Override public String name() { return "shop"; }
        @Override public Class<ShopConfig> configClass() { return ShopConfig.class; }
        @Override public ContainerRegistry createRegistry(RegistryContext context) {
          return new ShopRegistry(context);
        }
      }
      """;
  private static final String CONFIG =
      """
      package shop;
      import com.fasterxml.jackson.annotation.JsonPropertyDescription;
      import dev.berth.spi.*;
      import jakarta.validation.constraints.*;
      public final class ShopConfig extends BaseContainerRegistryConfig {
        @JsonPropertyDescription("the team")
        private String team = "core";
        /*config*/
        public String team() { return team; }
      }
      """;
  private static final String REGISTRY =
      """
      package shop;
      import dev.berth.reference.*;
      import dev.berth.spi.*;
      import java.util.*;
      public final class ShopRegistry extends BaseContainerRegistry {
        private static int calls;
        public ShopRegistry(RegistryContext context) {
          super(context);
          /*constructor*/
        }
        @Override public List<Check> checks(Optional<ImageReference> image) {
          return List.of(new Check("path", () -> path()));
        }
        private Check.Result path() {
          return Check.Result.pass("the path is fine");
        }
        /*registry*/
      }
      """;

  private final List<String> sources = new ArrayList<>(List.of(FLAVOR, CONFIG, REGISTRY));
  private boolean listed = true;

  /** Replaces a text of one of the three classes. */
  FlavorSource replacing(String text, String by) {
    for (int i = 0; i < sources.size(); i++) {
      if (sources.get(i).contains(text)) {
        sources.set(i, sources.get(i).replace(text, by));
        return this;
      }
    }
    throw new IllegalArgumentException("no class has: " + text);
  }

  /** Adds members at a mark: flavor, config, constructor or registry. */
  FlavorSource adding(String mark, String members) {
    return replacing("/*" + mark + "*/", members);
  }

  /** Has no services file. */
  FlavorSource unlisted() {
    listed = false;
    return this;
  }

  /** Compiles the flavor, with a library that stays outside of the jar. */
  Path jar(Path folder, String library) {
    try {
      Path classes = Files.createDirectories(folder.resolve("classes"));
      Path lib = Files.createDirectories(folder.resolve("library"));
      if (!library.isEmpty()) {
        compile(List.of(library), lib, folder);
      }
      compile(sources, classes, folder);
      Path jar = folder.resolve("shop-flavor.jar");
      try (var out = new JarOutputStream(Files.newOutputStream(jar));
          Stream<Path> files = Files.walk(classes)) {
        if (listed) {
          out.putNextEntry(
              new JarEntry("META-INF/services/dev.berth.spi.BaseContainerRegistryFlavor"));
          out.write("shop.ShopFlavor\n".getBytes(StandardCharsets.UTF_8));
        }
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
          Files.copy(file, out);
        }
      }
      return jar;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void compile(List<String> sources, Path output, Path folder) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<Path> files = new ArrayList<>();
    for (String source : sources) {
      String type = source.replaceAll("(?s).*?public final class (\\w+).*", "$1");
      Path file = Files.createDirectories(folder.resolve("src")).resolve(type + ".java");
      files.add(Files.writeString(file, source));
    }
    var messages = new StringWriter();
    String classPath = System.getProperty("java.class.path") + ":" + folder.resolve("library");
    var options = List.of("-proc:none", "-classpath", classPath, "-d", output.toString());
    try (var manager = compiler.getStandardFileManager(null, null, null)) {
      var units = manager.getJavaFileObjectsFromPaths(files);
      if (!compiler.getTask(messages, manager, null, options, null, units).call()) {
        throw new IllegalArgumentException(messages.toString());
      }
    }
  }
}
