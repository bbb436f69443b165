package dev.berth.push.fake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers each request with the same bytes, which need not be HTTP. */
public final class RawServer implements AutoCloseable {
  /** Writes an answer; the connection is closed after it. */
  public interface Answer {
    /** Writes the answer. */
    void writeTo(OutputStream out) throws IOException;
  }

  private final ServerSocket server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger connections = new AtomicInteger();

  /** A server on a free port. */
  public RawServer(Answer answer) {
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(() -> serve(answer));
  }

  /** {@code 127.0.0.1:port}. */
  public String host() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  /** How many connections were made. */
  public int connections() {
    return connections.get();
  }

  private void serve(Answer answer) {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        connections.incrementAndGet();
        threads.execute(() -> answer(socket, answer));
      } catch (IOException e) {
        return;
      }
    }
  }

  private static void answer(Socket accepted, Answer answer) {
    try (Socket socket = accepted) {
      readHead(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      answer.writeTo(out);
      out.flush();
      socket.shutdownOutput();
      // Until the client closes it, since unread bytes would reset the connection.
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      return;
    }
  }

  private static void readHead(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int read = in.read();
      if (read < 0) {
        throw new IOException("no request");
      }
      head.append((char) read);
    }
  }

  /** An answer with a head, and a body of any kind. */
  public static Answer answer(String head, Answer body) {
    return out -> {
      out.write((head + "\r\n\r\n").getBytes(ISO_8859_1));
      body.writeTo(out);
    };
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }
}
