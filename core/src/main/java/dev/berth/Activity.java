package dev.berth;

/** What is being done now, for a command that ends at its limit. */
final class Activity {
  private volatile String now = "nothing was begun";

  void begin(String what) {
    now = what;
  }

  @Override
  public String toString() {
    return now;
  }
}
