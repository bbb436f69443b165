package dev.berth.localregistry;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.CharCodingConfig;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.HttpProcessors;
import org.apache.hc.core5.http.impl.io.DefaultBHttpServerConnectionFactory;
import org.apache.hc.core5.http.impl.io.HttpService;
import org.apache.hc.core5.http.io.HttpServerConnection;
import org.apache.hc.core5.http.io.HttpServerRequestHandler;
import org.apache.hc.core5.http.io.support.BasicHttpServerExpectationDecorator;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.io.CloseMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts connections and serves each on its own daemon thread. HttpCore's server is not used: its
 * listener thread keeps the JVM alive, and the number of its threads is unlimited.
 *
 * @see "docs/decisions/0013-embedded-registry-server.md"
 */
final class Listener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
  private static final int MAX_CONNECTIONS = 1024;
  private static final Duration IDLE = Duration.ofMinutes(1);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final List<ServerSocket> sockets;
  private final List<Thread> acceptors;
  private final HttpService service;
  private final DefaultBHttpServerConnectionFactory connections;
  private final Set<HttpServerConnection> open = ConcurrentHashMap.newKeySet();
  private final ThreadFactory daemons =
      work -> {
        var thread = new Thread(work, "berth-registry");
        thread.setDaemon(true);
        return thread;
      };
  private final ThreadPoolExecutor workers =
      new ThreadPoolExecutor(
          0, MAX_CONNECTIONS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), daemons);

  private Listener(List<ServerSocket> sockets, HttpServerRequestHandler handler) {
    this.sockets = sockets;
    acceptors = sockets.stream().map(socket -> daemons.newThread(() -> accept(socket))).toList();
    var http = Http1Config.custom().setMaxLineLength(16 << 10).setMaxHeaderCount(100).build();
    connections = new DefaultBHttpServerConnectionFactory("http", http, CharCodingConfig.DEFAULT);
    service =
        HttpService.builder()
            .withHttpProcessor(HttpProcessors.server("berth"))
            .withHttpServerRequestHandler(new BasicHttpServerExpectationDecorator(handler))
            .build();
  }

  static Listener start(int port, HttpServerRequestHandler handler) {
    var listener = new Listener(Loopback.listen(port), handler);
    listener.acceptors.forEach(Thread::start);
    return listener;
  }

  int port() {
    return sockets.get(0).getLocalPort();
  }

  private void accept(ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        handle(socket.accept());
      } catch (IOException e) {
        if (!socket.isClosed()) {
          LOG.warn("cannot accept a connection: {}", e.getMessage());
          // For instance too many open files; retrying immediately would use a whole core.
          LockSupport.parkNanos(PAUSE.toNanos());
        }
      }
    }
  }

  private void handle(Socket socket) throws IOException {
    try {
      socket.setSoTimeout(Math.toIntExact(IDLE.toMillis()));
      socket.setTcpNoDelay(true);
      HttpServerConnection connection = connections.createConnection(socket);
      workers.execute(() -> serve(connection));
    } catch (IOException | RejectedExecutionException e) {
      LOG.debug("dropped a connection", e);
      socket.close();
    }
  }

  private void serve(HttpServerConnection connection) {
    open.add(connection);
    try {
      while (connection.isOpen() && !workers.isShutdown()) {
        service.handleRequest(connection, HttpCoreContext.create());
      }
    } catch (IOException | HttpException e) {
      LOG.debug("a connection ended", e);
    } finally {
      connection.close(CloseMode.IMMEDIATE);
      open.remove(connection);
    }
  }

  @Override
  public void close() {
    workers.shutdown();
    for (var socket : sockets) {
      try {
        socket.close();
      } catch (IOException e) {
        LOG.debug("closing {}", socket, e);
      }
    }
    open.forEach(connection -> connection.close(CloseMode.IMMEDIATE));
    try {
      // The port is free only after the acceptors have ended.
      for (var acceptor : acceptors) {
        acceptor.join();
      }
      if (!workers.awaitTermination(5, TimeUnit.SECONDS)) {
        LOG.warn("a request did not end within 5 s of its connection's end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
