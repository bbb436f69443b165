import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Delay MILLIS PORT: a proxy on loopback to that port, with a round trip of MILLIS. It delays bytes
 * without limiting the bandwidth, and a new connection costs one more round trip.
 *
 * <p>Prints its port and its control port. A connection to the control port receives, since the
 * last one: connections, bytes sent, bytes received, round trips after the connection.
 */
public final class Delay {
  private static final int CHUNK = 64 * 1024;
  // The buffer for bytes in transit: enough for 1 GB/s at 50 ms.
  private static final int UNDER_WAY = 16 * 1024;

  private static final AtomicLong CONNECTIONS = new AtomicLong();
  private static final AtomicLong SENT = new AtomicLong();
  private static final AtomicLong RECEIVED = new AtomicLong();
  private static final AtomicLong ROUND_TRIPS = new AtomicLong();

  private record Chunk(byte[] bytes, int length, long due) {}

  public static void main(String[] args) throws IOException {
    long trip = Long.parseLong(args[0]) * 1_000_000;
    int target = Integer.parseInt(args[1]);
    InetAddress loopback = InetAddress.getLoopbackAddress();
    var server = new ServerSocket(0, 256, loopback);
    var control = new ServerSocket(0, 16, loopback);
    System.out.println(server.getLocalPort() + " " + control.getLocalPort());
    start(() -> report(control));
    while (true) {
      Socket client = server.accept();
      Socket registry = new Socket(loopback, target);
      client.setTcpNoDelay(true);
      registry.setTcpNoDelay(true);
      CONNECTIONS.incrementAndGet();
      // True while the registry responds: the next bytes of the client begin a round trip.
      var asked = new AtomicBoolean();
      relay(client, registry, trip / 2, trip, length -> {
        SENT.addAndGet(length);
        if (asked.compareAndSet(false, true)) {
          ROUND_TRIPS.incrementAndGet();
        }
      });
      relay(registry, client, trip / 2, 0, length -> {
        RECEIVED.addAndGet(length);
        asked.set(false);
      });
    }
  }

  private interface Counter {
    void count(int length);
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void report(ServerSocket control) throws IOException {
    while (true) {
      try (Socket who = control.accept()) {
        String line =
            "%d %d %d %d\n"
                .formatted(
                    CONNECTIONS.getAndSet(0),
                    SENT.getAndSet(0),
                    RECEIVED.getAndSet(0),
                    ROUND_TRIPS.getAndSet(0));
        who.getOutputStream().write(line.getBytes("US-ASCII"));
      }
    }
  }

  private static void relay(Socket from, Socket to, long delay, long opening, Counter counter) {
    BlockingQueue<Chunk> underWay = new ArrayBlockingQueue<>(UNDER_WAY);
    start(() -> read(from, underWay, delay, opening, counter));
    start(() -> write(underWay, to));
  }

  private static void read(
      Socket from, BlockingQueue<Chunk> underWay, long delay, long opening, Counter counter) {
    long earliest = 0;
    int length = 0;
    while (length >= 0) {
      byte[] bytes = new byte[CHUNK];
      try {
        InputStream in = from.getInputStream();
        length = in.read(bytes);
      } catch (IOException e) {
        length = -1;
      }
      long now = System.nanoTime();
      if (earliest == 0) {
        earliest = now + opening + delay;
      }
      if (length > 0) {
        counter.count(length);
      }
      put(underWay, new Chunk(bytes, length, Math.max(earliest, now + delay)));
    }
  }

  private static void put(BlockingQueue<Chunk> underWay, Chunk chunk) {
    try {
      underWay.put(chunk);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A side that is gone still gets its chunks taken away, for else the other would wait for ever. */
  private static void write(BlockingQueue<Chunk> underWay, Socket to) {
    boolean open = true;
    try {
      for (Chunk chunk = underWay.take(); chunk.length() >= 0; chunk = underWay.take()) {
        waitFor(chunk.due());
        open = open && sent(chunk, to);
      }
      if (open) {
        to.shutdownOutput();
      }
    } catch (IOException e) {
      close(to);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean sent(Chunk chunk, Socket to) {
    try {
      OutputStream out = to.getOutputStream();
      out.write(chunk.bytes(), 0, chunk.length());
      return true;
    } catch (IOException e) {
      close(to);
      return false;
    }
  }

  private static void waitFor(long due) {
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private static void close(Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException e) {
      // It is not needed any more.
    }
  }

  private static void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
  }
}
