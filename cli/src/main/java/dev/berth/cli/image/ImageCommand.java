package dev.berth.cli.image;

import dev.berth.cli.session.CommandGroup;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** The commands that read images of registries. */
@Command(name = "image", description = "Look at images of registries.")
public final class ImageCommand extends CommandGroup {

  @Override
  public List<String> names() {
    return List.of("digest", "tags", "inspect");
  }

  @Override
  public @Nullable Class<?> command(String name) {
    return switch (name) {
      case "digest" -> DigestCommand.class;
      case "tags" -> TagsCommand.class;
      case "inspect" -> InspectCommand.class;
      default -> null;
    };
  }
}
