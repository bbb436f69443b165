package dev.berth.it.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A Maven repository, which a settings file makes the mirror of all others. */
public final class MavenServer implements AutoCloseable {
  private static final String USER = "reader";

  private final Path folder;
  private final HttpServer server;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile boolean asksForLogin;

  /** Starts an empty one. */
  public MavenServer(Path folder) {
    this.folder = folder;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      requests.add(path);
      String login = exchange.getRequestHeaders().getFirst("Authorization");
      Path file = folder.resolve(path.substring(1));
      if (asksForLogin && !basic(USER, Canary.PASSWORD).equals(login)) {
        exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"maven\"");
        exchange.sendResponseHeaders(401, -1);
      } else if (Files.isRegularFile(file)) {
        exchange.sendResponseHeaders(200, Files.size(file));
        Files.copy(file, exchange.getResponseBody());
      } else {
        exchange.sendResponseHeaders(404, -1);
      }
    }
  }

  private static String basic(String user, String password) {
    byte[] login = (user + ":" + password).getBytes(UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(login);
  }

  /** From now on it answers a user only. */
  public void askForLogin() {
    asksForLogin = true;
  }

  /** The paths that were asked for. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /**
   * Adds an artifact.
   *
   * @param coordinates {@code group:artifact:version}
   * @param dependencies the content of {@code <dependencies>} of its POM
   */
  public Path add(String coordinates, Path jar, String dependencies) {
    String[] parts = coordinates.split(":", -1);
    String pom =
        """
        <project>
          <modelVersion>4.0.0</modelVersion>
          <groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version>
          <dependencies>%s</dependencies>
        </project>
        """
            .formatted(parts[0], parts[1], parts[2], dependencies);
    Path folderOfVersion =
        folder.resolve(parts[0].replace('.', '/')).resolve(parts[1]).resolve(parts[2]);
    String name = parts[1] + "-" + parts[2];
    try {
      write(folderOfVersion.resolve(name + ".pom"), pom.getBytes(UTF_8));
      return write(folderOfVersion.resolve(name + ".jar"), Files.readAllBytes(jar));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A dependency in a POM. */
  public static String dependency(String coordinates, String scope) {
    String[] parts = coordinates.split(":", -1);
    return """
        <dependency>
          <groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version><scope>%s</scope>
        </dependency>
        """
        .formatted(parts[0], parts[1], parts[2], scope);
  }

  /** Writes a file with its checksum. */
  public Path write(Path file, byte[] content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, content);
    try {
      byte[] sha1 = MessageDigest.getInstance("SHA-1").digest(content);
      Files.writeString(Path.of(file + ".sha1"), HexFormat.of().formatHex(sha1));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    return file;
  }

  /** Makes it the mirror of all repositories in the settings of a user. */
  public void mirrorFor(Path home) {
    mirrorFor(home, "http://localhost:" + server.getAddress().getPort(), "");
  }

  /** The same, with a URL of a mirror and other settings. */
  public static void mirrorFor(Path home, String url, String more) {
    try {
      Files.createDirectories(home.resolve(".m2"));
      Files.writeString(
          home.resolve(".m2/settings.xml"),
          """
          <settings>
            <mirrors><mirror><id>all</id><mirrorOf>*</mirrorOf><url>%s</url></mirror></mirrors>
            %s
          </settings>
          """
              .formatted(url, more));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The login of the mirror in settings. */
  public static String login() {
    return "<servers><server><id>all</id><username>%s</username><password>%s</password></server></servers>"
        .formatted(USER, Canary.PASSWORD);
  }

  /** {@code localhost:PORT}. */
  public String host() {
    return "localhost:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
