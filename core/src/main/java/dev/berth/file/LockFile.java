package dev.berth.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A lock on a file, between threads and between processes. The operating system releases it when
 * its process ends. The file remains, and contains the process ID of the last holder.
 */
final class LockFile implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long FIRST_PAUSE_MILLIS = 10;
  private static final long LONGEST_PAUSE_MILLIS = 100;
  // File locks are per process, so the threads of one process need a lock too.
  private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

  private final ReentrantLock threads;
  private final FileChannel channel;

  private LockFile(ReentrantLock threads, FileChannel channel) {
    this.threads = threads;
    this.channel = channel;
  }

  static LockFile acquire(Path file, String what) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Path key = file.toAbsolutePath().normalize();
    ReentrantLock threads = THREADS.computeIfAbsent(key, path -> new ReentrantLock());
    @Nullable FileChannel channel = null;
    boolean done = false;
    try {
      if (!threads.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw busy(file, what);
      }
      channel = PrivateFiles.openFile(file, CREATE, WRITE);
      long pause = FIRST_PAUSE_MILLIS;
      while (tryLock(channel) == null) {
        if (System.nanoTime() > deadline) {
          throw busy(file, what);
        }
        // The JDK's blocking lock has no time limit and cannot be interrupted. Many that try again
        // often would leave no time to the one that holds the lock.
        Thread.sleep(ThreadLocalRandom.current().nextLong(pause, 2 * pause));
        pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
      }
      sign(channel);
      done = true;
      return new LockFile(threads, channel);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy(file, what);
    } finally {
      if (!done) {
        release(threads, channel);
      }
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    return channel.tryLock();
  }

  private static void sign(FileChannel channel) throws IOException {
    String holder = "pid " + ProcessHandle.current().pid() + "\n";
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(holder.getBytes(UTF_8)), 0);
  }

  private static BerthException busy(Path file, String what) {
    String holder = "another process";
    try {
      holder = Files.readString(file).strip();
    } catch (IOException e) {
      // The holder is unknown.
    }
    return new BerthException(
        ErrorCode.STORE,
        "the %s is busy: %s is held by %s".formatted(what, file, holder),
        "try again");
  }

  private static void release(ReentrantLock threads, @Nullable FileChannel channel)
      throws IOException {
    try {
      if (channel != null) {
        channel.close();
      }
    } finally {
      if (threads.isHeldByCurrentThread()) {
        threads.unlock();
      }
    }
  }

  @Override
  public void close() throws IOException {
    release(threads, channel);
  }
}
