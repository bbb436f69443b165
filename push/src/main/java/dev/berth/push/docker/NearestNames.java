package dev.berth.push.docker;

import dev.berth.reference.ImageReference;
import dev.berth.reference.InvalidReferenceException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;

/** Suggests existing images for the name of a missing one. */
final class NearestNames {
  private static final JaroWinklerSimilarity SIMILARITY = new JaroWinklerSimilarity();
  private static final double TAG_WEIGHT = 0.2;
  private static final int MAX = 3;

  private record Candidate(String name, double score, double wholeScore) {}

  private NearestNames() {}

  /** At most three of the names, the nearest first. */
  static List<String> of(ImageReference wanted, Collection<String> names) {
    return names.stream()
        .flatMap(name -> candidate(wanted, name))
        .sorted(
            Comparator.comparingDouble(Candidate::score)
                .thenComparingDouble(Candidate::wholeScore)
                .reversed()
                .thenComparing(Candidate::name))
        .limit(MAX)
        .map(Candidate::name)
        .toList();
  }

  private static Stream<Candidate> candidate(ImageReference wanted, String name) {
    ImageReference image;
    try {
      image = ImageReference.parse(name);
    } catch (InvalidReferenceException e) {
      // An image without a name is listed as <none>:<none>.
      return Stream.empty();
    }
    // Ignores the host, since the intended image is often not tagged for it yet.
    double repository =
        Math.max(
            SIMILARITY.apply(wanted.repository(), image.repository()),
            SIMILARITY.apply(lastSegment(wanted), lastSegment(image)));
    double tag = SIMILARITY.apply(wanted.tag().orElse(""), image.tag().orElse(""));
    double score = (1 - TAG_WEIGHT) * repository + TAG_WEIGHT * tag;
    return Stream.of(
        new Candidate(name, score, SIMILARITY.apply(wanted.toString(), image.toString())));
  }

  private static String lastSegment(ImageReference image) {
    return image.repository().substring(image.repository().lastIndexOf('/') + 1);
  }
}
