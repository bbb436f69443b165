package dev.berth.push.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;

/** The format of a file, by its first bytes. */
public enum Magic {
  /** RFC 1952. */
  GZIP("1f8b"),
  /** RFC 8878. */
  ZSTD("28b52ffd"),
  /** The format of bzip2. */
  BZIP2("425a68"),
  /** The format of xz. */
  XZ("fd377a585a00"),
  /** Anything else. */
  OTHER("");

  /** The number of bytes that distinguish the formats. */
  public static final int LENGTH = 6;

  private final String prefix;

  Magic(String prefix) {
    this.prefix = prefix;
  }

  /** The format of content that begins with these bytes; short content may have fewer. */
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
