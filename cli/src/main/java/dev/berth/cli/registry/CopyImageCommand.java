package dev.berth.cli.registry;

import dev.berth.cli.session.Session;
import dev.berth.push.image.ImageLocation;
import dev.berth.reference.ImageReference;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Copies an image from one registry to another: a push whose source is a registry. */
@Command(
    name = "copy",
    description = "Copy an image from any registry to the registered registry that owns IMAGE.",
    footer = "Prints HOST/REPOSITORY@DIGEST, with the digest that the tag then names.")
public final class CopyImageCommand implements Callable<Integer> {
  private static final Pattern OTHER_SOURCE =
      Pattern.compile("(docker-archive|docker-daemon|oci|oci-archive|registry):(?!\\d{1,5}/).*");

  private final Session session;

  @Parameters(
      index = "0",
      paramLabel = "SOURCE",
      description =
          "Image to copy: HOST/REPOSITORY[:TAG|@DIGEST], or a source as for berth push --from.")
  private String source;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "IMAGE",
      description = "Targets, as for berth push: HOST/REPOSITORY[:TAG].")
  private List<String> images;

  @Mixin private PushSettings settings;

  CopyImageCommand(Session session) {
    this.session = session;
    this.settings = new PushSettings();
  }

  @Override
  public Integer call() {
    settings.push(session, images, Optional.of(location(source)), Optional.empty());
    return 0;
  }

  private static ImageLocation location(String source) {
    return OTHER_SOURCE.matcher(source).matches()
        ? ImageLocation.parse(source)
        : ImageLocation.inRegistry(ImageReference.parse(source));
  }
}
