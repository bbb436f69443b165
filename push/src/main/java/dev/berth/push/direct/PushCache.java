package dev.berth.push.direct;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.berth.push.archive.TemporaryFiles;
import dev.berth.push.compress.CompressedLayer;
import dev.berth.push.compress.Compression;
import dev.berth.push.image.Descriptor;
import dev.berth.push.image.ManifestBytes;
import dev.berth.push.image.ManifestFormat;
import dev.berth.push.image.SerializedManifest;
import dev.berth.reference.Digest;
import dev.berth.reference.Digests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The results of earlier pushes: what layers compress to, which repositories have a blob, which
 * manifest an engine's image became. An entry may be outdated, so the registry is asked before it
 * is used.
 */
final class PushCache {
  private static final int MAX_REPOSITORIES = 8;
  private static final Pattern REPOSITORY = Pattern.compile("[a-z0-9._/-]+");

  private final CacheFiles files;

  /**
   * A layer that was compressed before.
   *
   * @param blob the compressed layer
   * @param uncompressedSize the size of its tar in bytes
   */
  record CachedLayer(Descriptor blob, long uncompressedSize) {}

  /** A cache in a folder, which is created when the first entry is written. */
  PushCache(Path folder) {
    this.files = new CacheFiles(folder);
  }

  /**
   * A new private file for a layer that must be compressed before it is sent. It is in the default
   * folder for temporary files when the cache cannot be written.
   */
  Path spool() throws IOException {
    try {
      return files.temporary("spool");
    } catch (IOException | UncheckedIOException e) {
      return TemporaryFiles.create();
    }
  }

  /** The format of manifests that a registry was found to require. */
  Optional<ManifestFormat> format(String host) {
    return files
        .read("formats", hostKey(host))
        .filter(lines -> lines.get(0).equals(ManifestFormat.OCI.value()))
        .map(lines -> ManifestFormat.OCI);
  }

  void rememberFormat(String host, ManifestFormat format) {
    files.write("formats", hostKey(host), List.of(format.value()));
  }

  /** The token service of another site that a user was told about. */
  Optional<String> tokenService(String host) {
    return files.read("token-services", hostKey(host)).map(lines -> lines.get(0));
  }

  void rememberTokenService(String host, String tokenService) {
    files.write("token-services", hostKey(host), List.of(tokenService));
  }

  private static String hostKey(String host) {
    return Digests.of("sha256", host.getBytes(UTF_8)).hex();
  }

  /** The blob that a layer compresses to, with the caller's media type. */
  Optional<CachedLayer> compressed(Digest diffId, Compression compression, String mediaType) {
    return files
        .read("layers", compression.value() + "-" + diffId.hex())
        .flatMap(
            lines -> {
              try {
                var blob =
                    new Descriptor(
                        mediaType, Digest.parse(lines.get(0)), Long.parseLong(lines.get(1)));
                return Optional.of(new CachedLayer(blob, Long.parseLong(lines.get(2))));
              } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                return Optional.empty();
              }
            });
  }

  void rememberCompressed(CompressedLayer layer, Compression compression) {
    files.write(
        "layers",
        compression.value() + "-" + layer.diffId().hex(),
        List.of(
            layer.digest().toString(),
            Long.toString(layer.size()),
            Long.toString(layer.uncompressedSize())));
  }

  /** Repositories of the registry that had the blob, the latest first. */
  List<String> repositories(String host, Digest blob) {
    return files.read("blobs", key(host, blob)).orElse(List.of()).stream()
        .filter(REPOSITORY.asMatchPredicate())
        .toList();
  }

  void rememberRepository(String host, Digest blob, String repository) {
    List<String> before = repositories(host, blob);
    if (before.isEmpty() || !before.get(0).equals(repository)) {
      List<String> now = new ArrayList<>(before);
      now.remove(repository);
      now.add(0, repository);
      files.write("blobs", key(host, blob), now.subList(0, Math.min(now.size(), MAX_REPOSITORIES)));
    }
  }

  private static String key(String host, Digest blob) {
    return Digests.of("sha256", (host + " " + blob).getBytes(UTF_8)).hex();
  }

  /**
   * The manifest that an engine's image became.
   *
   * @param format the format that was asked for
   */
  Optional<SerializedManifest> manifest(
      Digest image, Compression compression, Optional<ManifestFormat> format) {
    return files
        .read("manifests", key(image, compression, format))
        .filter(lines -> lines.size() >= 2)
        .map(
            lines -> {
              byte[] bytes = String.join("\n", lines.subList(1, lines.size())).getBytes(UTF_8);
              return new SerializedManifest(
                  new ManifestBytes(Digests.of("sha256", bytes), bytes), lines.get(0));
            });
  }

  void rememberManifest(
      Digest image,
      Compression compression,
      Optional<ManifestFormat> format,
      SerializedManifest manifest) {
    files.write(
        "manifests",
        key(image, compression, format),
        List.of(manifest.mediaType(), new String(manifest.bytes().bytes(), UTF_8)));
  }

  private static String key(
      Digest image, Compression compression, Optional<ManifestFormat> format) {
    String asked = format.map(it -> "-" + it.value()).orElse("");
    return compression.value() + asked + "-" + image.hex();
  }
}
