package dev.berth.it.kit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A registry that has nothing, and takes nothing.
 *
 * <p>Made of sockets, because the JDK's server lets an engine that tries TLS first wait for long.
 */
public final class StubRegistry implements AutoCloseable {
  private static final int TLS_HANDSHAKE = 0x16;

  private final ServerSocket server;
  private final String uploadAnswer;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch uploading = new CountDownLatch(1);

  private StubRegistry(String uploadAnswer) {
    try {
      server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.uploadAnswer = uploadAnswer;
    start(this::accept);
  }

  /** A registry that answers every upload with this error. */
  public static StubRegistry refusing(int status, String code, String message) {
    var error = JsonNodeFactory.instance.objectNode();
    error.putArray("errors").addObject().put("code", code).put("message", message);
    return new StubRegistry(answer(status, error.toString()));
  }

  /** A registry that never answers an upload. */
  public static StubRegistry silent() {
    return new StubRegistry("");
  }

  private static void start(Runnable work) {
    var thread = new Thread(work, "stub-registry");
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
    try (client) {
      var in = new BufferedInputStream(client.getInputStream());
      in.mark(1);
      int first = in.read();
      in.reset();
      if (first != TLS_HANDSHAKE) {
        String request = line(in);
        while (!line(in).isEmpty()) {}
        client.getOutputStream().write(handle(request).getBytes(UTF_8));
        client.getOutputStream().flush();
        if (request.startsWith("POST") && uploadAnswer.isEmpty()) {
          in.readAllBytes();
        }
      }
    } catch (IOException e) {
      // The client has gone.
    }
  }

  private String handle(String request) {
    requests.add(request.replace(" HTTP/1.1", ""));
    if (request.startsWith("POST ")) {
      uploading.countDown();
      return uploadAnswer;
    }
    return answer(request.startsWith("GET /v2/ ") ? 200 : 404, "");
  }

  private static String answer(int status, String body) {
    return """
        HTTP/1.1 %d Answer
        Docker-Distribution-Api-Version: registry/2.0
        Content-Type: application/json
        Content-Length: %d
        Connection: close

        %s"""
        .replace("\n", "\r\n")
        .formatted(status, body.getBytes(UTF_8).length, body);
  }

  private static String line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      line.write(c);
    }
    return line.toString(ISO_8859_1).stripTrailing();
  }

  /** {@code localhost:port}. */
  public String host() {
    return "localhost:" + server.getLocalPort();
  }

  /** Methods and paths of all requests so far. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** Waits until an upload has begun. */
  public void awaitUpload() {
    try {
      if (!uploading.await(1, TimeUnit.MINUTES)) {
        throw new AssertionError("nobody uploads; there were " + requests);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for an upload", e);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
