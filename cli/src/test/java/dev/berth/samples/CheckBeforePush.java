package dev.berth.samples;

import dev.berth.Registries;
import dev.berth.check.CheckReport;
import dev.berth.push.PushListener;
import java.util.Optional;

final class CheckBeforePush {
  /** Prints what each check of an image found. */
  static void check(Registries registries, String image) {
    CheckReport report = registries.check(image, Optional.empty(), PushListener.NONE);
    report
        .outcomes()
        .forEach(outcome -> System.out.println(outcome.check() + ": " + outcome.result()));
  }
}
