package dev.berth.flavor;

/** An unexpected failure of host code that a flavor called. */
public final class HostFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final RuntimeException failure;

  /** Passes a failure through the flavor's code. */
  public HostFault(RuntimeException failure) {
    super(failure);
    this.failure = failure;
  }

  RuntimeException failure() {
    return failure;
  }
}
