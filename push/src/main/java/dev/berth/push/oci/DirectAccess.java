package dev.berth.push.oci;

import dev.berth.push.Connection;
import dev.berth.push.RegistryAccess;
import dev.berth.spi.Credentials;
import dev.berth.spi.RegistryProbe;
import dev.berth.spi.ServiceApi;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/** Asks a registry and its service over HTTP. Nothing is retried: whoever asks can ask again. */
public final class DirectAccess implements RegistryAccess {
  private final String host;
  private final Connection connection;
  private final HttpApi api;
  private final Queue<RegistrySession> sessions = new ConcurrentLinkedQueue<>();

  /** Sends nothing yet. See {@link RegistryAccess.Factory#open}. */
  public DirectAccess(String host, Connection connection) {
    this.host = host;
    this.connection = connection;
    // The client certificate is for the registry alone.
    this.api =
        new HttpApi(
            new Connection(
                connection.insecure(),
                connection.caCertificate(),
                Optional.empty(),
                Optional.empty()));
  }

  @Override
  public RegistryProbe probe(Supplier<Credentials> login) {
    var session = new RegistrySession(host, login, connection, RetryPolicy.NONE);
    sessions.add(session);
    return new DirectProbe(host, session, login);
  }

  @Override
  public ServiceApi api() {
    return api;
  }

  @Override
  public void close() {
    sessions.forEach(RegistrySession::close);
    api.close();
  }
}
