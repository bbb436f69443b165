package dev.berth.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.spi.BaseContainerRegistryConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidatedConfigsTest {
  private static final String STAMP = "ab".repeat(32);

  @TempDir Path cache;

  @Test
  void aStampIsRemembered() {
    var validated = new ValidatedConfigs(cache);
    assertFalse(validated.has(STAMP));

    validated.add(STAMP);

    assertTrue(new ValidatedConfigs(cache).has(STAMP));
  }

  @Test
  void aStampThatEveryUserCouldHaveWrittenIsNone() throws IOException {
    var validated = new ValidatedConfigs(cache);
    validated.add(STAMP);
    Files.setPosixFilePermissions(
        cache.resolve("validated"), PosixFilePermissions.fromString("rwxrwxrwx"));

    assertFalse(validated.has(STAMP));
  }

  @Test
  void classesThatAreInNoJarHaveNoStamp() {
    assertEquals(
        Optional.empty(),
        ValidatedConfigs.stamp(
            BaseContainerRegistryConfig.class, List.of(cache), Map.of("uri", "localhost")));
  }
}
