package dev.berth.push.direct;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.push.RateLimit;
import dev.berth.push.fake.SampleImage;
import dev.berth.testing.server.MemoryRegistry;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitedRateTest {
  @TempDir private Path folder;

  @Test
  void allUploadsTogetherKeepToTheRate() {
    // Two layers at once.
    SampleImage image = SampleImage.of(folder, 400_000, 390_000);
    long bytes = image.compressedLayers().stream().mapToLong(layer -> layer.length).sum();
    try (var registry = new MemoryRegistry();
        var kit = new DirectEngineKit(registry, folder)) {
      kit.with(new DirectEngine.Options(4, RateLimit.of(bytes)));
      long start = System.nanoTime();

      kit.requirePushed(image);

      // The last part of a tenth of a second is not waited for.
      long atLeast = TimeUnit.MILLISECONDS.toNanos(800);
      assertTrue(System.nanoTime() - start > atLeast, "all bytes were sent in less than a second");
    }
  }

  @Test
  void aRateIsKeptOverTime() {
    var rate = RateLimit.of(1000);
    assertEquals(100, rate.slice(5000));
    assertEquals(50, rate.slice(50));

    rate.take(500);
    long wait = rate.take(500);

    assertTrue(wait > 0 && wait <= TimeUnit.MILLISECONDS.toNanos(500), () -> wait + " ns");
    assertEquals(0, RateLimit.NONE.take(Integer.MAX_VALUE));
    assertEquals(5000, RateLimit.NONE.slice(5000));
  }
}
