import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * LargeLayers (archive FILE | oci DIR) LAYERS BYTES: an image with LAYERS layers of BYTES bytes, as
 * a docker-archive or an OCI layout. The layers are sparse files with some pseudo-random megabytes,
 * so they need little disk space and are all different.
 */
public final class LargeLayers {
  private static final int MEGABYTE = 1024 * 1024;
  private static final int BLOCK = 512;
  private static final int NOISE = 32;

  private static final String CONFIG =
      "{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{},"
          + "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[%s]}}";
  private static final String DESCRIPTOR =
      "{\"mediaType\":\"application/vnd.oci.image.%s\",\"digest\":\"%s\",\"size\":%d}";

  public static void main(String[] args) throws IOException {
    Path target = Path.of(args[1]);
    int layers = Integer.parseInt(args[2]);
    long bytes = Long.parseLong(args[3]) / BLOCK * BLOCK;
    if (args[0].equals("archive")) {
      archive(target, layers, bytes);
    } else {
      layout(target, layers, bytes);
    }
  }

  /** Each layer is a tar with one file in it. */
  private static void archive(Path file, int layers, long bytes) throws IOException {
    List<String> diffIds = new ArrayList<>();
    try (var tar = new RandomAccessFile(file.toFile(), "rw")) {
      for (int n = 0; n < layers; n++) {
        header(tar, "layer%d.tar".formatted(n), bytes + 3 * BLOCK);
        long start = tar.getFilePointer();
        header(tar, "data%d".formatted(n), bytes);
        long content = tar.getFilePointer();
        tar.setLength(content + bytes + 2 * BLOCK);
        noise(tar, content, bytes, n);
        tar.seek(content + bytes + 2 * BLOCK);
        diffIds.add(digest(file, start, bytes + 3 * BLOCK));
      }
      entry(tar, "config.json", config(diffIds));
      String names =
          IntStream.range(0, layers)
              .mapToObj("\"layer%d.tar\""::formatted)
              .collect(Collectors.joining(","));
      entry(
          tar,
          "manifest.json",
          "[{\"Config\":\"config.json\",\"RepoTags\":[\"large:1\"],\"Layers\":[%s]}]"
              .formatted(names));
      tar.setLength(tar.getFilePointer() + 2 * BLOCK);
    }
  }

  private static void layout(Path folder, int layers, long bytes) throws IOException {
    Path blobs = Files.createDirectories(folder.resolve("blobs/sha256"));
    List<String> digests = new ArrayList<>();
    for (int n = 0; n < layers; n++) {
      Path file = blobs.resolve("layer");
      try (var blob = new RandomAccessFile(file.toFile(), "rw")) {
        blob.setLength(bytes);
        noise(blob, 0, bytes, n);
      }
      String digest = digest(file, 0, bytes);
      Files.move(file, blobs.resolve(digest.substring(7)));
      digests.add(digest);
    }
    // Declared as compressed, so that it is sent unchanged.
    String described =
        digests.stream()
            .map(digest -> DESCRIPTOR.formatted("layer.v1.tar+gzip", digest, bytes))
            .collect(Collectors.joining(","));
    String config = blob(blobs, "config.v1+json", config(digests));
    String manifest =
        "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\","
            + "\"config\":%s,\"layers\":[%s]}";
    String image = blob(blobs, "manifest.v1+json", manifest.formatted(config, described));
    Files.writeString(
        folder.resolve("index.json"), "{\"schemaVersion\":2,\"manifests\":[%s]}".formatted(image));
    Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
  }

  private static String blob(Path blobs, String type, String text) throws IOException {
    Path file = Files.writeString(blobs.resolve("document"), text);
    String digest = digest(file, 0, Files.size(file));
    Files.move(file, blobs.resolve(digest.substring(7)));
    return DESCRIPTOR.formatted(type, digest, text.length());
  }

  private static String config(List<String> diffIds) {
    return CONFIG.formatted(
        diffIds.stream().map("\"%s\""::formatted).collect(Collectors.joining(",")));
  }

  /** Megabytes of noise, spread over the content. */
  private static void noise(RandomAccessFile file, long start, long bytes, int seed)
      throws IOException {
    var random = new Random(seed);
    byte[] noise = new byte[(int) Math.min(MEGABYTE, bytes / NOISE)];
    for (int n = 0; n < NOISE; n++) {
      random.nextBytes(noise);
      file.seek(start + bytes / NOISE * n);
      file.write(noise);
    }
  }

  private static void entry(RandomAccessFile tar, String name, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    header(tar, name, bytes.length);
    tar.write(bytes);
    tar.seek((tar.getFilePointer() + BLOCK - 1) / BLOCK * BLOCK);
  }

  private static void header(RandomAccessFile tar, String name, long size) throws IOException {
    byte[] header = new byte[BLOCK];
    put(header, 0, name);
    put(header, 100, "0000644\0" + "0000000\0" + "0000000\0");
    if (size < 1L << 33) {
      put(header, 124, "%011o".formatted(size));
    } else {
      // GNU's format for numbers that exceed eleven octal digits: the top bit, then binary.
      header[124] = (byte) 0x80;
      for (int n = 0; n < 8; n++) {
        header[135 - n] = (byte) (size >>> 8 * n);
      }
    }
    put(header, 136, "00000000000\0" + "        " + "0");
    put(header, 257, "ustar  ");
    int sum = 0;
    for (byte value : header) {
      sum += value & 0xff;
    }
    put(header, 148, "%06o\0 ".formatted(sum));
    tar.write(header);
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  private static String digest(Path file, long start, long length) throws IOException {
    MessageDigest hash;
    try {
      hash = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    byte[] buffer = new byte[MEGABYTE];
    try (var in = new DigestInputStream(Files.newInputStream(file), hash)) {
      in.on(false);
      in.skipNBytes(start);
      in.on(true);
      for (long left = length; left > 0; ) {
        int read = in.read(buffer, 0, (int) Math.min(left, MEGABYTE));
        if (read < 0) {
          throw new IOException(file + " ends too early");
        }
        left -= read;
      }
    }
    return "sha256:" + HexFormat.of().formatHex(hash.digest());
  }
}
