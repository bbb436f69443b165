package dev.berth.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.text.Suggestions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * A command's arguments that are not options of its own: words, and properties as {@code --name
 * value}, {@code --name=value}, or, where the property is a boolean, {@code --name} alone.
 *
 * @param words the arguments that belong to no property
 * @param properties the properties by the names that were written
 */
record PropertyArguments(List<String> words, Map<String, JsonNode> properties) {
  /**
   * Takes arguments apart.
   *
   * @param isBoolean whether the property of a name may stand without a value
   */
  static PropertyArguments parse(List<String> arguments, Predicate<String> isBoolean) {
    var words = new ArrayList<String>();
    var properties = new LinkedHashMap<String, JsonNode>();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (!isProperty(argument)) {
        words.add(argument);
        continue;
      }
      int equals = argument.indexOf('=');
      String name = argument.substring(2, equals < 0 ? argument.length() : equals);
      JsonNode value;
      if (equals >= 0) {
        value = TextNode.valueOf(argument.substring(equals + 1));
      } else if (isBoolean.test(name) && !isBooleanValue(arguments, i + 1)) {
        value = BooleanNode.TRUE;
      } else if (i + 1 < arguments.size() && !isProperty(arguments.get(i + 1))) {
        value = TextNode.valueOf(arguments.get(++i));
      } else {
        // The binder knows whether there is such a property, which is the first thing to say.
        value = NullNode.getInstance();
      }
      if (properties.put(name, value) != null) {
        throw invalid("property '" + name + "' is given twice");
      }
    }
    return new PropertyArguments(List.copyOf(words), properties);
  }

  /** The single word that there must be. */
  String word(String label) {
    if (words.size() != 1) {
      throw invalid(
          words.isEmpty()
              ? label + " is missing"
              : "only one " + label + " is expected, and there are: " + String.join(", ", words));
    }
    return words.get(0);
  }

  /**
   * Refuses a property that looks like a mistyped option of the command, where no flavor could know
   * it.
   */
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
