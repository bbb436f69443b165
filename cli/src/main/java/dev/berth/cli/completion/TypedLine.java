package dev.berth.cli.completion;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A command line that is being typed, up to the cursor.
 *
 * @param command the command that its words name
 * @param words the arguments before the cursor that are neither commands nor options
 * @param options the options and properties before the cursor with their values, which are empty
 *     for those without a value; an option has its longest name
 * @param option the option or property whose value is at the cursor; empty if there is none
 * @param fixed the part of the word at the cursor that candidates only repeat, for instance {@code
 *     --output=}
 * @param typed the rest of the word at the cursor
 * @param isOptionAllowed whether the word at the cursor can be an option
 */
record TypedLine(
    CommandSpec command,
    List<String> words,
    Map<String, String> options,
    Optional<String> option,
    String fixed,
    String typed,
    boolean isOptionAllowed) {

  /**
   * Reads a command line as the parser does, but without requiring that it is complete.
   *
   * @param root the command {@code berth}, with the commands that the words name
   * @param line the words after {@code berth}; the last one is at the cursor and may be empty
   * @param isFlag whether a property can be given without a value
   */
  static TypedLine of(CommandLine root, List<String> line, Predicate<String> isFlag) {
    CommandLine command = root;
    List<String> words = new ArrayList<>();
    Map<String, String> options = new HashMap<>();
    @Nullable String open = null;
    boolean onlyWords = false;
    for (String word : line.subList(0, line.size() - 1)) {
      int equals = word.indexOf('=');
      if (open != null) {
        options.put(open, word);
        open = null;
      } else if (!onlyWords && word.equals("--")) {
        onlyWords = true;
      } else if (!onlyWords && isOption(word) && equals > 0) {
        options.put(longest(command, word.substring(0, equals)), word.substring(equals + 1));
      } else if (!onlyWords && isOption(word)) {
        String name = longest(command, word);
        options.put(name, "");
        open = takesValue(command, name, isFlag) ? name : null;
      } else if (words.isEmpty() && command.getSubcommands().containsKey(word)) {
        command = command.getSubcommands().get(word);
      } else {
        words.add(word);
      }
    }
    String last = line.get(line.size() - 1);
    int equals = last.indexOf('=');
    boolean isInOption = open == null && !onlyWords && isOption(last) && equals > 0;
    return new TypedLine(
        command.getCommandSpec(),
        words,
        options,
        isInOption
            ? Optional.of(longest(command, last.substring(0, equals)))
            : Optional.ofNullable(open),
        isInOption ? last.substring(0, equals + 1) : "",
        isInOption ? last.substring(equals + 1) : last,
        !onlyWords);
  }

  private static boolean isOption(String word) {
    return word.startsWith("-") && word.length() > 1;
  }

  private static String longest(CommandLine command, String name) {
    OptionSpec option = command.getCommandSpec().optionsMap().get(name);
    return option == null ? name : option.longestName();
  }

  private static boolean takesValue(CommandLine command, String name, Predicate<String> isFlag) {
    OptionSpec option = command.getCommandSpec().optionsMap().get(name);
    return option == null ? !isFlag.test(name) : option.arity().max() > 0;
  }
}
