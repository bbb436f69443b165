package dev.berth.flavor;

/** An unexpected failure of the host's own code, which a flavor's code had called. */
public final class HostFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final RuntimeException failure;

  /** Carries a failure through the flavor's code. */
  public HostFault(RuntimeException failure) {
    super(failure);
    this.failure = failure;
  }

  RuntimeException failure() {
    return failure;
  }
}
