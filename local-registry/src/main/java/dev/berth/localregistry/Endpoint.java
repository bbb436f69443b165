package dev.berth.localregistry;

import java.io.IOException;

/** Handles the requests for one kind of path. */
interface Endpoint {
  /**
   * Handles a request.
   *
   * @param name the valid name of a repository; empty if the path has none
   * @param reference the rest of the path, not validated; may be empty
   */
  Response answer(Request request, String name, String reference) throws IOException;
}
