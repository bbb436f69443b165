package dev.berth.push.source;

import dev.berth.push.archive.Content;
import dev.berth.push.archive.ImageFailure;
import dev.berth.push.archive.ImageFiles;
import dev.berth.push.archive.TarEntry;
import dev.berth.push.archive.TarIndex;
import dev.berth.push.image.ManifestBytes;
import dev.berth.push.image.MemoryContent;
import dev.berth.reference.Digest;
import dev.berth.reference.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The kept parts of an archive that was read as a stream: its documents, and the other names. */
final class ExportFiles implements ImageFiles {
  private static final long MOST_KEPT = 16L * 1024 * 1024;

  private final String name;
  private final TarIndex index;
  private final Map<String, Content> files = new HashMap<>();
  private final Map<Long, Digest> digests = new HashMap<>();
  private long kept;

  ExportFiles(String name) {
    this.name = name;
    this.index = new TarIndex(name, this::isSame);
  }

  void add(TarEntry entry) {
    index.add(entry);
  }

  /** Keeps a document. */
  void keep(TarEntry entry, InputStream in) throws IOException {
    kept += entry.size();
    if (kept > MOST_KEPT) {
      throw ImageFailure.of(name, "has documents of more than " + MOST_KEPT + " bytes");
    }
    byte[] bytes = in.readAllBytes();
    Digest digest = Digests.of(bytes);
    files.put(entry.name(), new MemoryContent(new ManifestBytes(digest, bytes)));
    digests.put(entry.offset(), digest);
  }

  /** Notes that a file was given away. */
  void passed(TarEntry entry) {
    files.put(entry.name(), new Passed(entry.size()));
  }

  /** The receiver of a layer compares repeated ones. */
  private boolean isSame(TarEntry one, TarEntry other) {
    return Objects.equals(digests.get(one.offset()), digests.get(other.offset()));
  }

  /** The name of the file that was given away as this layer. */
  String layerName(String layer) {
    Optional<TarEntry> entry = index.find(layer);
    if (entry.map(found -> files.get(found.name()) instanceof Passed).orElse(false)) {
      return entry.get().name();
    }
    throw ImageFailure.of(name, "has no layer " + ImageFailure.quote(layer));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Optional<Content> find(String file) {
    return index
        .find(file)
        .map(entry -> files.getOrDefault(entry.name(), new Passed(entry.size())));
  }

  private record Passed(long size) implements Content {
    @Override
    public InputStream open() throws IOException {
      throw new IOException("a part of a stream that has gone by cannot be read again");
    }
  }
}
