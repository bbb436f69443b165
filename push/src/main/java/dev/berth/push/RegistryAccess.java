package dev.berth.push;

import dev.berth.spi.Credentials;
import dev.berth.spi.JsonClient;
import dev.berth.spi.RegistryProbe;
import java.util.function.Supplier;

/** Queries one registry, and the service that it belongs to, without pushing anything. */
public interface RegistryAccess extends AutoCloseable {
  /** Opens the access to a registry; nothing is sent yet. */
  interface Factory {
    /**
     * Opens the access to a registry, to be closed by the caller.
     *
     * @param host the registry as image references call it, for instance {@code docker.io}
     * @param connection how to connect to it
     */
    RegistryAccess open(String host, ConnectionSettings connection);
  }

  /** A probe with this login. */
  RegistryProbe probe(Supplier<Credentials> login);

  /** The web API of the registry's service. */
  JsonClient api();

  @Override
  void close();
}
