package dev.berth.azure;

import com.sun.net.httpserver.HttpExchange;
import dev.berth.testing.server.FakeServer;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/** A virtual machine's metadata service that is there, but gives no token and no refusal. */
final class StalledMetadata implements AutoCloseable {
  private final FakeServer server;
  private final CountDownLatch asked;
  private final CountDownLatch closed = new CountDownLatch(1);

  StalledMetadata(int port, CountDownLatch asked) {
    this.asked = asked;
    this.server = new FakeServer(port).otherwise(this::handle);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try {
      if (exchange.getRequestHeaders().containsKey("Metadata")) {
        asked.countDown();
        closed.await();
      }
      FakeServer.answer(400, "").handle(exchange);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.close();
  }
}
