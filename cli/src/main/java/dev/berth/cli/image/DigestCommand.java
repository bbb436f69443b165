package dev.berth.cli.image;

import dev.berth.cli.session.JsonResults;
import dev.berth.cli.session.Session;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints the digest that a tag names. */
@Command(name = "digest", description = "Print the digest that a tag names now.")
final class DigestCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "IMAGE", description = "The image: HOST/REPOSITORY[:TAG].")
  private String image;

  DigestCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (var registries = session.registries()) {
      String digest = registries.images(ImageListener.of(session)).digest(image).toString();
      session.output().result(JsonResults.object().put("digest", digest), List.of(digest));
    }
    return 0;
  }
}
