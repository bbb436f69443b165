package dev.berth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.spi.BerthException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class TargetOrderTest {
  private final TargetOrder order = new TargetOrder();
  private final List<String> pushed = new CopyOnWriteArrayList<>();

  private CompletableFuture<Void> push(TargetOrder.Turn turn, String name) {
    return CompletableFuture.runAsync(
        () -> {
          turn.await();
          pushed.add(name);
          turn.end();
        },
        // One thread for each, since they wait for each other.
        task -> new Thread(task, name).start());
  }

  @Test
  void theBytesComeAfterTheChecksOfAll() {
    TargetOrder.Turn first = order.add("a.example");
    TargetOrder.Turn second = order.add("b.example");
    CompletableFuture<Void> pushing = push(first, "first");
    assertFalse(pushing.isDone());

    // The checks of the second one fail.
    second.end();

    pushing.join();
    assertEquals(List.of("first"), pushed);
  }

  @Test
  void oneRegistryIsPushedToInTheGivenOrder() {
    TargetOrder.Turn first = order.add("a.example");
    TargetOrder.Turn other = order.add("b.example");
    TargetOrder.Turn second = order.add("a.example");

    CompletableFuture<Void> late = push(second, "second");
    CompletableFuture<Void> aside = push(other, "other");
    assertFalse(late.isDone());
    push(first, "first").join();
    CompletableFuture.allOf(late, aside).join();

    assertTrue(pushed.indexOf("first") < pushed.indexOf("second"), pushed::toString);
  }

  @Test
  void anInterruptEndsTheWait() {
    TargetOrder.Turn first = order.add("a.example");
    order.add("b.example");

    Thread.currentThread().interrupt();

    assertThrows(BerthException.class, first::await);
    assertTrue(Thread.interrupted());
  }
}
