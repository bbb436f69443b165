package dev.berth.trust;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.file.FileJson;
import dev.berth.reference.Digests;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.store.RegisteredRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Fingerprints of what a project brings. They are of content and not of places, so that a project
 * can be moved and cloned, and a change is noticed.
 *
 * @param sourceRoot the folder that the project's paths are relative to
 */
record Fingerprints(Path sourceRoot) {
  private static final String BUILD_OUTPUT = "target/classes";

  /**
   * Of a jar or a folder of classes its content; of the build's output its path, since each build
   * changes its content.
   */
  String ofCode(Path code) {
    try {
      if (!Files.isDirectory(code)) {
        return "jar " + digest(code);
      }
      return code.equals(sourceRoot.resolve(BUILD_OUTPUT))
          ? "folder " + code.toRealPath()
          : "files " + digestOfFolder(code);
    } catch (IOException e) {
      throw new BerthException(ErrorCode.FLAVOR, code + " cannot be read: " + e, e);
    }
  }

  /** Of a flavor and a configuration; files that the configuration names count by their content. */
  String of(RegisteredRegistry registry) {
    ObjectMapper json = FileJson.builder().build();
    try {
      // Written and read, a value has the same type whether it was given or stored.
      JsonNode stored = json.readTree(json.writeValueAsBytes(registry.configuration()));
      String content = registry.flavor() + " " + content(stored);
      return "registry " + Digests.of(content.getBytes(UTF_8));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a configuration is always serializable", e);
    } catch (IOException e) {
      throw new BerthException(
          ErrorCode.STORE, "a file of registry '%s' cannot be read".formatted(registry.name()), e);
    }
  }

  private Object content(JsonNode value) throws IOException {
    if (value.isObject()) {
      Map<String, Object> object = new TreeMap<>();
      for (Map.Entry<String, JsonNode> property : value.properties()) {
        object.put(property.getKey(), content(property.getValue()));
      }
      return object;
    }
    if (value.isArray()) {
      List<Object> list = new ArrayList<>();
      for (JsonNode each : value) {
        list.add(content(each));
      }
      return list;
    }
    return value.isTextual() ? content(value.textValue()) : value;
  }

  private String content(String text) throws IOException {
    try {
      Path path = Path.of(text);
      if (!path.isAbsolute()) {
        return quoted(text);
      }
      String place = path.startsWith(sourceRoot) ? "./" + sourceRoot.relativize(path) : text;
      return quoted(place) + (Files.isRegularFile(path) ? digest(path) : "");
    } catch (InvalidPathException e) {
      return quoted(text);
    }
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private static String digest(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Digests.of("sha256", in).toString();
    }
  }

  private static String digestOfFolder(Path folder) throws IOException {
    StringBuilder files = new StringBuilder();
    try (Stream<Path> walked = Files.walk(folder)) {
      for (Path file : walked.filter(Files::isRegularFile).sorted().toList()) {
        files.append(folder.relativize(file)).append('\0').append(digest(file)).append('\n');
      }
    }
    return Digests.of(files.toString().getBytes(UTF_8)).toString();
  }
}
