package dev.berth.push.docker;

import dev.berth.reference.InvalidReferenceException;
import dev.berth.reference.RegistryUri;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.support.NetworkFailure;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * The address of a Docker engine.
 *
 * @param address {@code unix:/path} or {@code tcp://host:port[/path]}
 * @param tls the TLS context; empty for a socket and for plain TCP
 * @param source where the address comes from, for instance {@code DOCKER_HOST}
 */
record EngineEndpoint(URI address, Optional<SSLContext> tls, String source) {

  boolean isSocket() {
    return address.getScheme().equals("unix");
  }

  /** Whether the engine is on another machine, so that its {@code localhost} is another one. */
  boolean isRemote() {
    return !isSocket() && !isLocal(address.getHost());
  }

  private static boolean isLocal(String host) {
    try {
      return RegistryUri.parse(host.toLowerCase(Locale.ROOT) + ":1").isLocal();
    } catch (InvalidReferenceException e) {
      // Not the name of a registry, for instance an IPv6 address with a zone.
      return false;
    }
  }

  /** The failure of a connection, with its probable reason and a hint. */
  BerthException unreachable(IOException e) {
    return isSocket() ? socketUnreachable(e) : hostUnreachable(e);
  }

  private BerthException socketUnreachable(IOException e) {
    Path socket = Path.of(address.getPath());
    if (isForbidden(socket, e)) {
      return failure(
          "no permission to use the Docker engine's socket " + socket,
          e,
          "add your user to the group docker: sudo usermod -aG docker $USER, and log in again");
    }
    String reason = Files.notExists(socket) ? "the socket does not exist" : reason(e);
    return failure(
        "no Docker engine at " + this + ": " + reason,
        e,
        "start Docker, or name another engine with DOCKER_HOST or a Docker context");
  }

  // Checks the file too, since the system's messages may be translated.
  private static boolean isForbidden(Path socket, IOException e) {
    boolean hidden = !Files.exists(socket) && !Files.notExists(socket);
    boolean readOnly = Files.exists(socket) && !Files.isWritable(socket);
    return hidden || readOnly || reason(e).contains("Permission denied");
  }

  private BerthException hostUnreachable(IOException e) {
    String reason = NetworkFailure.reason(e).orElseGet(() -> reason(e));
    return failure(
        "no Docker engine answers at " + this + ": " + reason,
        e,
        "check the address that " + source + " gives, and that the engine listens there");
  }

  private static String reason(IOException e) {
    return String.valueOf(e.getMessage());
  }

  private BerthException failure(String message, IOException e, String hint) {
    return new BerthException(ErrorCode.ENGINE, message + " (from " + source + ")", e, hint);
  }

  /** The address in the form of {@code DOCKER_HOST}. */
  @Override
  public String toString() {
    return isSocket() ? "unix://" + address.getPath() : address.toString();
  }
}
