package dev.berth.push.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import dev.berth.push.archive.Content;
import dev.berth.push.image.ImageForm;
import dev.berth.push.image.ImageLocation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompressedArchiveTest {
  private static final byte[] GZIP_LAYER = Samples.gzip(Samples.layer(1));

  @TempDir Path folder;

  private static byte[] archive() {
    LayoutBuilder layout = new LayoutBuilder();
    return layout.indexJson(layout.image(1, "amd64", "")).tar();
  }

  private String file(byte[] bytes) {
    return "oci-archive:" + Samples.write(folder.resolve("image.tar.x"), bytes);
  }

  private static Set<Path> temporaryFiles() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(
              file ->
                  file.getFileName()
                      .toString()
                      .matches("berth-\\w*-" + ProcessHandle.current().pid() + "-\\d+\\.tmp"))
          .collect(Collectors.toSet());
    }
  }

  private static void assertReadable(String location) {
    try (SourceImage image = Samples.open(location)) {
      Content layer = Samples.content(image, 0);
      assertArrayEquals(GZIP_LAYER, Samples.bytes(layer));
    }
  }

  @Test
  void decompressingEndsWhenItIsTold() throws IOException {
    ImageLocation location = ImageLocation.parse(file(Samples.gzip(archive())));
    Set<Path> before = temporaryFiles();
    var told = new IllegalStateException("told");
    Runnable checkpoint =
        () -> {
          throw told;
        };
    assertSame(
        told,
        assertThrows(
            IllegalStateException.class,
            () -> SourceImage.open(location, ImageForm.DEFAULTS, checkpoint)));
    assertEquals(before, temporaryFiles());
  }

  @Test
  void gzipAndZstdAreDecompressed() throws IOException {
    byte[] tar = archive();
    assertReadable(file(Samples.gzip(tar)));
    assertReadable(file(Zstd.compress(tar)));
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    members.write(Samples.gzip(Arrays.copyOf(tar, 1000)));
    members.write(Samples.gzip(Arrays.copyOfRange(tar, 1000, tar.length)));
    assertReadable(file(members.toByteArray()));
  }

  @Test
  void theDecompressedFileIsPrivateAndGoesAway() throws IOException {
    Set<Path> before = temporaryFiles();
    try (SourceImage image = Samples.open(file(Samples.gzip(archive())))) {
      Set<Path> during = temporaryFiles();
      during.removeAll(before);
      assertEquals(1, during.size());
      assertEquals(
          "rw-------",
          PosixFilePermissions.toString(Files.getPosixFilePermissions(during.iterator().next())));
      assertTrue(Samples.manifest(image).source().isPresent());
    }
    assertEquals(before, temporaryFiles());
  }

  @Test
  void damageIsToldAndLeavesNothing() throws IOException {
    Set<Path> before = temporaryFiles();
    byte[] gzip = Samples.gzip(archive());
    byte[] wrongSum = gzip.clone();
    wrongSum[gzip.length - 6] ^= 1;
    byte[] zstd = Zstd.compress(archive());
    for (byte[] bytes :
        new byte[][] {
          Arrays.copyOf(gzip, gzip.length / 2),
          wrongSum,
          Arrays.copyOf(zstd, zstd.length / 2),
          Samples.gzip(Samples.random(1, 5000)),
          Samples.gzip(gzip),
          {0x1f, (byte) 0x8b}
        }) {
      assertTrue(Samples.failure(file(bytes)).getMessage().contains("image.tar.x: "));
    }
    assertEquals(before, temporaryFiles());
  }

  @Test
  void aBombIsRefused() throws IOException {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bomb)) {
      byte[] zeros = new byte[1024 * 1024];
      for (int i = 0; i < 128; i++) {
        out.write(zeros);
      }
    }
    assertTrue(
        Samples.failure(file(bomb.toByteArray())).getMessage().contains("1000 times larger"));
  }
}
