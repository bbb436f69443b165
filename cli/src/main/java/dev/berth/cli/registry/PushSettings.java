package dev.berth.cli.registry;

import dev.berth.PushOptions;
import dev.berth.PushedImage;
import dev.berth.TargetResult;
import dev.berth.cli.progress.DisplayChoice;
import dev.berth.cli.progress.TargetListener;
import dev.berth.cli.session.Output;
import dev.berth.cli.session.Session;
import dev.berth.push.IfExists;
import dev.berth.push.image.ImageLocation;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.nio.file.Path;
import java.util.ArrayList;
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

  @Option(
      names = "--tag",
      paramLabel = "TAG",
      description = "Also push to this tag of the first IMAGE (repeatable).")
  private List<String> tags = List.of();

  @Option(
      names = "--digest-file",
      paramLabel = "FILE",
      description = "Write the digest to this file, or a line for each digest of several targets.")
  private @Nullable Path digestFile;

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

  @Option(
      names = "--if-exists",
      paramLabel = "ACTION",
      description =
          "When the tag names another image: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private IfExists ifExists = IfExists.REPLACE;

  @Option(names = "--dry-run", description = "Write nothing; report what a push would do.")
  private boolean dryRun;

  @Mixin private UploadRate rate;

  @Mixin private TimeLimit limit;

  PushSettings() {
    this.rate = new UploadRate();
    this.limit = new TimeLimit();
    this.form = new ImageFormOptions();
  }

  boolean hasTags() {
    return !tags.isEmpty();
  }

  /** The option that only direct pushes have and that was given; empty when none was. */
  String givenForDirect() {
    return !form.given().isEmpty()
        ? form.given()
        : jobs != null
            ? "--jobs"
            : rate.isGiven()
                ? "--limit-rate"
                : dryRun ? "--dry-run" : ifExists == IfExists.REPLACE ? "" : "--if-exists";
  }

  /**
   * Pushes an image to its targets and prints the results.
   *
   * @param images the targets, without those of {@code --tag}
   */
  void push(
      Session session,
      List<String> images,
      Optional<ImageLocation> source,
      Optional<PushOptions.Engine> engine) {
    PushOptions options = options(source, engine);
    List<String> targets = targets(images);
    Optional<DigestFile> digests =
        Optional.ofNullable(digestFile)
            .map(file -> DigestFile.at(session.environment().current().resolve(file)));
    Output output = session.output();
    var report = new PushReport(dryRun);
    try (var registries = session.registries(rate.limit());
        var interruption =
            Interruption.cancelling(output, String.join(", ", targets), registries::cancel);
        var progress = DisplayChoice.of(output, session.environment(), session.verbose())) {
      if (targets.size() == 1) {
        PushedImage pushed =
            limit.run(registries, () -> registries.push(targets.get(0), options, progress));
        progress.finish(pushed.result());
        report.tell(output, pushed);
        output.result(() -> report.shape(pushed), List.of(pushed.reference().toString()));
        digests.ifPresent(it -> it.write(List.of(pushed)));
      } else {
        List<TargetResult> results =
            limit.run(
                registries,
                () ->
                    registries.push(
                        targets,
                        options,
                        target -> new TargetListener(target, targets.indexOf(target), progress)),
                it -> TargetReport.pushed(it).size() == targets.size());
        progress.close();
        var all = new TargetReport(report, results);
        all.tell(output);
        digests.ifPresent(it -> it.write(TargetReport.pushed(results)));
        all.requireSuccess();
      }
    }
  }

  private List<String> targets(List<String> images) {
    List<String> targets = new ArrayList<>(images);
    tags.forEach(tag -> targets.add(withTag(images.get(0), tag)));
    return targets;
  }

  private static String withTag(String image, String tag) {
    if (image.contains("@")) {
      throw new BerthException(
          ErrorCode.INVALID, "--tag needs a target with a tag, not with a digest: " + image);
    }
    int colon = image.lastIndexOf(':');
    return (colon > image.lastIndexOf('/') ? image.substring(0, colon) : image) + ":" + tag;
  }

  private PushOptions options(Optional<ImageLocation> source, Optional<PushOptions.Engine> engine) {
    return new PushOptions(
        Optional.ofNullable(registry),
        source,
        engine,
        form.form(),
        jobs != null ? jobs : PushOptions.DEFAULTS.jobs(),
        skipChecks,
        ifExists,
        dryRun);
  }
}
