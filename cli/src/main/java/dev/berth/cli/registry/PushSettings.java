package dev.berth.cli.registry;

import dev.berth.PushOptions;
import dev.berth.PushedImage;
import dev.berth.cli.progress.DisplayChoice;
import dev.berth.cli.session.Output;
import dev.berth.cli.session.Session;
import dev.berth.push.image.ImageLocation;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that a push and a copy share. */
final class PushSettings {
  @Option(
      names = "--registry",
      paramLabel = "NAME",
      description =
          "Registry to push to. Default: the registered registry whose URI is the longest match for"
              + " IMAGE.")
  private @Nullable String registry;

  @Mixin private ImageFormOptions form;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "Parallel blob uploads, 1–64 (default: 4).")
  private @Nullable Integer jobs;

  @Option(
      names = "--skip-checks",
      description = "Push even if a prerequisite is not met, with a warning.")
  private boolean skipChecks;

  @Option(names = "--dry-run", description = "Write nothing; report what a push would do.")
  private boolean dryRun;

  @Mixin private UploadRate rate;

  @Mixin private TimeLimit limit;

  PushSettings() {
    this.rate = new UploadRate();
    this.limit = new TimeLimit();
    this.form = new ImageFormOptions();
  }

  /** The option that only direct pushes have and that was given; empty when none was. */
  String givenForDirect() {
    return !form.given().isEmpty()
        ? form.given()
        : jobs != null ? "--jobs" : rate.isGiven() ? "--limit-rate" : dryRun ? "--dry-run" : "";
  }

  /** Pushes an image and prints the result. */
  void push(
      Session session,
      String image,
      Optional<ImageLocation> source,
      Optional<PushOptions.Engine> engine) {
    PushOptions options = options(source, engine);
    Output output = session.output();
    try (var registries = session.registries(rate.limit());
        var interruption = Interruption.cancelling(output, image, registries::cancel);
        var progress = DisplayChoice.of(output, session.environment(), session.verbose())) {
      PushedImage pushed = limit.run(registries, () -> registries.push(image, options, progress));
      progress.finish(pushed.result());
      var report = new PushReport(dryRun);
      report.tell(output, pushed);
      output.result(() -> report.shape(pushed), List.of(pushed.reference().toString()));
    }
  }

  private PushOptions options(Optional<ImageLocation> source, Optional<PushOptions.Engine> engine) {
    return new PushOptions(
        Optional.ofNullable(registry),
        source,
        engine,
        form.form(),
        jobs != null ? jobs : PushOptions.DEFAULTS.jobs(),
        skipChecks,
        dryRun);
  }
}
