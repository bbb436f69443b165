package dev.berth.localregistry;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A range of bytes.
 *
 * @param first the first byte's offset
 * @param last the last byte's offset, which is part of the range
 */
record ByteRange(long first, long last) {
  private static final Pattern CONTENT =
      Pattern.compile("(?:bytes[ =])?(\\d{1,18})-(\\d{1,18})(?:/(?:\\d+|\\*))?");
  private static final Pattern ASKED = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /** The {@code Content-Range} of an upload, which must match the length of its body. */
  static ByteRange ofContent(String header, long length) {
    var matcher = CONTENT.matcher(header.strip());
    if (!matcher.matches()) {
      throw new RegistryError(
          RegistryErrorCode.BLOB_UPLOAD_INVALID, "Content-Range must have the form FIRST-LAST");
    }
    var range = new ByteRange(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
    if (length > 0 && range.length() != length) {
      throw new RegistryError(
          RegistryErrorCode.UPLOAD_RANGE_INVALID,
          "Content-Range names " + range.length() + " bytes, the body has " + length);
    }
    return range;
  }

  /**
   * The {@code Range} of a download (RFC 9110, section 14.2); null for the whole blob. A request
   * for several ranges is answered with the whole blob, which the RFC allows.
   */
  static @Nullable ByteRange asked(@Nullable String header, long size) {
    var matcher = ASKED.matcher(header == null ? "" : header.strip());
    if (!matcher.matches() || (matcher.group(1) + matcher.group(2)).isEmpty()) {
      return null;
    }
    String first = matcher.group(1);
    String last = matcher.group(2);
    long from = first.isEmpty() ? Math.max(0, size - Long.parseLong(last)) : Long.parseLong(first);
    long to = first.isEmpty() || last.isEmpty() ? size - 1 : Long.parseLong(last);
    if (!first.isEmpty() && to < from && !last.isEmpty()) {
      return null;
    }
    return new ByteRange(from, Math.min(to, size - 1));
  }

  void requireStart(long offset) {
    if (first != offset) {
      throw new RegistryError(
          RegistryErrorCode.UPLOAD_RANGE_INVALID,
          "the next byte of this upload is " + offset + ", not " + first);
    }
  }

  long length() {
    return last - first + 1;
  }
}
