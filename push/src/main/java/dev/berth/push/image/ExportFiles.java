package dev.berth.push.image;

import dev.berth.push.archive.Content;
import dev.berth.push.archive.ImageFailure;
import dev.berth.push.archive.ImageFiles;
import dev.berth.push.archive.TarEntry;
import dev.berth.push.archive.TarIndex;
import dev.berth.reference.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The kept parts of an archive that was read as a stream: its documents, and the other names. */
final class ExportFiles implements ImageFiles {
  private static final long MOST_KEPT = 16L * 1024 * 1024;

  private final String name;
  private final TarIndex index;
  private final Map<String, Content> files = new HashMap<>();
  private long kept;

  ExportFiles(String name) {
    this.name = name;
    this.index = new TarIndex(name);
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
    files.put(entry.name(), new MemoryContent(new ManifestBytes(Digests.of(bytes), bytes)));
  }

  /** Notes that a file was given away. */
  void passed(TarEntry entry) {
    files.put(entry.name(), new Passed(entry.size()));
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
