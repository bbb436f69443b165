package dev.berth.cli.registry;

import dev.berth.push.RateLimit;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The limit of all uploads of a command together. */
final class UploadRate {
  private static final Pattern FORM = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,6})?)([bkmg]?)");
  private static final String UNITS = "bkmg";
  private static final int STEP = 1024;

  @Option(
      names = "--limit-rate",
      paramLabel = "RATE",
      description =
          "Upload at most so many bytes per second, all layers together: 500K, 10M, 1G (1K is 1024"
              + " bytes). Default: no limit.")
  private @Nullable String rate;

  boolean isGiven() {
    return rate != null;
  }

  RateLimit limit() {
    if (rate == null) {
      return RateLimit.NONE;
    }
    Matcher matcher = FORM.matcher(rate.toLowerCase(Locale.ROOT));
    if (matcher.matches()) {
      int power = Math.max(0, UNITS.indexOf(matcher.group(2)));
      BigDecimal bytes =
          new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(STEP).pow(power));
      if (bytes.compareTo(BigDecimal.ONE) >= 0
          && bytes.compareTo(BigDecimal.valueOf(1L << 50)) < 0) {
        return RateLimit.of(bytes.longValue());
      }
    }
    throw new BerthException(
        ErrorCode.INVALID,
        "'%s' is not a value for --limit-rate".formatted(rate),
        "write bytes per second: 500K, 10M or 1G");
  }
}
