package dev.berth.it.kit;

import static java.util.stream.Collectors.joining;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiled classes, as a flavor's author has them, to be put into jars and folders. */
public final class Classes {
  private static final Pattern PACKAGE = Pattern.compile("package ([\\w.]+);");
  private static final Pattern TYPE = Pattern.compile("(?:class|interface|enum|record) (\\w+)");
  // The format of class files: four bytes of magic, two of minor version, two of major version.
  private static final int MAJOR_VERSION = 7;
  // Class file version 45 was JDK 1.1's, and each release since has added one.
  private static final int VERSION_OF_JAVA_0 = 44;

  private final Map<String, byte[]> files;

  private Classes(Map<String, byte[]> files) {
    this.files = files;
  }

  /** Compiles sources together, against what the distribution offers to a flavor. */
  public static Classes compile(String... sources) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    String classPath =
        Distribution.libraries().stream().map(Path::toString).collect(joining(File.pathSeparator));
    var messages = new StringWriter();
    try (var output = new Output(compiler.getStandardFileManager(null, null, null))) {
      List<JavaFileObject> units = Stream.of(sources).map(Classes::source).toList();
      var options = List.of("-proc:none", "-classpath", classPath);
      if (!compiler.getTask(messages, output, null, options, null, units).call()) {
        throw new IllegalArgumentException(messages.toString());
      }
      return new Classes(output.files());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JavaFileObject source(String text) {
    String name = first(PACKAGE, text).replace('.', '/') + "/" + first(TYPE, text);
    return new SimpleJavaFileObject(
        URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }

  private static String first(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(result -> result.group(1))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no " + pattern + " in: " + text));
  }

  /** Those of a package. */
  public Classes in(String packageName) {
    return only(name -> name.startsWith(packageName.replace('.', '/') + "/"));
  }

  /** All but those of a package. */
  public Classes without(String packageName) {
    return only(name -> !name.startsWith(packageName.replace('.', '/') + "/"));
  }

  private Classes only(Predicate<String> condition) {
    var some = new TreeMap<>(files);
    some.keySet().removeIf(condition.negate());
    return new Classes(some);
  }

  /** The same as a compiler for another release of Java writes them. */
  public Classes forJava(int release) {
    var patched = new TreeMap<String, byte[]>();
    files.forEach(
        (name, bytes) -> {
          byte[] copy = bytes.clone();
          copy[MAJOR_VERSION] = (byte) (VERSION_OF_JAVA_0 + release);
          patched.put(name, copy);
        });
    return new Classes(patched);
  }

  /** The same and a copy of all that Berth gives to flavors. */
  public Classes withCopyOfBerth() {
    var more = new TreeMap<>(files);
    for (Path library : Distribution.libraries()) {
      if (library.getFileName().toString().startsWith("berth-base-")) {
        addEntries(library, more);
      }
    }
    return new Classes(more);
  }

  private static void addEntries(Path library, Map<String, byte[]> files) {
    try (var jar = new JarFile(library.toFile())) {
      for (JarEntry entry : jar.stream().filter(e -> e.getName().endsWith(".class")).toList()) {
        files.put(entry.getName(), jar.getInputStream(entry).readAllBytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same with another file. */
  public Classes with(String path, String content) {
    var more = new TreeMap<>(files);
    more.put(path, content.getBytes(StandardCharsets.UTF_8));
    return new Classes(more);
  }

  /** The same with a services file that lists a flavor. */
  public Classes listing(String flavorClass) {
    var more = new TreeMap<>(files);
    more.put(
        "META-INF/services/dev.berth.spi.BaseContainerRegistryFlavor",
        flavorClass.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return new Classes(more);
  }

  /** Writes a jar, and the folders that it lies in. */
  public Path jar(Path file) {
    return jar(file, Map.of());
  }

  /** Writes a jar whose manifest names others. */
  public Path jar(Path file, String classPath) {
    return jar(file, classPath.isEmpty() ? Map.of() : Map.of("Class-Path", classPath));
  }

  /** Writes a jar whose manifest has these attributes. */
  public Path jar(Path file, Map<String, String> attributes) {
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.forEach(manifest.getMainAttributes()::putValue);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      try (var jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
        for (var entry : files.entrySet()) {
          jar.putNextEntry(new JarEntry(entry.getKey()));
          jar.write(entry.getValue());
        }
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a folder of classes. */
  public Path folder(Path folder) {
    try {
      for (var entry : files.entrySet()) {
        Path file = folder.resolve(entry.getKey());
        Files.createDirectories(file.getParent());
        Files.write(file, entry.getValue());
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Keeps what the compiler writes. */
  private static final class Output extends ForwardingJavaFileManager<StandardJavaFileManager> {
    private final Map<String, ByteArrayOutputStream> written = new TreeMap<>();

    Output(StandardJavaFileManager manager) {
      super(manager);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        JavaFileManager.Location location,
        String className,
        JavaFileObject.Kind kind,
        FileObject sibling) {
      String name = className.replace('.', '/') + kind.extension;
      return new SimpleJavaFileObject(URI.create("memory:///" + name), kind) {
        @Override
        public OutputStream openOutputStream() {
          var bytes = new ByteArrayOutputStream();
          written.put(name, bytes);
          return bytes;
        }
      };
    }

    Map<String, byte[]> files() {
      var files = new TreeMap<String, byte[]>();
      written.forEach((name, bytes) -> files.put(name, bytes.toByteArray()));
      return files;
    }
  }
}
