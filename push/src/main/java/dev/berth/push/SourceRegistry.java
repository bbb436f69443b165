package dev.berth.push;

import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * How to reach the registry that a source is in.
 *
 * @param login returns the credentials; called again when a login expires before the push ends
 * @param connection how to connect to it
 * @param explain adds to a refused login what the user should know
 */
public record SourceRegistry(
    Supplier<Credentials> login,
    ConnectionSettings connection,
    UnaryOperator<BerthException> explain) {
  /** The same without anything that the user should know. */
  public SourceRegistry(Supplier<Credentials> login, ConnectionSettings connection) {
    this(login, connection, failure -> failure);
  }
}
