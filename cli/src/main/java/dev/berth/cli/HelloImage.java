package dev.berth.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/** A small image as an OCI image layout: one layer with one text file. */
final class HelloImage {
  private static final int BLOCK = 512;

  private final Path layout;

  private HelloImage(Path layout) {
    this.layout = layout;
  }

  static void write(Path layout) throws IOException {
    Files.createDirectories(layout.resolve("blobs/sha256"));
    new HelloImage(layout).write();
  }

  private void write() throws IOException {
    byte[] tar = tar("greeting", "Hello from Berth.\n".getBytes(UTF_8));
    String config =
        """
        {"architecture": "amd64", "os": "linux",
         "config": {}, "rootfs": {"type": "layers", "diff_ids": ["%s"]}}
        """
            .formatted(digest(tar));
    String manifest =
        """
        {"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json",
         "config": %s,
         "layers": [%s]}
        """
            .formatted(
                blob("application/vnd.oci.image.config.v1+json", config.getBytes(UTF_8)),
                blob("application/vnd.oci.image.layer.v1.tar+gzip", gzip(tar)));
    String index =
        "{\"schemaVersion\": 2, \"manifests\": [%s]}\n"
            .formatted(
                blob("application/vnd.oci.image.manifest.v1+json", manifest.getBytes(UTF_8)));
    Files.writeString(layout.resolve("index.json"), index);
    Files.writeString(layout.resolve("oci-layout"), "{\"imageLayoutVersion\": \"1.0.0\"}\n");
  }

  /** Writes a blob and returns its descriptor. */
  private String blob(String mediaType, byte[] content) throws IOException {
    String digest = digest(content);
    Files.write(layout.resolve("blobs").resolve(digest.replace(':', '/')), content);
    return "{\"mediaType\": \"%s\", \"digest\": \"%s\", \"size\": %d}"
        .formatted(mediaType, digest, content.length);
  }

  private static String digest(byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return "sha256:" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static byte[] gzip(byte[] content) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    }
    return bytes.toByteArray();
  }

  /** A POSIX ustar archive with one file that is shorter than a block. */
  private static byte[] tar(String name, byte[] content) {
    // The header, the content and two empty blocks for the end.
    var tar = ByteBuffer.allocate(4 * BLOCK);
    String owner = "0000000\0";
    tar.put(0, name.getBytes(US_ASCII));
    String numbers =
        "0000644\0" + owner + owner + "%011o\0%011o\0        0".formatted(content.length, 0);
    tar.put(100, numbers.getBytes(US_ASCII));
    tar.put(257, "ustar\000000".getBytes(US_ASCII));
    // The checksum is computed with blanks in its field.
    int sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += tar.get(i);
    }
    tar.put(148, "%06o\0 ".formatted(sum).getBytes(US_ASCII));
    tar.put(BLOCK, content);
    return tar.array();
  }
}
