package dev.berth.cli.registry;

import dev.berth.config.PropertyNames;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.text.Suggestions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The arguments of a command except its options: words, and properties as {@code --name value},
 * {@code --name=value}, or for a boolean {@code --name}.
 *
 * @param words the arguments that are not part of a property
 * @param properties the properties by their names as given
 */
record PropertyArguments(List<String> words, Map<String, @Nullable Object> properties) {
  private static final int MAX_FILE = 1 << 20;

  /** As a command without a flavor does: no property is a boolean or repeatable. */
  static PropertyArguments parse(List<String> arguments) {
    return parse(arguments, name -> false, name -> false);
  }

  static PropertyArguments parse(List<String> arguments, PropertyNames names) {
    return parse(arguments, names::isBoolean, names::isRepeatable);
  }

  /**
   * @param isBoolean whether a property can be given without a value
   * @param isRepeatable whether a property can be given several times, each time a part
   */
  static PropertyArguments parse(
      List<String> arguments, Predicate<String> isBoolean, Predicate<String> isRepeatable) {
    var words = new ArrayList<String>();
    Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (!isProperty(argument)) {
        words.add(argument);
        continue;
      }
      int equals = argument.indexOf('=');
      String name = argument.substring(2, equals < 0 ? argument.length() : equals);
      @Nullable Object value;
      if (equals >= 0) {
        value = argument.substring(equals + 1);
      } else if (isBoolean.test(name) && !isBooleanValue(arguments, i + 1)) {
        value = true;
      } else if (i + 1 < arguments.size() && !isProperty(arguments.get(i + 1))) {
        value = arguments.get(++i);
      } else {
        // The binder reports an unknown property first.
        value = null;
      }
      put(name, value, isRepeatable.test(name), properties);
    }
    return new PropertyArguments(List.copyOf(words), properties);
  }

  private static void put(
      String name,
      @Nullable Object value,
      boolean isRepeatable,
      Map<String, @Nullable Object> properties) {
    Object before = properties.get(name);
    if (!properties.containsKey(name)) {
      properties.put(name, value);
    } else if (!isRepeatable || before == null || value == null) {
      throw invalid("property '" + name + "' is given twice");
    } else {
      List<Object> parts = new ArrayList<>(before instanceof List<?> list ? list : List.of(before));
      parts.add(value);
      properties.put(name, parts);
    }
  }

  /** The single word. */
  String word(String label) {
    if (words.size() != 1) {
      throw invalid(
          words.isEmpty()
              ? label + " is missing"
              : "only one " + label + " is expected, but there are: " + String.join(", ", words));
    }
    return words.get(0);
  }

  /** The properties as the flavor takes them, with files relative to a folder. */
  Map<String, @Nullable Object> propertiesIn(Path current, PropertyNames names) {
    withFiles(current, names::isStructured);
    return propertiesIn(current, names::isFile);
  }

  /** The properties, with absolute paths of files. */
  Map<String, @Nullable Object> propertiesIn(Path current, Predicate<String> isFile) {
    properties.replaceAll(
        (name, value) ->
            value instanceof String text && isFile.test(name) ? absolute(current, text) : value);
    return properties;
  }

  /** The properties; one that is JSON can be {@code @FILE}, relative to a folder. */
  private void withFiles(Path current, Predicate<String> isStructured) {
    properties.replaceAll(
        (name, value) -> {
          if (value instanceof List<?> parts
              && parts.stream().anyMatch(it -> it.toString().startsWith("@"))) {
            throw invalid(
                "property '" + name + "' is given as @FILE and in parts; give one of both");
          }
          return value instanceof String text && text.startsWith("@") && isStructured.test(name)
              ? read(current.resolve(text.substring(1)))
              : value;
        });
  }

  private static String read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(MAX_FILE + 1);
      if (content.length > MAX_FILE) {
        throw invalid("the file %s has more than %,d bytes".formatted(file, MAX_FILE));
      }
      return new String(content, StandardCharsets.UTF_8).strip();
    } catch (NoSuchFileException e) {
      throw invalid("the file " + file + " does not exist");
    } catch (IOException e) {
      throw invalid("the file %s cannot be read: %s".formatted(file, e));
    }
  }

  private static String absolute(Path current, String path) {
    // A reference of a secret, or nothing, is not a path.
    return path.isBlank() || path.startsWith("{{")
        ? path
        : current.resolve(path).toAbsolutePath().normalize().toString();
  }

  /** Fails for an unknown property that resembles an option of the command. */
  void requireNoMistypedOption(CommandSpec command, Predicate<String> isKnown) {
    for (String name : properties.keySet()) {
      List<String> near = Suggestions.nearest("--" + name, command.optionsMap().keySet(), 1);
      if (!isKnown.test(name) && !near.isEmpty()) {
        throw new UnmatchedArgumentException(command.commandLine(), List.of("--" + name));
      }
    }
  }

  private static boolean isProperty(String argument) {
    return argument.startsWith("--") && argument.length() > 2;
  }

  private static boolean isBooleanValue(List<String> arguments, int index) {
    return index < arguments.size()
        && (arguments.get(index).equals("true") || arguments.get(index).equals("false"));
  }

  private static BerthException invalid(String message) {
    return new BerthException(ErrorCode.INVALID, message);
  }
}
