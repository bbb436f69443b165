package dev.berth.push.image;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;

/** What the first bytes of a file say of its format. */
enum Magic {
  GZIP("1f8b"),
  ZSTD("28b52ffd"),
  BZIP2("425a68"),
  XZ("fd377a585a00"),
  OTHER("");

  static final int LENGTH = 6;

  private final String prefix;

  Magic(String prefix) {
    this.prefix = prefix;
  }

  static Magic of(byte[] head) {
    String hex = HexFormat.of().formatHex(head);
    return Arrays.stream(values()).filter(magic -> hex.startsWith(magic.prefix)).findFirst().get();
  }

  static Magic of(Content content) throws IOException {
    try (InputStream in = content.open()) {
      return of(in.readNBytes(LENGTH));
    }
  }
}
