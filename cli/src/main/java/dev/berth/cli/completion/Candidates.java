package dev.berth.cli.completion;

import dev.berth.cli.session.CommandGroup;
import dev.berth.cli.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Finds the words that can stand at the cursor of a command line. */
final class Candidates {
  /** The commands whose NAME must be a new one. */
  private static final Set<String> CREATING = Set.of("register", "new");

  private static final List<Candidate> SOURCES =
      List.of(
          new Candidate("docker-archive:", "A file written by docker save."),
          new Candidate("oci:", "A folder with an OCI image layout."),
          new Candidate("oci-archive:", "A tar file with an OCI image layout."),
          new Candidate("docker-daemon:", "An image of the Docker engine."),
          new Candidate("registry:", "An image of a registry."));

  private final TypedLine line;
  private final KnownNames known;
  private final Optional<FlavorWords> properties;

  private Candidates(TypedLine line, KnownNames known, Optional<FlavorWords> properties) {
    this.line = line;
    this.known = known;
    this.properties = properties;
  }

  /**
   * The words that can stand at the cursor.
   *
   * @param root the command {@code berth}, with the commands that the words name
   * @param typed the words after {@code berth}; the last one is at the cursor and may be empty
   */
  static List<Candidate> of(CommandLine root, List<String> typed, Session session) {
    List<String> words = typed.stream().map(word -> plain(word, session)).toList();
    // The folder of the store is known once the options are read, which needs no flavor.
    String home = TypedLine.of(root, words, name -> false).options().getOrDefault("--home", "");
    Session used = home.isEmpty() ? session : session.inHome(home);
    try (var registries = used.registries()) {
      var before = words.subList(0, words.size() - 1);
      var properties = FlavorWords.of(before, registries, used);
      var line =
          TypedLine.of(
              root, words, name -> properties.filter(flavor -> flavor.isFlag(name)).isPresent());
      return new Candidates(line, new KnownNames(used, registries), properties).find();
    }
  }

  /** A word without the quotes of a shell, and with the home folder for {@code ~}. */
  private static String plain(String word, Session session) {
    String home = session.environment().userHome().toString();
    return word.replaceAll("^['\"]|['\"]$", "")
        .replaceFirst("^(--home=)?~(?=/|$)", "$1" + Matcher.quoteReplacement(home));
  }

  private List<Candidate> find() {
    List<Candidate> all =
        line.option().isPresent()
            ? valuesOf(line.option().get())
            : line.typed().startsWith("-") && line.isOptionAllowed() ? options() : words();
    return all.stream()
        .filter(it -> it.isPath() || it.value().startsWith(line.typed()))
        .map(it -> it.isPath() ? it : new Candidate(line.fixed() + it.value(), it.description()))
        .toList();
  }

  private List<Candidate> words() {
    CommandSpec command = line.command();
    if (command.userObject() instanceof CommandGroup group) {
      return line.words().isEmpty() ? commands(group) : List.of();
    }
    List<Candidate> found =
        command.positionalParameters().stream()
            .filter(it -> it.index().contains(line.words().size()))
            .findFirst()
            .map(this::values)
            .orElse(List.of());
    boolean offersOptions = found.isEmpty() && line.typed().isEmpty() && line.isOptionAllowed();
    return offersOptions ? options() : found;
  }

  private static List<Candidate> commands(CommandGroup group) {
    return group.names().stream()
        .map(name -> new Candidate(name, description(group.command(name))))
        .toList();
  }

  private static String description(@Nullable Class<?> command) {
    Command annotation = command == null ? null : command.getAnnotation(Command.class);
    return annotation == null ? "" : first(annotation.description());
  }

  /** The command's own options, the flavor's properties, and the options of all commands. */
  private List<Candidate> options() {
    List<Candidate> own = new ArrayList<>();
    List<Candidate> shared = new ArrayList<>();
    for (OptionSpec option : line.command().options()) {
      boolean isGiven = !option.isMultiValue() && isGiven(option.longestName());
      if (!option.hidden() && !isGiven) {
        boolean isShared = option.inherited() || option.usageHelp() || option.versionHelp();
        (isShared ? shared : own)
            .add(new Candidate(option.longestName(), first(option.description())));
      }
    }
    if (takesProperties()) {
      properties.stream()
          .flatMap(it -> it.options().stream())
          .filter(it -> !isGiven(it.value()))
          .forEach(own::add);
    }
    return both(own, shared);
  }

  private boolean isGiven(String option) {
    return line.options().containsKey(option);
  }

  private boolean takesProperties() {
    return line.command().parser().unmatchedOptionsArePositionalParams();
  }

  private List<Candidate> valuesOf(String option) {
    OptionSpec spec = line.command().optionsMap().get(option);
    return spec != null
        ? values(spec)
        : properties.map(it -> it.values(option, known)).orElse(List.of());
  }

  /** The values of an argument, which its label in the help tells. */
  private List<Candidate> values(ArgSpec argument) {
    if (argument.completionCandidates() != null) {
      return StreamSupport.stream(argument.completionCandidates().spliterator(), false)
          .map(it -> new Candidate(it.toLowerCase(Locale.ROOT), ""))
          .toList();
    }
    return switch (argument.paramLabel()) {
      case "DIR" -> List.of(Candidate.FOLDERS);
      case "FILE", "JAR" -> List.of(Candidate.FILES);
      case "KEY=FILE" -> line.typed().contains("=") ? List.of(Candidate.FILES) : List.of();
      case "FLAVOR", "FLAVOR|GROUP:ARTIFACT:VERSION" -> known.flavors();
      case "NAME" -> argument.isOption() ? known.registries() : names();
      case "NAME|IMAGE" -> both(known.registries(), known.images());
      case "IMAGE" -> known.images();
      case "SOURCE" -> sources(argument.isPositional());
      case "PROPERTY" -> line.words().isEmpty() ? List.of() : known.properties(line.words().get(0));
      case "COMMAND" -> commandsOfHelp();
      default -> List.of();
    };
  }

  /** The source of a push, or of a copy, which is an image of a registry unless it says so. */
  private List<Candidate> sources(boolean isCopy) {
    String typed = line.typed();
    if (typed.startsWith("registry:")) {
      return known.images().stream()
          .map(it -> new Candidate("registry:" + it.value(), it.description()))
          .toList();
    }
    boolean isFile = SOURCES.stream().anyMatch(it -> typed.startsWith(it.value()));
    return isFile ? List.of(Candidate.FILES) : isCopy ? both(known.images(), SOURCES) : SOURCES;
  }

  /** The names of what the group of the command is for, without those that were given. */
  private List<Candidate> names() {
    if (CREATING.contains(line.command().name())
        || (takesProperties() && !line.words().isEmpty())) {
      return List.of();
    }
    List<Candidate> all =
        switch (line.command().parent().name()) {
          case "container-registry" -> known.registries();
          case "flavor" -> known.flavors();
          case "secret" -> known.secrets();
          default -> List.of();
        };
    return all.stream().filter(it -> !line.words().contains(it.value())).toList();
  }

  private List<Candidate> commandsOfHelp() {
    CommandLine command = line.command().root().commandLine();
    for (String word : line.words()) {
      CommandLine next = command.getSubcommands().get(word);
      if (next == null) {
        return List.of();
      }
      command = next;
    }
    return command.getCommand() instanceof CommandGroup group ? commands(group) : List.of();
  }

  private static List<Candidate> both(List<Candidate> some, List<Candidate> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  private static String first(String[] description) {
    return description.length == 0 ? "" : description[0];
  }
}
