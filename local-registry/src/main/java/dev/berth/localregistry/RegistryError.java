package dev.berth.localregistry;

/** A request that fails; the response has the code and the message. */
final class RegistryError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final RegistryErrorCode fault;

  RegistryError(RegistryErrorCode fault, String message) {
    super(message, null, false, false);
    this.fault = fault;
  }

  RegistryErrorCode fault() {
    return fault;
  }
}
