package dev.berth.localregistry.storage;

import dev.berth.reference.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests of bytes. */
public final class Checksum {
  public static final String SHA256 = "sha256";
  private static final int BUFFER = 256 << 10;

  private Checksum() {}

  public static MessageDigest start(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm.equals(SHA256) ? "SHA-256" : "SHA-512");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has both", e);
    }
  }

  public static Digest end(String algorithm, MessageDigest hash) {
    return new Digest(algorithm, HexFormat.of().formatHex(hash.digest()));
  }

  public static Digest of(String algorithm, byte[] content) {
    MessageDigest hash = start(algorithm);
    hash.update(content);
    return end(algorithm, hash);
  }

  public static Digest of(String algorithm, Path file) throws IOException {
    MessageDigest hash = start(algorithm);
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        hash.update(buffer, 0, n);
      }
    }
    return end(algorithm, hash);
  }
}
