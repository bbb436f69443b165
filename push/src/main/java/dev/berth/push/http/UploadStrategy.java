package dev.berth.push.http;

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
   * What registries take, in the order in which it is tried. GitHub's registry keeps only the last
   * of several chunks, Google's takes none, JFrog's wants a PATCH; the others take everything, but
   * some only up to a size for one request.
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

  /** What one registry turned out to take; shared by all uploads to it. */
  public static final class Choice {
    private final List<UploadStrategy> strategies;
    private final AtomicInteger current = new AtomicInteger();
    private volatile boolean wantsSize;

    /** Begins with what the table says of the registry. */
    Choice(String host) {
      this.strategies =
          TABLE.stream()
              .filter(row -> row.hosts().matcher(host).matches())
              .findFirst()
              .orElseThrow()
              .strategies();
    }

    /** Whether the registry takes only bodies whose size it is told before. */
    public boolean wantsSize() {
      return wantsSize;
    }

    public void wantSize() {
      wantsSize = true;
    }

    public UploadStrategy get() {
      return strategies.get(current.get());
    }

    /**
     * The registry refused bytes that were sent in this manner.
     *
     * @return whether there is another one
     */
    public boolean dismiss(UploadStrategy refused) {
      int index = strategies.indexOf(refused);
      if (index + 1 < strategies.size()) {
        current.compareAndSet(index, index + 1);
      }
      return get() != refused;
    }
  }
}
