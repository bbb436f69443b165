package dev.berth.contract;

import dev.berth.push.PushListener;
import dev.berth.spi.BerthException;
import java.util.ArrayList;
import java.util.List;

/** All that the host says while a flavor is used. */
final class Messages implements PushListener {
  static final String CANARY = "canary-of-the-contract";

  private final List<String> all = new ArrayList<>();
  private final List<String> done = new ArrayList<>();

  @Override
  public void warning(String message) {
    all.add(message);
  }

  @Override
  public void info(String message) {
    all.add(message);
    done.add(message);
  }

  void add(String message) {
    all.add(message);
  }

  /** What was done since the last call, besides moving bytes. */
  List<String> done() {
    List<String> taken = List.copyOf(done);
    done.clear();
    return taken;
  }

  /** The host masks known secrets, also in the texts of a flavor. */
  List<String> withSecret() {
    return all.stream().filter(it -> it.contains(CANARY) || it.contains("***")).toList();
  }

  static String of(BerthException e) {
    return e.hints().isEmpty()
        ? String.valueOf(e.getMessage())
        : e.getMessage() + " (" + String.join("; ", e.hints()) + ")";
  }
}
