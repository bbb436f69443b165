package dev.berth.push.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformTest {
  @Test
  void readsItsParts() {
    assertEquals(new Platform("linux", "amd64"), Platform.parse("linux/amd64"));
    assertEquals(
        new Platform("linux", "arm64", Optional.of("v8"), Optional.empty()),
        Platform.parse("linux/arm64/v8"));
    assertEquals("linux/arm64/v8", Platform.parse("linux/arm64/v8").toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "linux", "linux/", "/amd64", "linux/arm/v7/x", "linux/a b"})
  void refusesOtherForms(String text) {
    var failure = assertThrows(BerthException.class, () -> Platform.parse(text));
    assertEquals(ErrorCode.INVALID, failure.code());
  }

  @ParameterizedTest
  @CsvSource({
    "linux/amd64, linux/amd64, true",
    "linux/amd64, linux/arm64, false",
    "linux/amd64, windows/amd64, false",
    "linux/arm, linux/arm/v7, true",
    "linux/arm/v6, linux/arm/v7, false",
    "linux/arm64/v8, linux/arm64, true",
    "linux/arm64, linux/arm64/v8, true",
    "linux/arm/v7, linux/arm, true",
    "linux/x86_64, linux/amd64, true",
    "linux/aarch64, linux/arm64/v8, true",
    "linux/amd64/v1, linux/amd64, true",
    "linux/amd64/v2, linux/amd64, false",
    "Linux/AMD64, linux/amd64, true",
    "linux/armhf, linux/arm/v7, true",
    "linux/armhf, linux/arm/v6, false",
    "windows/amd64, windows/amd64:10.0.17763.1817, true",
    "windows/amd64:10.0.17763, windows/amd64:10.0.17763.1817, true",
    "windows/amd64:10.0.17763.1817, windows(10.0.17763.1817)/amd64, true",
    "windows/amd64:10.0.1776, windows/amd64:10.0.17763.1817, false",
    "windows/amd64:10.0.17763, windows/amd64, false",
  })
  void fitsWhatWasAskedFor(String wanted, String actual, boolean fits) {
    assertEquals(fits, Platform.parse(wanted).fits(Platform.parse(actual)));
  }
}
