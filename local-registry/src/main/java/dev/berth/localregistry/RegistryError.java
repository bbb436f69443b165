package dev.berth.localregistry;

/** What a client asked for cannot be done; it is answered with the code and the sentence. */
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
