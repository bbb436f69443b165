package dev.berth.localregistry;

import java.io.IOException;

/** What is done at one kind of path. */
interface Endpoint {
  /**
   * Does what a request asks for.
   *
   * @param name a repository's name that was checked; empty where the path has none
   * @param reference what the path names in the repository, unchecked; may be empty
   */
  Response answer(Request request, String name, String reference) throws IOException;
}
