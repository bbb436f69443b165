import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/**
 * Sink: a registry that verifies and discards blobs, and keeps manifests in memory. Prints its port.
 */
public final class Sink {
  private static final String UPLOADS = "/blobs/uploads/";

  private final Map<String, Upload> uploads = new ConcurrentHashMap<>();
  private final Map<String, Long> blobs = new ConcurrentHashMap<>();
  private final Map<String, Manifest> manifests = new ConcurrentHashMap<>();

  private record Manifest(String type, byte[] bytes) {}

  private static final class Upload {
    private final MessageDigest hash = sha256();
    private long size;

    void read(InputStream in) throws IOException {
      byte[] buffer = new byte[128 * 1024];
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        hash.update(buffer, 0, length);
        size += length;
      }
    }
  }

  public static void main(String[] args) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    var sink = new Sink();
    server.createContext("/", sink::answer);
    server.setExecutor(Executors.newCachedThreadPool());
    server.start();
    System.out.println(server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (path.equals("/v2/")) {
        end(exchange, 200);
      } else if (path.contains(UPLOADS)) {
        upload(exchange, path);
      } else if (path.contains("/blobs/")) {
        blob(exchange, path.substring(path.lastIndexOf('/') + 1));
      } else if (path.contains("/manifests/")) {
        manifest(exchange, path.substring(0, path.lastIndexOf('/') + 1), path);
      } else {
        end(exchange, 404);
      }
    } catch (IOException | RuntimeException e) {
      System.err.println("sink: " + exchange.getRequestURI() + ": " + e);
      throw e;
    }
  }

  private void upload(HttpExchange exchange, String path) throws IOException {
    switch (exchange.getRequestMethod()) {
      case "POST" -> {
        String id = UUID.randomUUID().toString();
        uploads.put(path + id, new Upload());
        exchange.getResponseHeaders().set("Location", path + id);
        end(exchange, 202);
      }
      case "PATCH" -> {
        Upload upload = uploads.get(path);
        upload.read(exchange.getRequestBody());
        exchange.getResponseHeaders().set("Location", path);
        exchange.getResponseHeaders().set("Range", "0-" + (upload.size - 1));
        end(exchange, 202);
      }
      case "PUT" -> commit(exchange, uploads.remove(path));
      default -> end(exchange, uploads.remove(path) == null ? 404 : 204);
    }
  }

  private void commit(HttpExchange exchange, Upload upload) throws IOException {
    upload.read(exchange.getRequestBody());
    String digest = hex(upload.hash);
    if (!wanted(exchange.getRequestURI()).equals(digest)) {
      exchange.sendResponseHeaders(400, 0);
      exchange
          .getResponseBody()
          .write("{\"errors\":[{\"code\":\"DIGEST_INVALID\"}]}".getBytes("US-ASCII"));
      return;
    }
    blobs.put(digest, upload.size);
    exchange.getResponseHeaders().set("Docker-Content-Digest", digest);
    end(exchange, 201);
  }

  private static String wanted(URI uri) {
    return uri.getQuery().replaceFirst("^(.*&)?digest=([^&]+).*$", "$2");
  }

  private void blob(HttpExchange exchange, String digest) throws IOException {
    Long size = blobs.get(digest);
    if (size != null) {
      exchange.getResponseHeaders().set("Content-Length", Long.toString(size));
    }
    end(exchange, size == null ? 404 : 200);
  }

  private void manifest(HttpExchange exchange, String folder, String path) throws IOException {
    if (exchange.getRequestMethod().equals("PUT")) {
      byte[] bytes = exchange.getRequestBody().readAllBytes();
      var manifest = new Manifest(exchange.getRequestHeaders().getFirst("Content-Type"), bytes);
      manifests.put(path, manifest);
      manifests.put(folder + digest(bytes), manifest);
      exchange.getResponseHeaders().set("Docker-Content-Digest", digest(bytes));
      end(exchange, 201);
      return;
    }
    Manifest manifest = manifests.get(path);
    if (manifest == null) {
      end(exchange, 404);
      return;
    }
    exchange.getResponseHeaders().set("Content-Type", manifest.type());
    exchange.getResponseHeaders().set("Docker-Content-Digest", digest(manifest.bytes()));
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", "" + manifest.bytes().length);
      end(exchange, 200);
    } else {
      exchange.sendResponseHeaders(200, manifest.bytes().length);
      exchange.getResponseBody().write(manifest.bytes());
    }
  }

  private static void end(HttpExchange exchange, int status) throws IOException {
    exchange.sendResponseHeaders(status, -1);
  }

  private static String digest(byte[] bytes) {
    MessageDigest hash = sha256();
    hash.update(bytes);
    return hex(hash);
  }

  private static String hex(MessageDigest hash) {
    return "sha256:" + HexFormat.of().formatHex(hash.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
