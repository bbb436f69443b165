package dev.berth.cli.registry;

import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.text.Suggestions;
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
  /**
   * @param isBoolean whether a property can be given without a value
   */
  static PropertyArguments parse(List<String> arguments, Predicate<String> isBoolean) {
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
      if (properties.containsKey(name)) {
        throw invalid("property '" + name + "' is given twice");
      }
      properties.put(name, value);
    }
    return new PropertyArguments(List.copyOf(words), properties);
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

  /** The properties, with absolute paths of files. */
  Map<String, @Nullable Object> propertiesIn(Path current, Predicate<String> isFile) {
    properties.replaceAll(
        (name, value) ->
            value instanceof String text && isFile.test(name) ? absolute(current, text) : value);
    return properties;
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
