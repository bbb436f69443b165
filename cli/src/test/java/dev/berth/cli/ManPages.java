package dev.berth.cli;

import dev.berth.cli.session.BerthVersion;
import dev.berth.cli.session.Environment;
import dev.berth.cli.session.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * Manual pages in roff, one for each command, from picocli's model. {@code ./package} runs it; the
 * distribution does not have it.
 *
 * @see "docs/decisions/0028-own-runtime-and-deb.md"
 */
final class ManPages {
  private static final String EXIT_STATUS =
      "0 for success, 2 for wrong usage, 8 if a retry may succeed, 10 if a prerequisite is not met. "
          + "The guide lists all of them.";

  private ManPages() {}

  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[0]));
    for (var page : all(args[1]).entrySet()) {
      Files.writeString(folder.resolve(page.getKey() + ".1"), page.getValue());
    }
  }

  /** The pages by their names, which are of this date. */
  static Map<String, String> all(String date) {
    Environment environment = Environment.ofProcess();
    var factory =
        new CommandFactory(
            new Session(
                environment,
                () -> {
                  throw new IllegalStateException("nothing is parsed");
                }));
    Map<String, String> pages = new LinkedHashMap<>();
    add(CommandTree.all(new BerthCommand(environment), factory), date, pages);
    return pages;
  }

  private static void add(CommandLine command, String date, Map<String, String> pages) {
    CommandSpec spec = command.getCommandSpec();
    // An alias is a key of its own in the map of commands.
    if (!spec.usageMessage().hidden() && pages.putIfAbsent(name(spec), page(spec, date)) == null) {
      command.getSubcommands().values().forEach(child -> add(child, date, pages));
    }
  }

  private static String name(CommandSpec spec) {
    return spec.qualifiedName("-");
  }

  private static String page(CommandSpec spec, String date) {
    UsageMessageSpec usage = spec.usageMessage();
    var page = new StringBuilder();
    String title = quoted(name(spec).toUpperCase(Locale.ROOT));
    line(page, ".TH " + title + " 1 " + date + " " + quoted("berth " + BerthVersion.text()));
    line(page, ".SH NAME");
    String purpose = String.join(" ", usage.description());
    line(page, escaped(name(spec)) + " \\- " + escaped(purpose));
    line(page, ".SH SYNOPSIS");
    line(page, text(synopsis(spec)));
    if (usage.footer().length > 0) {
      line(page, ".SH DESCRIPTION");
      line(page, text(String.join(" ", usage.description())));
      line(page, ".PP");
      line(page, text(String.join(" ", usage.footer())));
    }
    list(page, "ARGUMENTS", arguments(spec));
    list(page, spec.parent() == null ? "OPTIONS OF ALL COMMANDS" : "OPTIONS", options(spec));
    list(page, "COMMANDS", commands(spec));
    line(page, ".SH EXIT STATUS");
    line(page, text(EXIT_STATUS));
    seeAlso(page, spec);
    return page.toString();
  }

  private static String synopsis(CommandSpec spec) {
    String[] custom = spec.usageMessage().customSynopsis();
    return custom.length > 0
        ? String.join(" ", custom)
        : new CommandLine.Help(spec, CommandLine.Help.defaultColorScheme(Ansi.OFF))
            .abbreviatedSynopsis();
  }

  private static Map<String, String> arguments(CommandSpec spec) {
    Map<String, String> entries = new LinkedHashMap<>();
    for (var argument : spec.positionalParameters()) {
      if (!argument.hidden()) {
        entries.put(argument.paramLabel(), description(argument));
      }
    }
    return entries;
  }

  /** The page berth(1) has those of all commands. */
  private static Map<String, String> options(CommandSpec spec) {
    return spec.options().stream()
        .filter(it -> !it.hidden() && !it.inherited())
        .filter(it -> spec.parent() == null || !isStandard(it))
        .sorted((a, b) -> a.longestName().compareTo(b.longestName()))
        .collect(
            Collectors.toMap(
                ManPages::term, ManPages::description, (a, b) -> a, LinkedHashMap::new));
  }

  private static boolean isStandard(OptionSpec option) {
    return option.usageHelp() || option.versionHelp();
  }

  private static String term(OptionSpec option) {
    String value = option.arity().max() == 0 ? "" : "=" + option.paramLabel();
    return String.join(", ", option.names()) + value;
  }

  private static String description(ArgSpec argument) {
    return String.join(" ", argument.description());
  }

  private static Map<String, String> commands(CommandSpec spec) {
    Map<String, String> entries = new LinkedHashMap<>();
    for (CommandLine each : spec.subcommands().values()) {
      CommandSpec child = each.getCommandSpec();
      if (!child.usageMessage().hidden()) {
        entries.put(
            String.join(", ", child.names()), String.join(" ", child.usageMessage().description()));
      }
    }
    return entries;
  }

  private static void seeAlso(StringBuilder page, CommandSpec spec) {
    List<String> pages =
        spec.parent() == null
            ? spec.subcommands().values().stream()
                .map(each -> name(each.getCommandSpec()))
                .distinct()
                .toList()
            : List.of("berth", name(spec.parent())).stream().distinct().toList();
    line(page, ".SH SEE ALSO");
    line(
        page,
        pages.stream()
            .map(it -> ".BR " + escaped(it) + " (1)")
            .collect(Collectors.joining(" ,\n")));
  }

  private static void list(StringBuilder page, String title, Map<String, String> entries) {
    if (entries.isEmpty()) {
      return;
    }
    line(page, ".SH " + title);
    entries.forEach(
        (term, meaning) -> {
          line(page, ".TP");
          line(page, "\\fB" + escaped(term) + "\\fR");
          line(page, text(meaning));
        });
  }

  private static void line(StringBuilder page, String line) {
    page.append(line).append('\n');
  }

  private static String quoted(String text) {
    return '"' + escaped(text) + '"';
  }

  /** Text that begins a line, where a period or an apostrophe would begin a request. */
  private static String text(String text) {
    String escaped = escaped(text).strip();
    return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
  }

  private static String escaped(String text) {
    return text.replace("%n", " ").replace("\\", "\\e").replace("-", "\\-").replace("–", "\\(en");
  }
}
