package dev.berth.testing.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/** A proxy that connects to one server, whatever host is asked for. */
public final class ConnectProxy implements AutoCloseable {
  private static final String LOGIN_REQUIRED =
      """
      HTTP/1.1 407 Proxy Authentication Required
      Proxy-Authenticate: Basic realm="proxy"
      Content-Length: 0
      Connection: close

      """
          .replace("\n", "\r\n");

  private final ServerSocket socket;
  private final URI server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private final AtomicInteger dying = new AtomicInteger();
  private volatile Optional<String> refusal = Optional.empty();
  private volatile String known = "";
  private volatile Optional<String> login = Optional.empty();

  /** A proxy to a server, {@code host:port}. */
  public ConnectProxy(String server) {
    this(server, Optional.empty());
  }

  /** The same, spoken to over TLS. */
  public ConnectProxy(String server, Optional<SSLContext> tls) {
    this.server = URI.create("http://" + server);
    try {
      InetAddress loopback = InetAddress.getLoopbackAddress();
      socket =
          tls.isPresent()
              ? tls.get().getServerSocketFactory().createServerSocket(0, 50, loopback)
              : new ServerSocket(0, 50, loopback);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::serve);
  }

  /** {@code localhost:port}. */
  public String host() {
    return "localhost:" + socket.getLocalPort();
  }

  /** From now on, everything is answered so: {@code 403 Forbidden}, with headers. */
  public void refuse(String statusAndHeaders) {
    refusal = Optional.of(statusAndHeaders);
  }

  /** From now on, a login is required, {@code user:password}. */
  public ConnectProxy requiring(String userAndPassword) {
    byte[] text = userAndPassword.getBytes(UTF_8);
    login = Optional.of("Proxy-Authorization: Basic " + Base64.getEncoder().encodeToString(text));
    return this;
  }

  /** From now on, other hosts are unknown. */
  public void knowing(String host) {
    known = host;
  }

  /** The next connections die when the client has sent so much in them. */
  public void die(int times) {
    dying.set(times);
  }

  /** The heads of the requests that the proxy saw: one for each tunnel. */
  public List<String> heads() {
    return List.copyOf(heads);
  }

  private void serve() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        threads.execute(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket accepted) {
    try (Socket client = accepted;
        Socket target = new Socket(server.getHost(), server.getPort())) {
      String head = head(client.getInputStream());
      heads.add(head);
      OutputStream out = client.getOutputStream();
      if (login.filter(required -> !hasLine(head, required)).isPresent()) {
        out.write(LOGIN_REQUIRED.getBytes(ISO_8859_1));
        return;
      }
      if (!head.lines().findFirst().orElse("").contains(known)) {
        out.write("HTTP/1.1 502 Unknown Host\r\nConnection: close\r\n\r\n".getBytes(ISO_8859_1));
        return;
      }
      if (refusal.isPresent()) {
        out.write(("HTTP/1.1 " + refusal.get() + "\r\n\r\n").getBytes(ISO_8859_1));
        return;
      }
      if (head.startsWith("CONNECT ")) {
        out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(ISO_8859_1));
      } else {
        target.getOutputStream().write(head.getBytes(ISO_8859_1));
      }
      threads.execute(() -> copy(target, client, Long.MAX_VALUE));
      copy(client, target, dying.getAndDecrement() > 0 ? 100_000 : Long.MAX_VALUE);
    } catch (IOException e) {
      return;
    }
  }

  /** Java writes the header's name in lower case. */
  private static boolean hasLine(String head, String line) {
    return head.lines().anyMatch(line::equalsIgnoreCase);
  }

  private static void copy(Socket from, Socket to, long limit) {
    byte[] buffer = new byte[8192];
    try {
      InputStream in = from.getInputStream();
      for (long sent = 0; sent < limit; ) {
        int read = in.read(buffer);
        if (read < 0) {
          return;
        }
        to.getOutputStream().write(buffer, 0, read);
        sent += read;
      }
    } catch (IOException e) {
      return;
    }
  }

  private static String head(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int read = in.read();
      if (read < 0) {
        throw new IOException("no request");
      }
      head.append((char) read);
    }
    return head.toString();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }
}
