package dev.berth.push.archive;

import java.util.Optional;

/** The files of an image's source, by name. */
public interface ImageFiles {
  /** The source's name in messages. */
  String name();

  /**
   * The content of a regular file.
   *
   * @throws dev.berth.spi.BerthException with the code {@code IMAGE} when the name belongs to
   *     something else than a file
   */
  Optional<Content> find(String name);
}
