package dev.berth.it.kit;

import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;

/** A port of this machine that anybody can connect to, and that nobody is to connect to. */
public final class UntouchedPort implements AutoCloseable {
  private final ServerSocketChannel channel;
  private final int port;

  /** Begins to listen. */
  public UntouchedPort() {
    try {
      channel = ServerSocketChannel.open();
      channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      channel.configureBlocking(false);
      port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code localhost:port}. */
  public String host() {
    return "localhost:" + port;
  }

  /** The value of {@code DOCKER_HOST} for an engine here. */
  public String engine() {
    return "tcp://127.0.0.1:" + port;
  }

  /** Checks that nobody has connected. */
  public void assertUntouched() {
    try {
      assertNull(channel.accept(), "somebody connected");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
