package dev.berth.testing.server;

import static dev.berth.testing.server.FakeServer.answer;

import com.sun.net.httpserver.HttpExchange;
import dev.berth.testing.server.FakeServer.Handler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A registry in memory that takes pushes, remembers what it was asked, and misbehaves where a test
 * says so. What it accepted has the digest that it is named by.
 */
public final class MemoryRegistry implements AutoCloseable {
  /** A misbehaviour: which requests get which answer instead, and how often. */
  private record Fault(Predicate<HttpExchange> requests, Handler answer, AtomicInteger times) {}

  private final FakeServer server;
  private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
  private final Map<String, byte[]> manifests = new ConcurrentHashMap<>();
  private final Map<String, ByteArrayOutputStream> uploads = new ConcurrentHashMap<>();
  private final List<Fault> faults = new CopyOnWriteArrayList<>();
  private final AtomicInteger nextUpload = new AtomicInteger();
  private final AtomicLong received = new AtomicLong();
  private final AtomicInteger chunks = new AtomicInteger();
  private volatile boolean chunksOnly;

  /** An empty registry. */
  public MemoryRegistry() {
    this(null);
  }

  /** An empty registry over TLS. */
  public MemoryRegistry(@Nullable SSLContext tls) {
    server = tls == null ? new FakeServer() : new FakeServer(tls);
    server.otherwise(this::handle);
  }

  /** {@code 127.0.0.1:port}. */
  public String host() {
    return server.host();
  }

  /** The server underneath. */
  public FakeServer server() {
    return server;
  }

  /** Answers the next requests of a method, whose path contains the text, so. */
  public MemoryRegistry fail(int times, String method, String path, Handler answer) {
    faults.add(
        new Fault(
            exchange ->
                exchange.getRequestMethod().equals(method)
                    && exchange.getRequestURI().toString().contains(path),
            answer,
            new AtomicInteger(times)));
    return this;
  }

  /** Answers requests so that fulfil a condition, as long as they do. */
  public MemoryRegistry refuse(Predicate<HttpExchange> requests, Handler answer) {
    faults.add(new Fault(requests, answer, new AtomicInteger(Integer.MAX_VALUE)));
    return this;
  }

  /** Puts a manifest at a tag. */
  public void putManifest(String repository, String tag, byte[] manifest) {
    manifests.put(repository + ":" + tag, manifest);
    manifests.put(repository + ":" + digest(manifest), manifest);
  }

  /** From now on, bodies of blobs are taken in chunks only. */
  public void takeChunksOnly() {
    chunksOnly = true;
  }

  /** How many chunks came in. */
  public int chunks() {
    return chunks.get();
  }

  /** How many bytes of blobs came in. */
  public long received() {
    return received.get();
  }

  /** The content of a blob of a repository, if it is there. */
  public Optional<byte[]> blob(String repository, String digest) {
    return Optional.ofNullable(blobs.get(repository + "@" + digest));
  }

  /** What a tag or digest names. */
  public Optional<byte[]> manifest(String repository, String reference) {
    return Optional.ofNullable(manifests.get(repository + ":" + reference));
  }

  /** Puts a blob into a repository, or takes it away when it is null. */
  public void put(String repository, String digest, byte @Nullable [] content) {
    if (content == null) {
      blobs.remove(repository + "@" + digest);
    } else {
      blobs.put(repository + "@" + digest, content);
    }
  }

  /** How many uploads are open. */
  public int openUploads() {
    return uploads.size();
  }

  /** What was asked, each as {@code METHOD path}. */
  public List<String> requests() {
    return server.requests().stream().map(it -> it.method() + " " + it.path()).toList();
  }

  private void handle(HttpExchange exchange) throws IOException {
    for (Fault fault : faults) {
      if (fault.requests().test(exchange) && fault.times().getAndDecrement() > 0) {
        fault.answer().handle(exchange);
        return;
      }
    }
    respond(exchange);
  }

  /** What the registry would answer without faults. */
  public void respond(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().substring("/v2/".length());
    int kind = path.contains("/blobs/") ? path.indexOf("/blobs/") : path.indexOf("/manifests/");
    String name = path.substring(0, Math.max(kind, 0));
    String last = path.substring(path.lastIndexOf('/') + 1);
    if (path.isEmpty()) {
      answer(200, "{}").handle(exchange);
    } else if (path.contains("/blobs/uploads/")) {
      upload(exchange, name, last);
    } else if (path.contains("/blobs/")) {
      Optional<byte[]> blob = Optional.ofNullable(blobs.get(name + "@" + last));
      read(exchange, blob, last);
    } else if (exchange.getRequestMethod().equals("PUT")) {
      byte[] content = exchange.getRequestBody().readAllBytes();
      String digest = digest(content);
      putManifest(name, last, content);
      answer(201, "", "Docker-Content-Digest", digest).handle(exchange);
    } else {
      Optional<byte[]> manifest = manifest(name, last);
      read(exchange, manifest, manifest.map(MemoryRegistry::digest).orElse(""));
    }
  }

  private static void read(HttpExchange exchange, Optional<byte[]> content, String digest)
      throws IOException {
    if (content.isEmpty()) {
      answer(404, "").handle(exchange);
      return;
    }
    exchange.getResponseHeaders().add("Docker-Content-Digest", digest);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().add("Content-Length", String.valueOf(content.get().length));
      exchange.sendResponseHeaders(200, -1);
      return;
    }
    byte[] bytes = content.get();
    int first = first(exchange);
    if (first > 0) {
      String range = "bytes %d-%d/%d".formatted(first, bytes.length - 1, bytes.length);
      exchange.getResponseHeaders().add("Content-Range", range);
    }
    exchange.sendResponseHeaders(first > 0 ? 206 : 200, bytes.length - first);
    exchange.getResponseBody().write(bytes, first, bytes.length - first);
  }

  /** The first byte that is asked for, of {@code bytes=FIRST-}. */
  private static int first(HttpExchange exchange) {
    String range = exchange.getRequestHeaders().getFirst("Range");
    return range == null || !range.endsWith("-")
        ? 0
        : Integer.parseInt(range.replaceAll("\\D", ""));
  }

  private void upload(HttpExchange exchange, String name, String id) throws IOException {
    boolean chunk = exchange.getRequestHeaders().containsKey("Content-Range");
    if (chunk) {
      chunks.incrementAndGet();
    } else if (chunksOnly
        && exchange.getRequestMethod().startsWith("P")
        && !"0".equals(exchange.getRequestHeaders().getFirst("Content-Length"))) {
      exchange.getRequestBody().readAllBytes();
      answer(413, "").handle(exchange);
      return;
    }
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    switch (exchange.getRequestMethod()) {
      case "POST" -> open(exchange, name, query);
      case "PATCH" -> {
        take(exchange, id);
        answer(202, "", "Location", location(name, id), "Range", range(id)).handle(exchange);
      }
      case "PUT" -> {
        take(exchange, id);
        commit(exchange, name, id, query);
      }
      case "GET" ->
          answer(204, "", "Location", location(name, id), "Range", range(id)).handle(exchange);
      default -> {
        uploads.remove(id);
        answer(204, "").handle(exchange);
      }
    }
  }

  private void open(HttpExchange exchange, String name, String query) throws IOException {
    if (query.startsWith("mount=")) {
      String digest = query.substring("mount=".length(), query.indexOf('&'));
      String from = query.substring(query.indexOf("from=") + "from=".length());
      byte[] content = blobs.get(from + "@" + digest);
      if (content != null) {
        blobs.put(name + "@" + digest, content);
        answer(201, "").handle(exchange);
        return;
      }
    }
    String id = "upload-" + nextUpload.incrementAndGet();
    uploads.put(id, new ByteArrayOutputStream());
    answer(202, "", "Location", location(name, id)).handle(exchange);
  }

  private static String location(String name, String id) {
    return "/v2/" + name + "/blobs/uploads/" + id + "?state=a%2Fb";
  }

  private String range(String id) {
    ByteArrayOutputStream upload = uploads.get(id);
    return "0-" + (upload == null ? 0 : upload.size() - 1);
  }

  private void take(HttpExchange exchange, String id) throws IOException {
    ByteArrayOutputStream upload = uploads.get(id);
    byte[] content = exchange.getRequestBody().readAllBytes();
    received.addAndGet(content.length);
    if (upload != null) {
      upload.write(content);
    }
  }

  private void commit(HttpExchange exchange, String name, String id, String query)
      throws IOException {
    ByteArrayOutputStream upload = uploads.remove(id);
    if (upload == null) {
      answer(404, "{\"errors\":[{\"code\":\"BLOB_UPLOAD_UNKNOWN\",\"message\":\"gone\"}]}")
          .handle(exchange);
      return;
    }
    String digest = query.substring(query.indexOf("digest=") + "digest=".length());
    if (!digest(upload.toByteArray()).equals(digest)) {
      answer(400, "{\"errors\":[{\"code\":\"DIGEST_INVALID\",\"message\":\"no\"}]}")
          .handle(exchange);
      return;
    }
    blobs.put(name + "@" + digest, upload.toByteArray());
    answer(201, "", "Docker-Content-Digest", digest).handle(exchange);
  }

  /** The SHA-256 digest of bytes, {@code sha256:…}. */
  public static String digest(byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return "sha256:" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
