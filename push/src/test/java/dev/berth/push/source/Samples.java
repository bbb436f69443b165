package dev.berth.push.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.berth.push.archive.Content;
import dev.berth.push.image.ImageForm;
import dev.berth.push.image.ImageLocation;
import dev.berth.push.image.ImageManifest;
import dev.berth.push.image.Layer;
import dev.berth.push.image.Platform;
import dev.berth.reference.Digest;
import dev.berth.reference.Digests;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/** Bytes that images are made of, and what tests ask of images. */
public final class Samples {
  private Samples() {}

  /** A layer: a tar with one file that is named and filled by the seed. */
  public static byte[] layer(int seed) {
    return new TarBuilder().file("file-" + seed, random(seed, 3000)).build();
  }

  public static byte[] random(int seed, int size) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** JSON, written with single quotes. */
  public static byte[] json(String text) {
    return text.replace('\'', '"').getBytes(UTF_8);
  }

  public static byte[] config(byte[]... uncompressedLayers) {
    return config("linux", "amd64", uncompressedLayers);
  }

  public static byte[] config(String os, String architecture, byte[]... uncompressedLayers) {
    String diffIds =
        Arrays.stream(uncompressedLayers)
            .map(layer -> "'" + Digests.of(layer) + "'")
            .collect(Collectors.joining(","));
    return json(
        "{'os':'%s','architecture':'%s','rootfs':{'type':'layers','diff_ids':[%s]}}"
            .formatted(os, architecture, diffIds));
  }

  static String hex(byte[] bytes) {
    return Digests.of(bytes).hex();
  }

  public static Path write(Path file, byte[] bytes) {
    try {
      Files.createDirectories(file.getParent());
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static SourceImage open(String location) {
    return SourceImage.open(ImageLocation.parse(location), ImageForm.DEFAULTS);
  }

  public static SourceImage open(String location, String platform) {
    return SourceImage.open(
        ImageLocation.parse(location), ImageForm.DEFAULTS.forPlatform(Platform.parse(platform)));
  }

  public static ImageManifest manifest(SourceImage image) {
    return (ImageManifest) image.root();
  }

  public static byte[] bytes(Content content) {
    try (InputStream in = content.open()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The bytes of a layer that the source has. */
  public static Content content(SourceImage image, int layer) {
    Layer found = manifest(image).layers().get(layer);
    return found instanceof Layer.AsIs asIs
        ? asIs.content()
        : ((Layer.Uncompressed) found).content();
  }

  static Digest configDigest(SourceImage image) {
    return manifest(image).config().descriptor().digest();
  }

  /** Opens what cannot be opened, and gives the failure. */
  public static BerthException failure(String location) {
    return failure(ImageLocation.parse(location), Optional.empty());
  }

  public static BerthException failure(ImageLocation location, Optional<Platform> platform) {
    ImageForm form = platform.map(ImageForm.DEFAULTS::forPlatform).orElse(ImageForm.DEFAULTS);
    BerthException failure =
        assertThrows(BerthException.class, () -> SourceImage.open(location, form).close());
    assertEquals(ErrorCode.IMAGE, failure.code(), failure.getMessage());
    return failure;
  }
}
