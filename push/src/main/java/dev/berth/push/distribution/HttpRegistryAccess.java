package dev.berth.push.distribution;

import dev.berth.push.ConnectionSettings;
import dev.berth.push.RegistryAccess;
import dev.berth.push.http.HttpJsonClient;
import dev.berth.push.http.RegistryClient;
import dev.berth.push.http.RetryPolicy;
import dev.berth.spi.Credentials;
import dev.berth.spi.JsonClient;
import dev.berth.spi.RegistryProbe;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/** Queries a registry and its service over HTTP. Nothing is retried: the caller can ask again. */
public final class HttpRegistryAccess implements RegistryAccess {
  private final String host;
  private final ConnectionSettings connection;
  private final HttpJsonClient api;
  private final Queue<RegistryClient> clients = new ConcurrentLinkedQueue<>();

  /** Sends nothing yet. See {@link RegistryAccess.Factory#open}. */
  public HttpRegistryAccess(String host, ConnectionSettings connection) {
    this.host = host;
    this.connection = connection;
    // The client certificate is for the registry alone.
    this.api =
        new HttpJsonClient(
            new ConnectionSettings(
                connection.insecure(),
                connection.caCertificate(),
                Optional.empty(),
                Optional.empty()));
  }

  @Override
  public RegistryProbe probe(Supplier<Credentials> login) {
    var client = new RegistryClient(host, login, connection, RetryPolicy.NONE);
    clients.add(client);
    return new HttpProbe(client, login);
  }

  @Override
  public JsonClient api() {
    return api;
  }

  @Override
  public void close() {
    clients.forEach(RegistryClient::close);
    api.close();
  }
}
