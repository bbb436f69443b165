package dev.berth.push.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;

/** What the first bytes of a file say of its format. */
public enum Magic {
  /** RFC 1952. */
  GZIP("1f8b"),
  /** RFC 8878. */
  ZSTD("28b52ffd"),
  /** What bzip2 writes. */
  BZIP2("425a68"),
  /** What xz writes. */
  XZ("fd377a585a00"),
  /** Anything else. */
  OTHER("");

  /** How many bytes tell the formats apart. */
  public static final int LENGTH = 6;

  private final String prefix;

  Magic(String prefix) {
    this.prefix = prefix;
  }

  /** The format of what begins with these bytes; fewer are enough where there are no more. */
  public static Magic of(byte[] head) {
    String hex = HexFormat.of().formatHex(head);
    return Arrays.stream(values()).filter(magic -> hex.startsWith(magic.prefix)).findFirst().get();
  }

  public static Magic of(Content content) throws IOException {
    try (InputStream in = content.open()) {
      return of(in.readNBytes(LENGTH));
    }
  }
}
