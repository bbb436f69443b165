package dev.berth.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.spi.BerthException;
import dev.berth.spi.Check;
import dev.berth.spi.Check.Result;
import dev.berth.spi.ErrorCode;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class CheckRunnerTest {
  private static CheckReport report(Check... checks) {
    return report(Duration.ofMinutes(1), checks);
  }

  private static CheckReport report(Duration timeout, Check... checks) {
    return new CheckReport(
        "r", new CheckRunner(timeout, "r.example", () -> {}).run(List.of(checks)));
  }

  private static Check check(String name, Result result) {
    return new Check(name, () -> result);
  }

  private static Check throwing(RuntimeException failure) {
    return new Check(
        "odd",
        () -> {
          throw failure;
        });
  }

  private static Optional<ErrorCode> verdict(boolean strict, CheckReport report) {
    return report.verdict(strict).map(BerthException::code);
  }

  @Test
  void aCheckThatThrowsIsAFaultOfTheFlavor() {
    var fault = new IllegalStateException("no tea");
    CheckReport report = report(check("tag", Result.fail("gone")), throwing(fault));
    BerthException failure = report.failure().orElseThrow();
    assertEquals(ErrorCode.FLAVOR, failure.code());
    assertTrue(failure.getMessage().contains("no tea"), failure.getMessage());
    assertSame(fault, failure.getCause());
    assertEquals(Check.Status.FAIL, report.outcomes().get(1).result().status());
  }

  @Test
  void aCheckThatReturnsNothingIsAFaultOfTheFlavor() {
    Supplier<Result> nothing = () -> Arrays.asList((Result) null).get(0);
    assertEquals(Optional.of(ErrorCode.FLAVOR), verdict(false, report(new Check("odd", nothing))));
  }

  @Test
  void noAnswerIsNoYes() {
    for (Check check :
        List.of(
            check("registry", Result.unreachable("refused")),
            throwing(new BerthException(ErrorCode.TRANSIENT, "no route")))) {
      CheckReport report = report(check, check("tag", Result.pass("fine")));
      assertEquals(Optional.of(ErrorCode.TRANSIENT), verdict(false, report));
      assertEquals(Optional.empty(), report.failure(), "a push goes on and finds out itself");
    }
    Result failed = Result.fail("gone");
    assertEquals(
        Optional.of(ErrorCode.PREREQUISITE),
        verdict(false, report(check("x", Result.unreachable("refused")), check("y", failed))));
  }

  @Test
  void aCheckThatHangsGaveNoAnswer() {
    var never = new CountDownLatch(1);
    Check hanging =
        new Check(
            "registry",
            () -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return Result.pass("late");
            });
    assertEquals(
        Optional.of(ErrorCode.TRANSIENT), verdict(false, report(Duration.ofMillis(1), hanging)));
  }

  @Test
  void strictMeansThatEverythingPasses() {
    for (Result result : List.of(Result.warn("old"), Result.unknown("not allowed to look"))) {
      CheckReport report = report(check("tag", result));
      assertEquals(Optional.empty(), verdict(false, report));
      assertEquals(Optional.of(ErrorCode.PREREQUISITE), verdict(true, report));
    }
    assertEquals(Optional.empty(), verdict(true, report(check("tag", Result.pass("fine")))));
  }

  @Test
  void aRegistryThatDoesNotRespondIsToldOnce() {
    CheckReport report =
        report(
            check("registry", Result.unreachable("checking r: refused")),
            check("login", Result.unreachable("logging in to r: refused")),
            check("tag", Result.unknown("not allowed")));
    assertEquals(
        List.of("checking r: refused", "not checked: see 'registry'", "not allowed"),
        report.outcomes().stream().map(it -> it.result().message()).toList());
  }
}
