package dev.berth.contract;

import dev.berth.push.PushEngine;
import dev.berth.push.PushListener;
import dev.berth.push.PushRequest;
import dev.berth.push.PushResult;
import dev.berth.reference.Digest;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts pushes and moves nothing. */
final class CountingEngine implements PushEngine {
  private final AtomicInteger pushes = new AtomicInteger();

  @Override
  public String name() {
    return "contract";
  }

  @Override
  public PushResult push(PushRequest request, PushListener progress) {
    if (!request.dryRun()) {
      pushes.incrementAndGet();
    }
    return new PushResult(Digest.parse("sha256:" + "0".repeat(64)), List.of());
  }

  /** The pushes so far, without dry runs. */
  int pushes() {
    return pushes.get();
  }
}
