package dev.berth.testing.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;

/** Answers when it has read the beginning of a request, and hangs up on the rest of it. */
public final class ImpatientServer implements AutoCloseable {
  private final ServerSocket server;

  /** A server with one answer. */
  public ImpatientServer(String status, String body) throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(() -> serve(status, body), "impatient-server");
    thread.setDaemon(true);
    thread.start();
  }

  /** A place on the server. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/upload");
  }

  private void serve(String status, String body) {
    while (true) {
      try (Socket socket = server.accept()) {
        int read = socket.getInputStream().read(new byte[1000]);
        if (read < 0) {
          continue;
        }
        socket
            .getOutputStream()
            .write(
                "HTTP/1.1 %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                    .formatted(status, body.length(), body)
                    .getBytes(US_ASCII));
      } catch (IOException e) {
        if (server.isClosed()) {
          return;
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
