package dev.berth.push.compress;

import java.util.Locale;

/** How a layer is compressed before it is pushed. */
public enum Compression {
  /** RFC 1952; every engine reads it. */
  GZIP,
  /** RFC 8878; smaller and faster, read by engines since about 2021. */
  ZSTD,
  /** None: a layer stays as it is. */
  NONE;

  BlockFormat format() {
    return switch (this) {
      case NONE -> throw new IllegalStateException("nothing is compressed");
      case GZIP -> new GzipFormat();
      case ZSTD -> new ZstdFormat();
    };
  }

  /** The name in configurations and media types, for instance {@code gzip}. */
  public String value() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return value();
  }
}
