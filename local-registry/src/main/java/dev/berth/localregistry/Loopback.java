package dev.berth.localregistry;

import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;

/** The sockets that listen on loopback: one for IPv4, and one for IPv6 if it is available. */
final class Loopback {
  private static final int BACKLOG = 256;
  private static final int ATTEMPTS = 20;

  private Loopback() {}

  /** Opens sockets on one port, which the caller closes. */
  static List<ServerSocket> listen(int port) {
    if (port < 0 || port > 65535) {
      throw new BerthException(
          ErrorCode.INVALID,
          "invalid port " + port,
          "choose a port from 1 to 65535, or 0 for a free port");
    }
    int attempts = port == 0 ? ATTEMPTS : 1;
    for (int attempt = 1; ; attempt++) {
      try {
        return both(port);
      } catch (IOException e) {
        if (attempt == attempts) {
          throw new BerthException(
              ErrorCode.REFUSED,
              "cannot listen on localhost:" + port + ": " + e.getMessage(),
              e,
              "stop the program that listens on it, or choose another port; 0 is a free port");
        }
      }
    }
  }

  private static List<ServerSocket> both(int port) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      sockets.add(bind(new byte[] {127, 0, 0, 1}, port));
      var ipv6 = new byte[16];
      ipv6[15] = 1;
      if (NetworkInterface.getByInetAddress(InetAddress.getByAddress(ipv6)) != null) {
        addIpv6(sockets, ipv6);
      }
      return List.copyOf(sockets);
    } catch (IOException e) {
      for (var socket : sockets) {
        socket.close();
      }
      throw e;
    }
  }

  private static void addIpv6(List<ServerSocket> sockets, byte[] address) throws IOException {
    try {
      sockets.add(bind(address, sockets.get(0).getLocalPort()));
    } catch (BindException e) {
      throw e;
    } catch (SocketException e) {
      // A JVM with java.net.preferIPv4Stack has no IPv6 sockets.
      return;
    }
  }

  private static ServerSocket bind(byte[] address, int port) throws IOException {
    var socket = new ServerSocket();
    try {
      // Otherwise a port could not be reused for a minute after it was closed.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByAddress(address), port), BACKLOG);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
