package dev.berth.push.archive;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Names of entries in an archive, which never become paths on a disk. */
public final class EntryNames {
  private EntryNames() {}

  /** The one spelling of a name; empty when it is absolute or leads upwards. */
  public static Optional<String> normal(String name) {
    for (String part : name.split("/", -1)) {
      if (part.equals("..")) {
        return Optional.empty();
      }
    }
    return join("", name);
  }

  /** The target of a link in an entry's folder; empty when it is outside the archive. */
  static Optional<String> target(String entry, String link) {
    int slash = entry.lastIndexOf('/');
    return join(slash < 0 ? "" : entry.substring(0, slash), link);
  }

  private static Optional<String> join(String folder, String name) {
    if (name.startsWith("/")) {
      return Optional.empty();
    }
    Deque<String> parts = new ArrayDeque<>();
    for (String part : (folder + "/" + name).split("/", -1)) {
      if (part.equals("..")) {
        if (parts.pollLast() == null) {
          return Optional.empty();
        }
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    return parts.isEmpty() ? Optional.empty() : Optional.of(String.join("/", parts));
  }
}
