package dev.berth.cli.image;

import dev.berth.cli.session.JsonResults;
import dev.berth.cli.session.Session;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the tags of a repository. */
@Command(name = "tags", description = "List the tags of a repository.")
final class TagsCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "IMAGE", description = "The repository: HOST/REPOSITORY.")
  private String repository;

  @Option(
      names = "--filter",
      paramLabel = "PATTERN",
      description = "Only tags of this form, with * and ?: 1.* or '*-rc?'.")
  private @Nullable String filter;

  TagsCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (var registries = session.registries()) {
      Pattern wanted = pattern(filter == null ? "*" : filter);
      List<String> tags =
          registries.images(ImageListener.of(session)).tags(repository).stream()
              .filter(tag -> wanted.matcher(tag).matches())
              .toList();
      var shape = JsonResults.object();
      tags.forEach(shape.putArray("tags")::add);
      session.output().result(shape, tags);
    }
    return 0;
  }

  /** A pattern of a shell as a regular expression. */
  private static Pattern pattern(String text) {
    String quoted = Pattern.quote(text);
    return Pattern.compile(quoted.replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q"));
  }
}
