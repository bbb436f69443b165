package dev.berth.push.distribution;

import dev.berth.reference.Capabilities;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** How the bytes of a blob whose size is known are sent. */
public enum UploadStrategy {
  /** All at once with the commit: a PUT. */
  PUT,
  /** All at once and then the commit: a PATCH and a PUT. */
  PATCH,
  /** In parts and then the commit: several PATCHes and a PUT. */
  CHUNKS;

  /** The strategy that one registry was found to accept; shared by all uploads to it. */
  public static final class Choice {
    private final List<UploadStrategy> strategies;
    private final AtomicInteger current = new AtomicInteger();
    private volatile boolean requiresSize;

    /** Begins with the best form of uploads that is known for the host. */
    public Choice(String host) {
      this.strategies =
          Capabilities.of(host).uploads().stream().map(it -> valueOf(it.name())).toList();
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
