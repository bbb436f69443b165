package dev.berth.push.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A pax extended header, which describes the next entry (POSIX pax, "Extended Header"). */
final class PaxHeader {
  private final Map<String, String> records;

  private PaxHeader(Map<String, String> records) {
    this.records = records;
  }

  /**
   * Parses records of the form {@code length key=value\n}.
   *
   * @throws IllegalArgumentException when they have another form
   */
  static PaxHeader parse(byte[] bytes) {
    Map<String, String> records = new HashMap<>();
    int position = 0;
    while (position < bytes.length && bytes[position] != 0) {
      int space = indexOf(bytes, ' ', position, bytes.length);
      int length = Integer.parseInt(new String(bytes, position, space - position, UTF_8));
      int end = position + length;
      if (length <= space - position || end > bytes.length || bytes[end - 1] != '\n') {
        throw new IllegalArgumentException("a pax record's length is wrong");
      }
      int equals = indexOf(bytes, '=', space, end);
      String key = new String(bytes, space + 1, equals - space - 1, UTF_8);
      records.put(key, new String(bytes, equals + 1, end - equals - 2, UTF_8));
      position = end;
    }
    return new PaxHeader(records);
  }

  private static int indexOf(byte[] bytes, char wanted, int from, int end) {
    for (int i = from; i < end; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    throw new IllegalArgumentException("a pax record has no '" + wanted + "'");
  }

  Optional<String> path() {
    return Optional.ofNullable(records.get("path"));
  }

  Optional<String> link() {
    return Optional.ofNullable(records.get("linkpath"));
  }

  /**
   * The content's size.
   *
   * @throws IllegalArgumentException when it is not a size
   */
  Optional<Long> size() {
    return Optional.ofNullable(records.get("size")).map(PaxHeader::size);
  }

  private static long size(String text) {
    long size = Long.parseLong(text);
    if (size < 0) {
      throw new IllegalArgumentException("the size is negative");
    }
    return size;
  }

  boolean isSparse() {
    return records.keySet().stream().anyMatch(key -> key.startsWith("GNU.sparse."));
  }
}
