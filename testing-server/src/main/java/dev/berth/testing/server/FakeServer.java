package dev.berth.testing.server;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** An HTTP server on a loopback port that answers by path and remembers what it was asked. */
public final class FakeServer implements AutoCloseable {
  /** Answers one request. */
  public interface Handler {
    /** Answers one request. */
    void handle(HttpExchange exchange) throws IOException;
  }

  /** What was asked: the path is decoded, the query is not. */
  public record Request(String method, String path, String query, Headers headers) {
    /** The first value of a header. */
    public Optional<String> header(String name) {
      return Optional.ofNullable(headers.getFirst(name));
    }
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool(FakeServer::daemon);
  private final Map<String, Handler> handlers = new ConcurrentHashMap<>();
  private volatile Handler otherwise = answer(404, "");
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  /** Starts a server that answers 404 to everything. */
  public FakeServer() {
    this(0);
  }

  /** The same on a port of the test's choice. */
  public FakeServer(int port) {
    this(port, FakeServer::plain);
  }

  /** The same, over TLS. */
  public FakeServer(SSLContext tls) {
    this(0, address -> overTls(address, new HttpsConfigurator(tls)));
  }

  private FakeServer(HttpsConfigurator tls) {
    this(0, address -> overTls(address, tls));
  }

  /** The same, over TLS with a certificate of the client. */
  public static FakeServer requiringClientCertificate(SSLContext tls) {
    return new FakeServer(
        new HttpsConfigurator(tls) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters required = getSSLContext().getDefaultSSLParameters();
            required.setNeedClientAuth(true);
            parameters.setSSLParameters(required);
          }
        });
  }

  private FakeServer(int port, Function<InetSocketAddress, HttpServer> create) {
    server = create.apply(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  private static HttpServer plain(InetSocketAddress address) {
    try {
      return HttpServer.create(address, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HttpServer overTls(InetSocketAddress address, HttpsConfigurator tls) {
    try {
      HttpsServer server = HttpsServer.create(address, 0);
      server.setHttpsConfigurator(tls);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "fake-server");
    thread.setDaemon(true);
    return thread;
  }

  private void handle(HttpExchange exchange) throws IOException {
    var uri = exchange.getRequestURI();
    requests.add(
        new Request(
            exchange.getRequestMethod(),
            uri.getPath(),
            String.valueOf(uri.getRawQuery()),
            exchange.getRequestHeaders()));
    try (exchange) {
      handlers.getOrDefault(uri.getPath(), otherwise).handle(exchange);
    }
  }

  /** From now on, requests for the decoded path are answered so. */
  public FakeServer on(String path, Handler handler) {
    handlers.put(path, handler);
    return this;
  }

  /** From now on, requests for all other paths are answered so. */
  public FakeServer otherwise(Handler handler) {
    otherwise = handler;
    return this;
  }

  /**
   * An answer with this status, body and headers; the headers are names and values in turn. A
   * request with HEAD gets no body.
   */
  public static Handler answer(int status, String body, String... headers) {
    return exchange -> {
      for (int i = 0; i < headers.length; i += 2) {
        exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
      }
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      boolean empty = bytes.length == 0 || exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(status, empty ? -1 : bytes.length);
      if (!empty) {
        exchange.getResponseBody().write(bytes);
      }
    };
  }

  /** {@code 127.0.0.1:port}. */
  public String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** All that was asked so far, in order. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /** What was asked so far for the decoded path. */
  public List<Request> requests(String path) {
    return requests.stream().filter(request -> request.path().equals(path)).toList();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
