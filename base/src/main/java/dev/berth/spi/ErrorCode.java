package dev.berth.spi;

import java.util.Locale;

/** What kind of failure a {@link BerthException} is, which is what a caller can act on. */
public enum ErrorCode {
  /** A value that is not valid: a name, a property, a reference. */
  INVALID,
  /** The store of registered registries. */
  STORE,
  /** A flavor: not found, broken, or its implementation's dependencies are missing. */
  FLAVOR,
  /** Credentials are missing or were refused. */
  CREDENTIALS,
  /** The local image is not there or is malformed. */
  IMAGE,
  /** The Docker engine. */
  ENGINE,
  /** The network or a throttling registry; doing it again may help. */
  TRANSIENT,
  /** The registry refused or broke the protocol; doing it again will not help. */
  REFUSED,
  /** Something that the cloud must provide before a push is not there. */
  PREREQUISITE;

  /** The code's name in JSON, for instance {@code transient}. */
  public String value() {
    return name().toLowerCase(Locale.ROOT);
  }
}
