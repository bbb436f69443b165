package dev.berth.push.direct;

import dev.berth.push.archive.Content;
import dev.berth.push.archive.Magic;
import dev.berth.push.archive.SourceFile;
import dev.berth.push.compress.Compression;
import dev.berth.push.direct.BlobTransfer.StreamedLayer;
import dev.berth.push.distribution.Manifest;
import dev.berth.push.image.Blob;
import dev.berth.push.image.Descriptor;
import dev.berth.push.image.ImageManifest;
import dev.berth.push.image.ManifestBytes;
import dev.berth.push.image.ManifestWriter;
import dev.berth.push.image.MemoryContent;
import dev.berth.push.source.DockerExport;
import dev.berth.reference.Digest;
import dev.berth.reference.Digests;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Pushes the layers of an export while it is read. */
final class ExportedLayers implements DockerExport.LayerVisitor {
  private static final int SHORT = 12;
  private static final int SMALL = 1024 * 1024;
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

  private final PushRun run;
  private final BlobPush blobs;
  private final String mediaType;
  // Layers that the repository has, by the size of their tars. Only the bytes of a tar tell which
  // one it is.
  private final Map<Long, Map<Digest, Descriptor>> candidates = new HashMap<>();
  private final Map<String, PushedBlob> pushed = new HashMap<>();
  private final Map<String, Digest> diffIds = new HashMap<>();
  private final Map<String, String> numbers = new HashMap<>();
  private final Map<String, BerthException> failed = new HashMap<>();

  ExportedLayers(PushRun run, BlobPush blobs, List<Digest> expected) {
    this.run = run;
    this.blobs = blobs;
    this.mediaType = layerType(run.compression());
    for (Digest diffId : expected) {
      blobs
          .findCompressed(diffId, mediaType)
          .ifPresent(
              layer ->
                  candidates
                      .computeIfAbsent(layer.uncompressedSize(), size -> new HashMap<>())
                      .put(diffId, layer.blob()));
    }
  }

  @Override
  public void layer(String name, long size, InputStream bytes) throws IOException {
    if (pushed.containsKey(name)) {
      requireSame(name, bytes);
      return;
    }
    var in = new PushbackInputStream(bytes, Magic.LENGTH);
    byte[] magic = in.readNBytes(Magic.LENGTH);
    in.unread(magic);
    Optional<Compression> compression = compression(magic);
    try {
      if (failed.containsKey(name)) {
        pushSpooled(name, compression, in);
      } else {
        push(name, compression, new OneTimeContent(in, size));
      }
      failed.remove(name);
    } catch (BerthException e) {
      if (e.code() != ErrorCode.TRANSIENT || run.repository().client().isCancelled()) {
        throw e;
      }
      failed.put(name, e);
    }
  }

  /** Keeps the layer in a file: a registry that redirects uploads needs its bytes again. */
  private void pushSpooled(String name, Optional<Compression> compression, InputStream bytes)
      throws IOException {
    Path file = run.cache().spool();
    try {
      Files.copy(bytes, file, StandardCopyOption.REPLACE_EXISTING);
      push(name, compression, SourceFile.of(file, "the export's " + name).content());
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private void push(String name, Optional<Compression> compression, Content content)
      throws IOException {
    long size = content.size();
    Optional<Digest> digest = digest(name).filter(it -> compression.isPresent());
    if (digest.isPresent()) {
      var blob =
          new Blob(new Descriptor(layerType(compression.get()), digest.get(), size), content);
      pushed.put(name, blobs.pushOnce(blob, digest.get().hex().substring(0, SHORT)));
    } else if (candidates.containsKey(size) && size <= SMALL) {
      compareSmall(name, content);
    } else if (candidates.containsKey(size) && !failed.containsKey(name)) {
      compare(name, candidates.get(size), content);
    } else {
      stream(name, content);
    }
  }

  /** A layer that is in the export again, or that an earlier pass has pushed. */
  private void requireSame(String name, InputStream bytes) throws IOException {
    Digest before = diffIds.get(name);
    if (before != null && !before.equals(Digests.of(before.algorithm(), bytes))) {
      throw new BerthException(
          ErrorCode.IMAGE,
          "the export has the layer %s twice, with different content".formatted(name));
    }
  }

  private void stream(String name, Content content) {
    StreamedLayer layer = blobs.compressOnce(content, number(name), mediaType);
    pushed.put(name, layer.pushed());
    diffIds.put(name, layer.diffId());
  }

  /** Small layers often have the same size. They are held in memory until they are identified. */
  private void compareSmall(String name, Content content) throws IOException {
    byte[] layer;
    try (InputStream in = content.open()) {
      layer = in.readAllBytes();
    }
    Digest diffId = Digests.of(layer);
    Descriptor blob = candidates.getOrDefault(content.size(), Map.of()).get(diffId);
    if (blob == null) {
      stream(name, new MemoryContent(new ManifestBytes(diffId, layer)));
    } else {
      pushed.put(name, blobs.exists(number(name), blob));
      diffIds.put(name, diffId);
    }
  }

  private void compare(String name, Map<Digest, Descriptor> known, Content content)
      throws IOException {
    Digest diffId;
    try (InputStream in = content.open()) {
      diffId = Digests.of("sha256", in);
    }
    Descriptor blob = known.get(diffId);
    if (blob == null) {
      throw new BerthException(ErrorCode.TRANSIENT, "another layer has the same size");
    }
    pushed.put(name, blobs.exists(number(name), blob));
    diffIds.put(name, diffId);
  }

  /** Why a layer of the image is not pushed yet; empty when all are pushed. */
  Optional<BerthException> missing(DockerExport export) {
    return export.layerNames().stream()
        .filter(name -> !pushed.containsKey(name))
        .map(
            name ->
                failed.getOrDefault(
                    name, new BerthException(ErrorCode.IMAGE, "the export has no file " + name)))
        .findFirst();
  }

  /** The pushed layers in the order of the image. */
  List<PushedBlob> inOrder(DockerExport export) {
    List<Descriptor> own =
        export
            .manifest()
            .flatMap(ImageManifest::source)
            .map(manifest -> Manifest.parse(manifest.digest(), manifest.bytes()).layers())
            .orElse(List.of());
    List<PushedBlob> result = new ArrayList<>();
    for (int i = 0; i < export.layerNames().size(); i++) {
      String name = export.layerNames().get(i);
      requireDiffId(name, export.diffIds().get(i));
      PushedBlob layer = pushed.get(name);
      if (layer == null) {
        throw new IllegalStateException(name + " was not pushed");
      }
      result.add(own.isEmpty() ? layer : new PushedBlob(own.get(i), layer.outcome()));
    }
    return result;
  }

  private void requireDiffId(String name, Digest expected) {
    Digest actual = diffIds.getOrDefault(name, expected);
    if (!actual.equals(expected)) {
      throw new BerthException(
          ErrorCode.IMAGE,
          "the engine exports a layer with the digest %s, and its configuration names %s"
              .formatted(actual, expected));
    }
  }

  private static Optional<Digest> digest(String name) {
    String prefix = "blobs/sha256/";
    return name.startsWith(prefix) && HEX.matcher(name.substring(prefix.length())).matches()
        ? Optional.of(new Digest("sha256", name.substring(prefix.length())))
        : Optional.empty();
  }

  private static Optional<Compression> compression(byte[] head) {
    return switch (Magic.of(head)) {
      case GZIP -> Optional.of(Compression.GZIP);
      case ZSTD -> Optional.of(Compression.ZSTD);
      default -> Optional.empty();
    };
  }

  private String layerType(Compression compression) {
    return ManifestWriter.layerType(ManifestWriter.DOCKER_MANIFEST, compression, run.format());
  }

  /** A name until the layer's digest in the registry is known. */
  private String number(String name) {
    return numbers.computeIfAbsent(name, any -> "layer " + (numbers.size() + 1));
  }
}
