package dev.berth.spi;

import java.util.Locale;

/**
 * The kind of failure of a {@link BerthException}, which a caller can act on.
 *
 * @since 0.1
 */
public enum ErrorCode {
  /** A value is not valid: a name, a property, a reference. */
  INVALID,
  /** The store of registered registries cannot be read or written. */
  STORE,
  /** A flavor is missing or broken, or its implementation's dependencies are missing. */
  FLAVOR,
  /** Credentials are missing or were refused. */
  CREDENTIALS,
  /** The local image is missing or malformed. */
  IMAGE,
  /** The Docker engine failed or is not reachable. */
  ENGINE,
  /** The network failed or the registry throttles; another try may succeed. */
  TRANSIENT,
  /** The registry refused the request or broke the protocol; another try will not succeed. */
  REFUSED,
  /** Something that must exist before a push is missing. */
  PREREQUISITE;

  /** {@return the name in JSON, for instance {@code transient}} */
  public String value() {
    return name().toLowerCase(Locale.ROOT);
  }
}
