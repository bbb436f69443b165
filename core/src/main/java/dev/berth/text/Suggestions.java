package dev.berth.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;

/** Suggests existing names for a name that does not exist. */
public final class Suggestions {
  // Names below this have little in common.
  private static final double SIMILAR = 0.75;

  private Suggestions() {}

  /** The names most similar to {@code name}, the most similar first, at most {@code limit}. */
  public static List<String> nearest(String name, Collection<String> known, int limit) {
    var similarity = new JaroWinklerSimilarity();
    String wanted = plain(name);
    record Candidate(String name, double score) {}
    return known.stream()
        .map(each -> new Candidate(each, similarity.apply(wanted, plain(each))))
        .filter(candidate -> candidate.score() >= SIMILAR)
        .sorted(Comparator.comparingDouble(Candidate::score).reversed())
        .limit(limit)
        .map(Candidate::name)
        .toList();
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceFirst("^-+", "");
  }

  /** "did you mean 'x'?"; empty if no name is similar enough. */
  public static Optional<String> didYouMean(String name, Collection<String> known) {
    return nearest(name, known, 1).stream().findFirst().map(near -> "did you mean '" + near + "'?");
  }

  /** The hints for a name that does not exist: the most similar name, and all names. */
  public static String[] hints(String name, String what, Collection<String> known) {
    var hints = new java.util.ArrayList<String>();
    didYouMean(name, known).ifPresent(hints::add);
    hints.add(known.isEmpty() ? "there are no " + what : what + ": " + String.join(", ", known));
    return hints.toArray(String[]::new);
  }
}
