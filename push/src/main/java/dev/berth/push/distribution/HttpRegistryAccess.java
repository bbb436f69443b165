package dev.berth.push.distribution;

import dev.berth.push.ConnectionSettings;
import dev.berth.push.RegistryAccess;
import dev.berth.push.http.HttpJsonClient;
import dev.berth.push.http.RegistryClient;
import dev.berth.push.http.RetryPolicy;
import dev.berth.spi.Check;
import dev.berth.spi.Credentials;
import dev.berth.spi.JsonClient;
import dev.berth.spi.RegistryProbe;
import java.util.function.Supplier;

/** Queries a registry and its service over HTTP. Nothing is retried: the caller can ask again. */
public final class HttpRegistryAccess implements RegistryAccess {
  private final RegistryClient client;
  private final HttpProbe probe;
  private final HttpJsonClient http;

  public HttpRegistryAccess(
      String host, ConnectionSettings connection, Supplier<Credentials> login) {
    this.client = new RegistryClient(host, login, connection, RetryPolicy.NONE);
    this.probe = new HttpProbe(client, login);
    // The client certificate is for the registry alone.
    this.http = new HttpJsonClient(connection.withoutClientCertificate());
  }

  @Override
  public Check.Result answers() {
    return probe.answers();
  }

  @Override
  public Check.Result login() {
    return probe.login();
  }

  @Override
  public RegistryProbe probe() {
    return probe;
  }

  @Override
  public JsonClient http() {
    return http;
  }

  @Override
  public void close() {
    client.close();
    http.close();
  }
}
