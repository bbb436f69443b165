package dev.berth;

import dev.berth.push.http.Cancellation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * The order of pushes to several targets: the checks of all come before the first byte of any, and
 * the pushes to one registry come one after the other, so that the later ones find or mount what
 * the earlier ones sent.
 */
final class TargetOrder {
  private final List<Turn> turns = new ArrayList<>();

  /** One target's turn. */
  final class Turn {
    private final String host;
    private final CountDownLatch checked = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    private Turn(String host) {
      this.host = host;
    }

    /** The target's checks are done. Returns when its bytes can be pushed. */
    void await() {
      checked.countDown();
      try {
        for (Turn each : turns) {
          each.checked.await();
        }
        for (Turn before : turns.subList(0, turns.indexOf(this))) {
          if (before.host.equals(host)) {
            before.ended.await();
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw Cancellation.failure();
      }
    }

    /** The target's push ended, or it failed before. */
    void end() {
      checked.countDown();
      ended.countDown();
    }
  }

  /** Adds a target; all are added before the first push begins. */
  Turn add(String host) {
    var turn = new Turn(host);
    turns.add(turn);
    return turn;
  }
}
