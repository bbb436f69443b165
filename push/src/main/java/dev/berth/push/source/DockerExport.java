package dev.berth.push.source;

import dev.berth.push.archive.EntryNames;
import dev.berth.push.archive.TarEntry;
import dev.berth.push.archive.TarHeader;
import dev.berth.push.archive.TarReader;
import dev.berth.push.image.Blob;
import dev.berth.push.image.ImageForm;
import dev.berth.push.image.ImageLocation;
import dev.berth.push.image.ImageManifest;
import dev.berth.reference.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The contents of a stream of {@code docker save} with one image, read in one pass. */
public final class DockerExport {
  /** Receives the layers in the order of the stream. */
  public interface LayerVisitor {
    /**
     * A file that may be a layer.
     *
     * @param name its name in the stream, as {@link DockerExport#layerNames} has it
     * @param size its size in bytes
     * @param bytes its bytes; unread bytes are skipped
     */
    void layer(String name, long size, InputStream bytes) throws IOException;
  }

  private static final String NAME = "the engine's export";
  private static final ImageLocation ONLY =
      new ImageLocation(ImageLocation.Kind.DOCKER_ARCHIVE, Path.of(NAME), Optional.empty());

  private final Blob config;
  private final List<String> layerNames;
  private final List<Digest> diffIds;
  private final Optional<ImageManifest> manifest;

  private DockerExport(
      Blob config,
      List<String> layerNames,
      List<Digest> diffIds,
      Optional<ImageManifest> manifest) {
    this.config = config;
    this.layerNames = layerNames;
    this.diffIds = diffIds;
    this.manifest = manifest;
  }

  /**
   * Reads the stream to its end.
   *
   * @param tar the stream, not closed
   * @throws IOException when the stream or the visitor fails
   * @throws dev.berth.spi.BerthException with the code {@code IMAGE} when it is not what {@code
   *     docker save} writes for one image
   */
  public static DockerExport read(InputStream tar, LayerVisitor visitor) throws IOException {
    ExportFiles files = new ExportFiles(NAME);
    TarReader reader = new TarReader(tar, NAME);
    for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
      TarEntry named = normal(entry);
      files.add(named);
      if (named.type() == TarEntry.Type.FILE) {
        take(named, reader.content(), files, visitor);
      }
    }
    tar.transferTo(OutputStream.nullOutputStream());
    DockerArchive archive = new DockerArchive(ONLY, files, ImageForm.DEFAULTS);
    return new DockerExport(
        archive.config(),
        archive.layerNames().stream().map(files::layerName).toList(),
        archive.diffIds(),
        archive.compressedManifest());
  }

  private static TarEntry normal(TarEntry entry) {
    String name = EntryNames.normal(entry.name()).orElse(entry.name());
    return new TarEntry(name, entry.type(), entry.link(), entry.offset(), entry.size());
  }

  private static void take(
      TarEntry entry, InputStream content, ExportFiles files, LayerVisitor visitor)
      throws IOException {
    String name = entry.name();
    boolean small = entry.size() <= Document.MOST_BYTES;
    if (name.startsWith("blobs/")) {
      PushbackInputStream in = new PushbackInputStream(content, TarHeader.SIZE);
      byte[] head = in.readNBytes(TarHeader.SIZE);
      in.unread(head);
      if (small && isDocument(head)) {
        files.keep(entry, in);
      } else {
        pass(entry, in, files, visitor);
      }
    } else if (name.endsWith(".tar")) {
      // Docker's are HEX/layer.tar, Podman's HEX.tar.
      pass(entry, content, files, visitor);
    } else if (small && name.endsWith(".json")) {
      files.keep(entry, content);
    }
  }

  private static boolean isDocument(byte[] head) {
    // A tar begins with the name of its first file, which may begin in the same way.
    boolean tar = head.length == TarHeader.SIZE && new TarHeader(head).isSound();
    return !tar && head.length > 0 && head[0] == '{';
  }

  private static void pass(TarEntry entry, InputStream in, ExportFiles files, LayerVisitor visitor)
      throws IOException {
    files.passed(entry);
    visitor.layer(entry.name(), entry.size(), in);
  }

  /** The image configuration, in memory. */
  public Blob config() {
    return config;
  }

  /** For each of the image's layers in order, under which name the visitor had it. */
  public List<String> layerNames() {
    return List.copyOf(layerNames);
  }

  /** For each of the image's layers in order, the digest of its uncompressed tar. */
  public List<Digest> diffIds() {
    return List.copyOf(diffIds);
  }

  /** The image's own OCI manifest, if the stream has it and all layers compressed. */
  public Optional<ImageManifest> manifest() {
    return manifest;
  }
}
