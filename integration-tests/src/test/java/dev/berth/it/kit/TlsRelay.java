package dev.berth.it.kit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** The Docker engine behind TLS, for clients with a certificate of an authority only. */
public final class TlsRelay implements AutoCloseable {
  private static final char[] PASSWORD = "password".toCharArray();

  private final SSLServerSocket server;
  private final AtomicInteger connections = new AtomicInteger();

  /** Listens with the certificate of this name. */
  public TlsRelay(Certificates certificates, String name) {
    try {
      var context = context(certificates, name);
      server =
          (SSLServerSocket)
              context
                  .getServerSocketFactory()
                  .createServerSocket(0, 0, InetAddress.getLoopbackAddress());
      server.setNeedClientAuth(true);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
    inBackground(this::accept);
  }

  private static SSLContext context(Certificates certificates, String name)
      throws GeneralSecurityException, IOException {
    KeyStore own = KeyStore.getInstance("PKCS12");
    own.load(null, null);
    Certificate[] chain = {parsed(certificates.encoded(name)), parsed(certificates.encoded("ca"))};
    own.setKeyEntry("own", certificates.key(name), PASSWORD, chain);
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own, PASSWORD);
    KeyStore authorities = KeyStore.getInstance("PKCS12");
    authorities.load(null, null);
    authorities.setCertificateEntry("ca", chain[1]);
    var clients = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    clients.init(authorities);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), clients.getTrustManagers(), null);
    return context;
  }

  private static Certificate parsed(byte[] der) throws GeneralSecurityException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificate(new ByteArrayInputStream(der));
  }

  /** Its address, as {@code DOCKER_HOST} has it. */
  public String address() {
    return "tcp://127.0.0.1:" + server.getLocalPort();
  }

  /** How many clients had a certificate. */
  public int connections() {
    return connections.get();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        SSLSocket client = (SSLSocket) server.accept();
        inBackground(() -> relay(client));
      } catch (IOException e) {
        // It is closed.
      }
    }
  }

  private void relay(SSLSocket client) {
    try (client;
        SocketChannel engine = SocketChannel.open(engine())) {
      client.startHandshake();
      connections.incrementAndGet();
      InputStream fromClient = client.getInputStream();
      inBackground(() -> send(fromClient, engine));
      receive(engine, client.getOutputStream());
    } catch (IOException e) {
      // A client without a certificate, or the end of a connection.
    }
  }

  private static SocketAddress engine() {
    String host = System.getenv().getOrDefault("DOCKER_HOST", "unix:///var/run/docker.sock");
    URI address = URI.create(host);
    return address.getScheme().equals("unix")
        ? UnixDomainSocketAddress.of(address.getPath())
        : new InetSocketAddress(address.getHost(), address.getPort());
  }

  // Streams of a channel exclude each other.
  private static void send(InputStream from, SocketChannel to) {
    byte[] buffer = new byte[8192];
    try {
      for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
        for (ByteBuffer part = ByteBuffer.wrap(buffer, 0, n); part.hasRemaining(); ) {
          to.write(part);
        }
      }
    } catch (IOException e) {
      // The other side has ended the connection.
    }
  }

  private static void receive(SocketChannel from, OutputStream to) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(8192);
    while (from.read(buffer) >= 0) {
      to.write(buffer.array(), 0, buffer.position());
      to.flush();
      buffer.clear();
    }
  }

  private static void inBackground(Runnable task) {
    Thread thread = new Thread(task, "tls-relay");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
