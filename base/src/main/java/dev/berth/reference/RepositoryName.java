package dev.berth.reference;

import java.util.regex.Pattern;

/** The grammar of repository names, of the OCI distribution specification, "Pulling manifests". */
final class RepositoryName {
  private static final Pattern SEGMENT = Pattern.compile("[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*");

  private RepositoryName() {}

  /** Checks the path of a repository that stands at {@code offset} in {@code text}. */
  static void check(String what, String text, String path, int offset) {
    int at = offset;
    for (String segment : path.split("/", -1)) {
      checkSegment(what, text, segment, at);
      at += segment.length() + 1;
    }
  }

  private static void checkSegment(String what, String text, String segment, int at) {
    if (segment.isEmpty()) {
      throw new InvalidReferenceException(
          what, text, Math.min(at, text.length()), "a repository has no empty path segment");
    }
    for (int i = 0; i < segment.length(); i++) {
      if (Character.isUpperCase(segment.charAt(i))) {
        throw new InvalidReferenceException(
            what, text, at + i, "a repository is written in lower case");
      }
    }
    var matcher = SEGMENT.matcher(segment);
    if (!matcher.matches()) {
      int end = matcher.lookingAt() ? matcher.end() : 0;
      throw new InvalidReferenceException(
          what,
          text,
          at + end,
          "a repository's path segments are a-z and 0-9, joined by '.', '_', '__' or dashes");
    }
  }
}
