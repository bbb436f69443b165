package dev.berth.push.compress;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.berth.push.source.Samples;
import dev.berth.reference.Digests;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayerCompressorTest {
  private static final int LARGE = 7 * 1024 * 1024 + 12_345;

  /** Compressible, with repetitions across the borders of blocks. */
  private static byte[] text(int size) {
    byte[] words = Samples.random(1, 4096);
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (words[(i * 7 + i / 5000) % words.length] & 0x3f);
    }
    return bytes;
  }

  private static byte[] compress(LayerCompressor compressor, byte[] layer) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CompressedLayer result = compressor.compress(new ByteArrayInputStream(layer), out);
    byte[] compressed = out.toByteArray();
    assertEquals(
        new CompressedLayer(
            Digests.of(layer), layer.length, Digests.of(compressed), compressed.length),
        result);
    return compressed;
  }

  private static byte[] decompress(Compression compression, byte[] bytes) throws IOException {
    InputStream in = new ByteArrayInputStream(bytes);
    try (InputStream out =
        compression == Compression.GZIP
            ? new GZIPInputStream(in)
            : new ZstdInputStreamNoFinalizer(in)) {
      return out.readAllBytes();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GZIP, 0", "GZIP, 1", "GZIP, 983040", "GZIP, 983041", "GZIP, 7352377",
    "ZSTD, 0", "ZSTD, 1", "ZSTD, 983040", "ZSTD, 983041", "ZSTD, 7352377"
  })
  void becomesWhatItWasAgain(Compression compression, int size) throws IOException {
    try (LayerCompressor compressor = new LayerCompressor(compression, 2)) {
      byte[] layer = text(size);
      assertArrayEquals(layer, decompress(compression, compress(compressor, layer)));
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void incompressibleLayersBecomeHardlyLarger(Compression compression) throws IOException {
    try (LayerCompressor compressor = new LayerCompressor(compression, 2)) {
      byte[] layer = Samples.random(3, LARGE);
      byte[] compressed = compress(compressor, layer);
      assertArrayEquals(layer, decompress(compression, compressed));
      assertTrue(compressed.length < layer.length + layer.length / 500);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void theBytesDoNotDependOnTheNumberOfThreads(Compression compression) throws IOException {
    byte[] layer = text(LARGE);
    List<byte[]> results = new ArrayList<>();
    for (int threads : new int[] {1, 2, 8}) {
      try (LayerCompressor compressor = new LayerCompressor(compression, threads)) {
        results.add(compress(compressor, layer));
      }
    }
    assertArrayEquals(results.get(0), results.get(1));
    assertArrayEquals(results.get(0), results.get(2));
  }

  @ParameterizedTest
  @CsvSource({
    "GZIP, sha256:8e0173029a696d64eb738a7360c7ffe13524967ba025f28648895a1d8d45d166",
    "ZSTD, sha256:b1cebbb1ce2a8f60d2bc55871a99d7183b75fc647dccb961fb2e8a788bdc168a"
  })
  void theBytesAreTheSameOnEveryJvm(Compression compression, String digest) throws IOException {
    try (LayerCompressor compressor = new LayerCompressor(compression, 2)) {
      assertEquals(digest, Digests.of(compress(compressor, text(LARGE))).toString());
    }
  }

  /** Kinds of content that make all kinds of codes, and lengths around every border. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void whateverIsCompressedBecomesWhatItWasAgain(long seed) throws IOException {
    Random random = new Random(seed);
    try (LayerCompressor compressor = new LayerCompressor(Compression.GZIP, 2)) {
      for (int round = 0; round < 30; round++) {
        byte[] layer = odd(random);
        assertArrayEquals(
            layer, decompress(Compression.GZIP, compress(compressor, layer)), "round " + round);
      }
    }
  }

  private static byte[] odd(Random random) {
    int size = random.nextInt(4) == 0 ? random.nextInt(40) : random.nextInt(300_000);
    byte[] bytes = new byte[size];
    int kind = random.nextInt(6);
    int period = 1 + random.nextInt(70_000);
    for (int i = 0; i < size; i++) {
      bytes[i] =
          switch (kind) {
            case 0 -> 0;
            case 1 -> (byte) random.nextInt();
            // Each symbol half as frequent as the one before: codes want to be longer than allowed.
            case 2 -> (byte) Math.min(255, Long.numberOfTrailingZeros(random.nextLong()));
            case 3 -> i < period ? (byte) random.nextInt() : bytes[i - period];
            case 4 -> random.nextInt(50) == 0 ? (byte) random.nextInt() : (byte) (i % 7);
            default -> (byte) (random.nextGaussian() * 10);
          };
    }
    return bytes;
  }

  @Test
  void gzipRefersBackAcrossTheBordersOfBlocks() throws IOException {
    byte[] first = Samples.random(1, 960 * 1024);
    byte[] layer = Arrays.copyOf(first, first.length + 30_000);
    System.arraycopy(first, first.length - 30_000, layer, first.length, 30_000);
    try (LayerCompressor compressor = new LayerCompressor(Compression.GZIP, 2)) {
      byte[] compressed = compress(compressor, layer);
      assertArrayEquals(layer, decompress(Compression.GZIP, compressed));
      assertTrue(compressed.length < first.length + 3_000, compressed.length + " bytes");
    }
  }

  @Test
  void theGzipHeaderTellsNothingOfTheMachine() throws IOException {
    try (LayerCompressor compressor = new LayerCompressor(Compression.GZIP, 1)) {
      byte[] header = Arrays.copyOf(compress(compressor, new byte[100]), 10);
      assertArrayEquals(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 255}, header);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 40})
  void manyCallersAtOnceDisturbNobody(int callers) throws Exception {
    byte[] layer = text(3_000_000);
    try (LayerCompressor compressor = new LayerCompressor(Compression.GZIP, 2)) {
      byte[] alone = compress(compressor, layer);
      var threads = Executors.newFixedThreadPool(callers);
      List<Future<byte[]>> results = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        results.add(threads.submit(() -> compress(compressor, layer)));
      }
      for (Future<byte[]> result : results) {
        assertArrayEquals(alone, result.get());
      }
      threads.shutdown();
    }
  }

  @Test
  void aCallerWhoseReceiverStandsStillDoesNotHoldUpAnotherOne() throws Exception {
    CountDownLatch finished = new CountDownLatch(1);
    CountDownLatch stuck = new CountDownLatch(1);
    byte[] layer = text(LARGE * 2);
    OutputStream waiting =
        new OutputStream() {
          private int written;

          @Override
          public void write(int b) {}

          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            written += length;
            if (written > 100) {
              stuck.countDown();
              try {
                finished.await();
              } catch (InterruptedException e) {
                throw new IOException(e);
              }
            }
          }
        };
    try (LayerCompressor compressor = new LayerCompressor(Compression.GZIP, 1)) {
      var threads = Executors.newSingleThreadExecutor();
      var first =
          threads.submit(() -> compressor.compress(new ByteArrayInputStream(layer), waiting));
      stuck.await();
      compress(compressor, layer);
      finished.countDown();
      assertEquals(Digests.of(layer), first.get().diffId());
      threads.shutdown();
    }
  }

  @Test
  void aFailureIsTheCallersOwnAndFreesWhatItHeld() throws IOException {
    byte[] layer = text(LARGE);
    try (LayerCompressor compressor = new LayerCompressor(Compression.GZIP, 2)) {
      byte[] sound = compress(compressor, layer);
      IOException broken = new IOException("the disk is gone");
      for (int i = 0; i < 20; i++) {
        InputStream in = new FailingStream(layer, LARGE / 2, broken);
        assertSame(
            broken,
            assertThrows(
                IOException.class, () -> compressor.compress(in, OutputStream.nullOutputStream())));
      }
      assertArrayEquals(sound, compress(compressor, layer));
      assertEquals(6, compressor.spareBlocks());
    }
  }

  @Test
  void anInterruptedCallerEnds() throws IOException {
    try (LayerCompressor compressor = new LayerCompressor(Compression.GZIP, 1)) {
      byte[] layer = text(LARGE);
      Thread.currentThread().interrupt();
      assertThrows(
          InterruptedIOException.class,
          () ->
              compressor.compress(
                  new ByteArrayInputStream(layer), OutputStream.nullOutputStream()));
      assertTrue(Thread.interrupted());
      assertEquals(4, compressor.spareBlocks());
    }
  }

  @Test
  void aClosedCompressorFails() {
    LayerCompressor compressor = new LayerCompressor(Compression.ZSTD, 1);
    compressor.close();
    assertThrows(IOException.class, () -> compress(compressor, new byte[10]));
  }

  private static final class FailingStream extends InputStream {
    private final InputStream in;
    private final IOException failure;

    FailingStream(byte[] bytes, int length, IOException failure) {
      this.in = new ByteArrayInputStream(bytes, 0, length);
      this.failure = failure;
    }

    @Override
    public int read() throws IOException {
      int next = in.read();
      if (next < 0) {
        throw failure;
      }
      return next;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = in.read(bytes, offset, length);
      if (count < 0) {
        throw failure;
      }
      return count;
    }
  }
}
