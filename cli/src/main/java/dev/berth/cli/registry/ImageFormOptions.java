package dev.berth.cli.registry;

import dev.berth.push.compress.Compression;
import dev.berth.push.image.ImageForm;
import dev.berth.push.image.ManifestFormat;
import dev.berth.push.image.Platform;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which part of a source is pushed, and in which form. */
final class ImageFormOptions {
  @Option(
      names = "--platform",
      paramLabel = "OS/ARCH",
      description =
          "Push only this image of an index: OS/ARCH[/VARIANT][:OS.VERSION], for instance"
              + " linux/arm64 or windows/amd64:10.0.17763.")
  private @Nullable String platform;

  @Option(
      names = "--compression",
      paramLabel = "FORMAT",
      description =
          "Compression for uncompressed layers: ${COMPLETION-CANDIDATES}. Default: gzip, or none if"
              + " something in the source refers to the image by its digest.")
  private @Nullable Compression compression;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "Media types of the manifests: ${COMPLETION-CANDIDATES}. Default: those of the source.")
  private @Nullable ManifestFormat format;

  @Option(
      names = "--nondistributable",
      description = "Also push layers that are not to be distributed, where the source has them.")
  private boolean nondistributable;

  @Option(
      names = "--break-references",
      description =
          "Change an image's digest even if something in the source refers to it, with a warning.")
  private boolean breakReferences;

  ImageForm form() {
    return new ImageForm(
        Optional.ofNullable(platform).map(Platform::parse),
        Optional.ofNullable(compression),
        Optional.ofNullable(format),
        nondistributable,
        breakReferences);
  }

  /** The first option that was given; empty when none was. */
  String given() {
    return platform != null
        ? "--platform"
        : compression != null
            ? "--compression"
            : format != null
                ? "--format"
                : nondistributable
                    ? "--nondistributable"
                    : breakReferences ? "--break-references" : "";
  }
}
