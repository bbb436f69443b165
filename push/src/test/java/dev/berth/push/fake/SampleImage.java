package dev.berth.push.fake;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.berth.push.image.ImageLocation;
import dev.berth.push.image.ImageLocation.Kind;
import dev.berth.reference.Digest;
import dev.berth.reference.Digests;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A small image, as an OCI layout with compressed layers and as a docker-archive without. */
public final class SampleImage {
  private final Path folder;
  private final List<byte[]> tars = new ArrayList<>();
  private final String config;

  private SampleImage(Path folder, List<byte[]> tars) {
    this.folder = folder;
    this.tars.addAll(tars);
    this.config =
        "{\"architecture\":\"amd64\",\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\","
            + "\"diff_ids\":[%s]}}"
                .formatted(
                    diffIds().stream()
                        .map(it -> "\"" + it + "\"")
                        .collect(Collectors.joining(",")));
  }

  /** An image with layers of these sizes, whose content depends on the sizes alone. */
  public static SampleImage of(Path folder, int... layerSizes) {
    List<byte[]> tars = new ArrayList<>();
    for (int size : layerSizes) {
      tars.add(tar("file-" + size, content(size)));
    }
    return new SampleImage(folder, tars);
  }

  /** Half text, half noise. */
  private static byte[] content(int size) {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    for (int i = 0; i < size / 2; i++) {
      content[i] = (byte) ('a' + i % 7);
    }
    return content;
  }

  private static byte[] tar(String name, byte[] content) {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(bytes, UTF_8.name())) {
      add(tar, name, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void add(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    var entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    entry.setModTime(0L);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  /** The digests of the uncompressed layers. */
  public List<Digest> diffIds() {
    return tars.stream().map(Digests::of).toList();
  }

  /** The compressed layers of the OCI layout. */
  public List<byte[]> compressedLayers() {
    return tars.stream().map(SampleImage::gzip).toList();
  }

  /** The image configuration. */
  public byte[] config() {
    return config.getBytes(UTF_8);
  }

  private static byte[] gzip(byte[] content) {
    var bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The manifest of the OCI layout. */
  public byte[] manifest() {
    String layers =
        compressedLayers().stream()
            .map(it -> descriptor("application/vnd.oci.image.layer.v1.tar+gzip", it))
            .collect(Collectors.joining(","));
    return ("{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\","
            + "\"config\":"
            + descriptor("application/vnd.oci.image.config.v1+json", config())
            + ",\"layers\":["
            + layers
            + "]}")
        .getBytes(UTF_8);
  }

  private static String descriptor(String type, byte[] content) {
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
        .formatted(type, Digests.of(content), content.length);
  }

  /** Writes an OCI layout. */
  public ImageLocation layout() {
    try {
      Path blobs = Files.createDirectories(folder.resolve("layout/blobs/sha256"));
      for (byte[] layer : compressedLayers()) {
        Files.write(blobs.resolve(Digests.of(layer).hex()), layer);
      }
      Files.write(blobs.resolve(Digests.of(config()).hex()), config());
      Files.write(blobs.resolve(Digests.of(manifest()).hex()), manifest());
      Path layout = folder.resolve("layout");
      Files.writeString(layout.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
      Files.writeString(
          layout.resolve("index.json"),
          "{\"schemaVersion\":2,\"manifests\":[%s]}"
              .formatted(descriptor("application/vnd.oci.image.manifest.v1+json", manifest())));
      return new ImageLocation(Kind.OCI, layout, Optional.empty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file of a layer in the OCI layout. */
  public Path layoutLayer(int number) {
    Digest digest = Digests.of(compressedLayers().get(number));
    return folder.resolve("layout/blobs/sha256").resolve(digest.hex());
  }

  /** Writes a docker-archive. */
  public ImageLocation archive() {
    Path file = folder.resolve("image.tar");
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(archiveBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ImageLocation(Kind.DOCKER_ARCHIVE, file, Optional.empty());
  }

  /** What {@code docker save} writes for the image in its classic form. */
  public byte[] archiveBytes() {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(bytes, UTF_8.name())) {
      List<String> names = new ArrayList<>();
      for (byte[] layer : tars) {
        names.add(Digests.of(layer).hex() + "/layer.tar");
        add(tar, names.get(names.size() - 1), layer);
      }
      String configName = Digests.of(config()).hex() + ".json";
      add(tar, configName, config());
      String layers = names.stream().map(it -> "\"" + it + "\"").collect(Collectors.joining(","));
      String manifest =
          "[{\"Config\":\"%s\",\"RepoTags\":[\"app:1\"],\"Layers\":[%s]}]"
              .formatted(configName, layers);
      add(tar, "manifest.json", manifest.getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** What {@code docker save} writes from containerd's image store: an OCI layout with both. */
  public byte[] containerdArchiveBytes() {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(bytes, UTF_8.name())) {
      for (byte[] blob : compressedLayers()) {
        add(tar, blobName(blob), blob);
      }
      add(tar, blobName(config()), config());
      add(tar, blobName(manifest()), manifest());
      String index =
          "{\"schemaVersion\":2,\"manifests\":[%s]}"
              .formatted(descriptor("application/vnd.oci.image.manifest.v1+json", manifest()));
      add(tar, "index.json", index.getBytes(UTF_8));
      String layers =
          compressedLayers().stream()
              .map(layer -> "\"" + blobName(layer) + "\"")
              .collect(Collectors.joining(","));
      String names =
          "[{\"Config\":\"%s\",\"RepoTags\":[\"app:1\"],\"Layers\":[%s]}]"
              .formatted(blobName(config()), layers);
      add(tar, "manifest.json", names.getBytes(UTF_8));
      add(tar, "oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static String blobName(byte[] content) {
    return "blobs/sha256/" + Digests.of(content).hex();
  }
}
