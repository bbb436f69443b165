package dev.berth.push;

import dev.berth.spi.Check;
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
     * @param login returns the credentials, called when they are needed
     */
    RegistryAccess open(String host, ConnectionSettings connection, Supplier<Credentials> login);
  }

  /** Checks whether a registry responds; nothing is thrown. */
  Check.Result answers();

  /** Checks whether the registry accepts the credentials; nothing of the network is thrown. */
  Check.Result login();

  /** Asks the registry what a push will meet. */
  RegistryProbe probe();

  /** The web API of the registry's service. */
  JsonClient http();

  @Override
  void close();
}
