package dev.berth.push.archive;

import java.util.Optional;

/** The files of an image's source, by their names there. */
public interface ImageFiles {
  /** What the source is called in messages. */
  String name();

  /**
   * The content of a regular file.
   *
   * @throws dev.berth.spi.BerthException with the code {@code IMAGE} when there is something else
   *     of that name
   */
  Optional<Content> find(String name);
}
