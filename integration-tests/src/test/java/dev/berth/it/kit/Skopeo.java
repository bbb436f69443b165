package dev.berth.it.kit;

import java.util.ArrayList;
import java.util.List;

/** The program skopeo, which copies images without an engine. */
public final class Skopeo {
  private Skopeo() {}

  /** Copies an image as it is, from one place to another, each in skopeo's notation. */
  public static void copy(String from, String to) {
    Commands.run(
        "skopeo",
        "--insecure-policy",
        "copy",
        "--quiet",
        "--preserve-digests",
        "--src-tls-verify=false",
        "--dest-tls-verify=false",
        from,
        to);
  }

  /** Copies an image, and writes it anew in the form of the other place. */
  public static void convert(String from, String to, String... options) {
    var line = new ArrayList<>(List.of("skopeo", "--insecure-policy", "copy", "--quiet"));
    line.addAll(List.of("--src-tls-verify=false", from, to));
    line.addAll(List.of(options));
    Commands.run(line.toArray(String[]::new));
  }
}
