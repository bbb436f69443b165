package dev.berth.push.archive;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.apache.commons.compress.archivers.tar.TarUtils;

/** The 512 bytes before an entry (POSIX pax, "ustar Interchange Format"; GNU tar's "basic"). */
public final class TarHeader {
  public static final int SIZE = 512;
  private static final byte[] POSIX = "ustar\0".getBytes(US_ASCII);

  private final byte[] bytes;

  public TarHeader(byte[] bytes) {
    this.bytes = bytes;
  }

  boolean isEnd() {
    return Arrays.equals(bytes, new byte[SIZE]);
  }

  public boolean isSound() {
    try {
      return TarUtils.verifyCheckSum(bytes);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  char type() {
    return (char) (bytes[156] & 0xff);
  }

  /**
   * The content's size.
   *
   * @throws IllegalArgumentException when the field holds no size
   */
  long size() {
    long size = TarUtils.parseOctalOrBinary(bytes, 124, 12);
    if (size < 0) {
      throw new IllegalArgumentException("the size is negative");
    }
    return size;
  }

  String name() {
    String name = text(0, 100);
    boolean posix = Arrays.equals(bytes, 257, 263, POSIX, 0, POSIX.length);
    String prefix = posix ? text(345, 155) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  String link() {
    return text(157, 100);
  }

  private String text(int offset, int length) {
    return text(Arrays.copyOfRange(bytes, offset, offset + length));
  }

  /** Text up to the first NUL. */
  static String text(byte[] bytes) {
    int end = 0;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, 0, end, UTF_8);
  }
}
