package dev.berth.push.distribution;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** How the bytes of a blob whose size is known are sent. */
public enum UploadStrategy {
  /** All at once with the commit: a PUT. */
  PUT,
  /** All at once and then the commit: a PATCH and a PUT. */
  PATCH,
  /** In parts and then the commit: several PATCHes and a PUT. */
  CHUNKS;

  /**
   * The strategies of each registry, in the order in which they are tried. GitHub's registry keeps
   * only the last of several chunks, Google's accepts none, JFrog's needs a PATCH. The others
   * accept everything, some of them only up to a size for one request.
   *
   * <p>The table is here and not in the flavors, since the flavor {@code default} may push to any
   * of these registries.
   */
  private record Row(Pattern hosts, List<UploadStrategy> strategies) {}

  private static final List<Row> TABLE =
      List.of(
          row("ghcr\\.io", PUT, PATCH),
          row("(.+\\.)?gcr\\.io|.+\\.pkg\\.dev", PUT, PATCH),
          row(".+\\.jfrog\\.io", PATCH, PUT),
          row(".*", PUT, PATCH, CHUNKS));

  private static Row row(String hosts, UploadStrategy... strategies) {
    return new Row(Pattern.compile(hosts), List.of(strategies));
  }

  /** The strategy that one registry was found to accept; shared by all uploads to it. */
  public static final class Choice {
    private final List<UploadStrategy> strategies;
    private final AtomicInteger current = new AtomicInteger();
    private volatile boolean requiresSize;

    /** Begins with the first strategy of the table for this registry. */
    public Choice(String host) {
      this.strategies =
          TABLE.stream()
              .filter(row -> row.hosts().matcher(host).matches())
              .findFirst()
              .orElseThrow()
              .strategies();
    }

    /** Whether the registry accepts only bodies whose size is known before. */
    public boolean requiresSize() {
      return requiresSize;
    }

    void requireSize() {
      requiresSize = true;
    }

    UploadStrategy get() {
      return strategies.get(current.get());
    }

    /**
     * Drops a strategy that the registry refused.
     *
     * @return whether another one is left
     */
    boolean dismiss(UploadStrategy refused) {
      int index = strategies.indexOf(refused);
      if (index + 1 < strategies.size()) {
        current.compareAndSet(index, index + 1);
      }
      return get() != refused;
    }
  }
}
