package dev.berth.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;

/**
 * The proxy squid, which alone knows where the host {@link #HOST} is: on this machine. It refuses
 * {@link #DENIED}, wants the canary's login, and then refuses the clouds.
 */
public final class Squid implements AutoCloseable {
  /** A host that nobody but the proxy can resolve. */
  public static final String HOST = "registry.test";

  /** A host that the proxy refuses. */
  public static final String DENIED = "denied.test";

  private static final String CONFIGURATION =
      """
      http_port 127.0.0.1:%d
      pid_filename none
      hosts_file %s
      auth_param basic program %s
      acl known proxy_auth REQUIRED
      acl denied dstdomain denied.test
      acl clouds dstdomain .amazonaws.com .azurecr.io .microsoftonline.com .googleapis.com .pkg.dev
      http_access deny denied
      http_access deny !known
      http_access deny clouds
      http_access allow known
      http_access deny all
      cache deny all
      access_log none
      cache_log /dev/null
      cache_store_log none
      netdb_filename none
      shutdown_lifetime 0 seconds
      """;

  private final Path folder;
  private final Process process;
  private final int port;

  private Squid(Path folder, Process process, int port) {
    this.folder = folder;
    this.process = process;
    this.port = port;
  }

  /** Starts it, and waits until it listens. */
  public static Squid start() {
    try {
      // squid reads its files as another user, who may not enter JUnit's folders.
      Path folder = Files.createTempDirectory("berth-squid");
      Permissions.set(folder, "rwxr-xr-x");
      int port = freePort();
      Path hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.1 " + HOST + "\n");
      Path login = Files.writeString(folder.resolve("login"), login());
      Permissions.set(login, "rwxr-xr-x");
      Path file =
          Files.writeString(
              folder.resolve("squid.conf"), CONFIGURATION.formatted(port, hosts, login));
      Process process =
          new ProcessBuilder("squid", "-N", "-n", "berth" + port, "-f", file.toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("output").toFile())
              .start();
      var squid = new Squid(folder, process, port);
      squid.awaitListening();
      return squid;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** squid's protocol for Basic logins: a line with the name and the password, OK or ERR. */
  private static String login() {
    return """
        #!/bin/sh
        while read -r line; do
          if [ "$line" = "%s %s" ]; then echo OK; else echo ERR; fi
        done
        """
        .formatted(Canary.USERNAME, Canary.PASSWORD);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitListening() throws IOException {
    while (true) {
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException e) {
        if (!process.isAlive()) {
          throw new IOException(Files.readString(folder.resolve("output")), e);
        }
        Thread.onSpinWait();
      }
    }
  }

  /** The proxy with a login, for {@code HTTP_PROXY}. */
  public String url(String password) {
    return "http://%s:%s@%s".formatted(Canary.USERNAME, password, host());
  }

  /** {@code 127.0.0.1:port}. */
  public String host() {
    return "127.0.0.1:" + port;
  }

  @Override
  public void close() {
    process.destroyForcibly();
    if (Files.notExists(folder)) {
      return;
    }
    try {
      process.waitFor(1, TimeUnit.MINUTES);
      try (var files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
