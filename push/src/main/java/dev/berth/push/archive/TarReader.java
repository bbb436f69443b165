package dev.berth.push.archive;

import dev.berth.spi.BerthException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the entries of a tar one after the other. All memory that it uses is bounded, which Commons
 * Compress's reader does not guarantee.
 */
public final class TarReader {
  private static final int MAX_ENTRIES = 1_000_000;
  private static final int MAX_NAME = 4096;
  private static final int MAX_PAX = 1024 * 1024;

  private final InputStream in;
  private final String source;
  private long position;
  private int entries;
  private BoundedStream content;

  public TarReader(InputStream in, String source) {
    this.in = in;
    this.source = source;
    this.content = bounded(0);
  }

  /** The next entry, or null at the end. */
  public @Nullable TarEntry next() throws IOException {
    Optional<String> longName = Optional.empty();
    Optional<String> longLink = Optional.empty();
    Optional<PaxHeader> pax = Optional.empty();
    while (true) {
      skipContent();
      long headerAt = position;
      TarHeader header = readHeader();
      if (header == null || header.isEnd()) {
        return null;
      }
      if (++entries > 3 * MAX_ENTRIES) {
        throw ImageFailure.of(source, "has more than " + MAX_ENTRIES + " entries");
      }
      try {
        long size = header.size();
        switch (header.type()) {
          case 'L' -> longName = Optional.of(TarHeader.text(extra(size, MAX_NAME + 1)));
          case 'K' -> longLink = Optional.of(TarHeader.text(extra(size, MAX_NAME + 1)));
          case 'x' -> pax = Optional.of(PaxHeader.parse(extra(size, MAX_PAX)));
          case 'g' -> extra(size, MAX_PAX);
          default -> {
            return entry(header, longName, longLink, pax);
          }
        }
      } catch (IllegalArgumentException e) {
        throw ImageFailure.of(source, "has a damaged tar header at byte " + headerAt, e);
      }
    }
  }

  private TarEntry entry(
      TarHeader header,
      Optional<String> longName,
      Optional<String> longLink,
      Optional<PaxHeader> pax) {
    String name = pax.flatMap(PaxHeader::path).or(() -> longName).orElseGet(header::name);
    String link = pax.flatMap(PaxHeader::link).or(() -> longLink).orElseGet(header::link);
    if (Math.max(bytes(name), bytes(link)) > MAX_NAME) {
      throw ImageFailure.of(source, "has a name of more than " + MAX_NAME + " bytes");
    }
    boolean sparse = pax.map(PaxHeader::isSparse).orElse(false);
    TarEntry.Type type = sparse ? TarEntry.Type.OTHER : type(header.type(), name);
    long size = pax.flatMap(PaxHeader::size).orElseGet(header::size);
    // Links, folders and devices have no content, whatever their size field says.
    long stored = "123456".indexOf(header.type()) >= 0 ? 0 : size;
    content = bounded(stored);
    return new TarEntry(name, type, link, position, stored);
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private TarEntry.Type type(char flag, String name) {
    return switch (flag) {
      case '\0', '0', '7' -> name.endsWith("/") ? TarEntry.Type.FOLDER : TarEntry.Type.FILE;
      case '1' -> TarEntry.Type.HARD_LINK;
      case '2' -> TarEntry.Type.SYMBOLIC_LINK;
      case '5' -> TarEntry.Type.FOLDER;
      // Its header may continue in further blocks, and images contain no such files.
      case 'S' -> throw ImageFailure.of(source, "has a sparse file in it");
      default -> TarEntry.Type.OTHER;
    };
  }

  /** The content of the entry that was read last; unread bytes are skipped. */
  public InputStream content() {
    return content;
  }

  private BoundedStream bounded(long size) {
    return new BoundedStream(in, size, this::truncated, () -> {});
  }

  private BerthException truncated() {
    return ImageFailure.of(source, "is truncated: it ends within the entry at byte " + position);
  }

  private void skipContent() throws IOException {
    long size = content.size();
    long padding = (TarHeader.SIZE - size % TarHeader.SIZE) % TarHeader.SIZE;
    try {
      in.skipNBytes(content.remaining());
      in.skipNBytes(padding);
    } catch (EOFException e) {
      throw truncated();
    }
    position += size + padding;
    content = bounded(0);
  }

  private byte[] extra(long size, int max) throws IOException {
    if (size > max) {
      throw ImageFailure.of(
          source, "has a name of " + size + " bytes at byte " + position + ", too long");
    }
    content = bounded(size);
    return content.readNBytes((int) size);
  }

  private @Nullable TarHeader readHeader() throws IOException {
    byte[] bytes = in.readNBytes(TarHeader.SIZE);
    if (bytes.length == 0) {
      return null;
    }
    TarHeader header = new TarHeader(bytes);
    if (bytes.length < TarHeader.SIZE || !(header.isEnd() || header.isSound())) {
      throw ImageFailure.of(source, damage(bytes.length));
    }
    position += TarHeader.SIZE;
    return header;
  }

  private String damage(int length) {
    if (position == 0) {
      return "is not a tar archive";
    }
    return length < TarHeader.SIZE
        ? "is truncated: it ends within the header at byte " + position
        : "has a damaged tar header at byte " + position;
  }
}
