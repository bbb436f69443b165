package dev.berth.it.kit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A way to a registry that counts the bytes to it, and can be held up in the middle of them. */
public final class Proxy implements AutoCloseable {
  private static final int BUFFER = 16 * 1024;

  private final ServerSocket server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong sent = new AtomicLong();
  private volatile String target;
  private volatile long limit = Long.MAX_VALUE;
  private volatile CountDownLatch held = new CountDownLatch(1);
  private volatile CountDownLatch released = new CountDownLatch(0);

  private Proxy(String target, InetAddress address) {
    this.target = target;
    try {
      server = new ServerSocket(0, 0, address);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  /** A way from loopback to a registry, {@code localhost:PORT}. */
  public static Proxy to(String registry) {
    return new Proxy(registry, InetAddress.getLoopbackAddress());
  }

  /** A way from another address of this machine. */
  public static Proxy from(InetAddress address, String registry) {
    return new Proxy(registry, address);
  }

  private static void start(Runnable work) {
    var thread = new Thread(work, "proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        start(() -> serve(client));
      }
    } catch (IOException e) {
      // It has been closed.
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket registry = connect()) {
      open.add(client);
      open.add(registry);
      start(() -> copyBack(registry, client));
      copyThere(client, registry);
    } catch (IOException e) {
      // One of both has gone.
    } finally {
      open.remove(client);
    }
  }

  private Socket connect() throws IOException {
    String port = target.substring(target.lastIndexOf(':') + 1);
    return new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
  }

  private void copyThere(Socket client, Socket registry) throws IOException {
    InputStream in = client.getInputStream();
    OutputStream out = registry.getOutputStream();
    byte[] buffer = new byte[BUFFER];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      out.write(buffer, 0, read);
      if (sent.addAndGet(read) >= limit) {
        hold();
      }
    }
  }

  /** Holds up this connection; another one may still be used, for instance to cancel. */
  private void hold() {
    limit = Long.MAX_VALUE;
    held.countDown();
    await(released);
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static void copyBack(Socket registry, Socket client) {
    try (registry;
        client) {
      registry.getInputStream().transferTo(client.getOutputStream());
    } catch (IOException e) {
      // One of both has gone.
    }
  }

  /** {@code localhost:PORT}, or {@code ADDRESS:PORT}. */
  public String host() {
    InetAddress address = server.getInetAddress();
    String name = address.isLoopbackAddress() ? "localhost" : address.getHostAddress();
    return name + ":" + server.getLocalPort();
  }

  /** The connection over which this many more bytes are sent is held up then. */
  public Proxy holdAfter(long bytes) {
    held = new CountDownLatch(1);
    released = new CountDownLatch(1);
    sent.set(0);
    limit = bytes;
    return this;
  }

  /** Waits until a connection is held up. */
  public void awaitHeld() {
    assertTrue(await(held), () -> "only " + sent + " bytes came");
  }

  /** The connection that is held up goes on. */
  public void release() {
    released.countDown();
  }

  /** Ends all connections; new ones go to another registry, and are counted from the start. */
  public Proxy restart(String registry) {
    target = registry;
    for (Socket socket : open) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    // Only now: what is held up must not arrive.
    release();
    sent.set(0);
    return this;
  }

  /** How many bytes have been sent to the registry. */
  public long sent() {
    return sent.get();
  }

  @Override
  public void close() {
    release();
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
