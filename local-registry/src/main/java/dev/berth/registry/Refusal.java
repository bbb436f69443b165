package dev.berth.registry;

/** What a client asked for cannot be done; it is answered with the code and the sentence. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Fault fault;

  Refusal(Fault fault, String message) {
    super(message, null, false, false);
    this.fault = fault;
  }

  Fault fault() {
    return fault;
  }
}
