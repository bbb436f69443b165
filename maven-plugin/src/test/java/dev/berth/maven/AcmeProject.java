package dev.berth.maven;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.artifact.DefaultArtifact;
import org.apache.maven.artifact.handler.DefaultArtifactHandler;
import org.apache.maven.model.Build;
import org.apache.maven.model.Model;
import org.apache.maven.plugin.Mojo;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.project.MavenProject;

/** A sound project with the flavor {@code acme}, of which a test breaks a part, after its build. */
final class AcmeProject {
  static final String FLAVOR =
      """
      package com.acme;
      import dev.berth.spi.*;
      @com.fasterxml.jackson.annotation.JsonClassDescription("The registries of acme.")
      public class AcmeFlavor extends BaseContainerRegistryFlavor {
        /*flavor*/
        @Override public String name() { return "acme"; }
        @Override public Class<AcmeConfig> configClass() { return AcmeConfig.class; }
        @Override public ContainerRegistry createRegistry(RegistryContext context) {
          return new AcmeRegistry(context);
        }
      }
      """;
  private static final String CONFIG =
      """
      package com.acme;
      import com.fasterxml.jackson.annotation.JsonPropertyDescription;
      import dev.berth.spi.*;
      public class AcmeConfig extends BaseContainerRegistryConfig {
        @JsonPropertyDescription("the team")
        private String team = "core";
        /*config*/
        public String team() { return team; }
      }
      """;
  private static final String REGISTRY =
      """
      package com.acme;
      import dev.berth.spi.*;
      public class AcmeRegistry extends BaseContainerRegistry {
        /*registry*/
        public AcmeRegistry(RegistryContext context) { super(context); }
      }
      """;

  private final Path folder;
  private final Map<String, String> sources = new LinkedHashMap<>();
  private final Map<String, String> shaded = new LinkedHashMap<>();
  private final Set<Artifact> artifacts = new LinkedHashSet<>();
  private String services = "com.acme.AcmeFlavor\n";
  private String spi = "1";

  AcmeProject(Path folder) {
    this.folder = folder;
    source("AcmeFlavor", FLAVOR).source("AcmeConfig", CONFIG).source("AcmeRegistry", REGISTRY);
  }

  AcmeProject source(String type, String text) {
    sources.put(type, text);
    return this;
  }

  /** Adds members at a mark: flavor, config or registry. */
  AcmeProject adding(String mark, String members) {
    return replacing("/*" + mark + "*/", members);
  }

  AcmeProject replacing(String text, String by) {
    sources.replaceAll((type, source) -> source.replace(text, by));
    return this;
  }

  /** Writes the services file; nothing for an empty text. */
  AcmeProject services(String text) {
    services = text;
    return this;
  }

  /** Writes the manifest's entry; nothing for an empty text. */
  AcmeProject spi(String version) {
    spi = version;
    return this;
  }

  /** Packs a class into the jar that is not among the project's, as a shading plugin does. */
  AcmeProject shading(String type, String text) {
    shaded.put(type, text);
    return this;
  }

  /** Adds a dependency whose jar has these sources; its trail has the dependencies in between. */
  AcmeProject dependency(String coordinates, String scope, Map<String, String> of, String... trail)
      throws IOException {
    Path classes = compile(of, folder.resolve("lib").resolve(coordinates.replace(':', '/')));
    int colon = coordinates.indexOf(':');
    Path jar = folder.resolve(coordinates.replace(':', '-') + ".jar");
    pack(jar, List.of(classes), new Manifest());
    Artifact artifact =
        artifact(coordinates.substring(0, colon), coordinates.substring(colon + 1), scope, jar);
    artifact.setDependencyTrail(
        Stream.of(Stream.of("com.acme:acme"), Stream.of(trail), Stream.of(coordinates))
            .flatMap(it -> it)
            .toList());
    artifacts.add(artifact);
    return this;
  }

  static Artifact artifact(String group, String name, String scope, Path file) {
    var handler = new DefaultArtifactHandler("jar");
    handler.setAddedToClasspath(true);
    var artifact = new DefaultArtifact(group, name, "1.0", scope, "jar", null, handler);
    artifact.setFile(file.toFile());
    return artifact;
  }

  /** The message with which a goal fails. */
  static String failure(Mojo goal) {
    return String.valueOf(assertThrows(MojoFailureException.class, goal::execute).getMessage());
  }

  /** Compiles and packs it. */
  MavenProject build() throws IOException {
    Path classes = compile(sources, folder.resolve("target/classes"));
    if (!services.isEmpty()) {
      Path file = classes.resolve("META-INF/services/dev.berth.spi.BaseContainerRegistryFlavor");
      Files.createDirectories(file.getParent());
      Files.writeString(file, services);
    }
    Path jar = folder.resolve("target/acme-flavor.jar");
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    if (!spi.isEmpty()) {
      manifest.getMainAttributes().putValue("Berth-Spi", spi);
    }
    pack(jar, List.of(classes, compile(shaded, folder.resolve("shaded"))), manifest);
    return project(artifact("com.acme", "acme-artifact", Artifact.SCOPE_COMPILE, jar));
  }

  private MavenProject project(Artifact artifact) {
    var model = new Model();
    model.setArtifactId(artifact.getArtifactId());
    model.setBuild(new Build());
    var project = new MavenProject(model);
    project.getBuild().setDirectory(folder.resolve("target").toString());
    project.getBuild().setOutputDirectory(folder.resolve("target/classes").toString());
    project.setArtifact(artifact);
    project.setArtifacts(artifacts);
    return project;
  }

  private Path compile(Map<String, String> types, Path output) throws IOException {
    Files.createDirectories(output);
    List<Path> files = new ArrayList<>();
    for (var type : types.entrySet()) {
      Path source = folder.resolve("src").resolve(output.getFileName());
      Files.createDirectories(source);
      Path file = source.resolve(type.getKey() + ".java");
      files.add(Files.writeString(file, type.getValue()));
    }
    String classPath = System.getProperty("java.class.path");
    for (Artifact artifact : artifacts) {
      classPath = classPath + System.getProperty("path.separator") + artifact.getFile();
    }
    var options = List.of("-proc:none", "-classpath", classPath, "-d", output.toString());
    var messages = new StringWriter();
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var manager = compiler.getStandardFileManager(null, null, null)) {
      var units = manager.getJavaFileObjectsFromPaths(files);
      boolean empty = files.isEmpty();
      if (!empty && !compiler.getTask(messages, manager, null, options, null, units).call()) {
        throw new IllegalArgumentException(messages.toString());
      }
    }
    return output;
  }

  private static void pack(Path jar, List<Path> folders, Manifest manifest) {
    try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      for (Path classes : folders) {
        try (Stream<Path> files = Files.walk(classes)) {
          for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
            out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
            Files.copy(file, out);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
