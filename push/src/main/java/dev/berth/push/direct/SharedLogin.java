package dev.berth.push.direct;

import dev.berth.spi.Credentials;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Supplier;

/**
 * The login of pushes that share connections. They have the same credentials, and each may be used
 * only while its push runs.
 */
final class SharedLogin implements Supplier<Credentials> {
  private final Deque<Supplier<Credentials>> running = new ConcurrentLinkedDeque<>();

  /** A push begins; the caller ends it with {@link #end}. */
  void begin(Supplier<Credentials> login) {
    running.addFirst(login);
  }

  void end(Supplier<Credentials> login) {
    running.removeFirstOccurrence(login);
  }

  @Override
  public Credentials get() {
    Supplier<Credentials> login = running.peekFirst();
    if (login == null) {
      throw new IllegalStateException("no push runs");
    }
    return login.get();
  }
}
