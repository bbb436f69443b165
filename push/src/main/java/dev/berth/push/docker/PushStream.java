package dev.berth.push.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.PushResponseItem;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The reports that the engine sends while it pushes. They are passed from the reading thread to the
 * pushing thread, which can then limit how long it waits for each.
 */
final class PushStream implements ResultCallback<PushResponseItem> {
  private static final int MAX_UNREAD = 1024;

  /** A report, or the failure of the stream, or with neither its end. */
  record Event(@Nullable PushResponseItem item, @Nullable Throwable failure) {}

  private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(MAX_UNREAD);
  private @Nullable Closeable connection;
  private boolean closed;

  /** The next event; empty after the time limit. */
  Optional<Event> next(Duration limit) throws InterruptedException {
    return Optional.ofNullable(events.poll(limit.toNanos(), TimeUnit.NANOSECONDS));
  }

  /** Whether the engine's response has begun. */
  synchronized boolean isStarted() {
    return connection != null;
  }

  @Override
  public void onStart(Closeable newConnection) {
    synchronized (this) {
      connection = newConnection;
      if (!closed) {
        return;
      }
    }
    closeQuietly(newConnection);
  }

  @Override
  public void onNext(PushResponseItem item) {
    put(new Event(item, null));
  }

  @Override
  public void onError(Throwable failure) {
    put(new Event(null, failure));
  }

  @Override
  public void onComplete() {
    put(new Event(null, null));
  }

  private void put(Event event) {
    try {
      events.put(event);
    } catch (InterruptedException e) {
      // close() interrupts the reading thread; the events are not read any more.
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    Closeable toClose;
    synchronized (this) {
      closed = true;
      toClose = connection;
    }
    if (toClose != null) {
      closeQuietly(toClose);
    }
  }

  private static void closeQuietly(Closeable connection) {
    try {
      connection.close();
    } catch (IOException e) {
      // The connection is not used any more, so the failure does not matter.
    }
  }
}
