import dev.berth.BerthHome;
import dev.berth.PushedImage;
import dev.berth.Registries;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/**
 * ManyImages HOST FOLDER: creates 200 small images that share a base layer, and pushes them in one
 * process. Prints the milliseconds and the size of the heap after a collection for each 50.
 */
public final class ManyImages {
  private static final int IMAGES = 200;
  private static final int STEP = 50;
  private static final int BASE_BYTES = 4 * 1024 * 1024;
  private static final int LAYER_BYTES = 64 * 1024;
  private static final String DESCRIPTOR =
      "{\"mediaType\":\"application/vnd.oci.image.%s\",\"digest\":\"sha256:%s\",\"size\":%d}";

  /** A blob's bytes: what is sent, and the digest of what is in it. */
  private record LayerBytes(byte[] blob, String diffId) {}

  public static void main(String[] args) throws IOException {
    String host = args[0];
    Path folder = Path.of(args[1]);
    LayerBytes base = layer(-1, BASE_BYTES);
    for (int n = 0; n < IMAGES; n++) {
      write(folder.resolve("image" + n), base, layer(n, LAYER_BYTES));
    }

    Map<String, String> environment =
        Map.of("XDG_CACHE_HOME", folder.resolve("cache").toString());
    var home =
        BerthHome.find(folder.resolve("store"), environment, folder, folder, Optional.empty());
    try (var registries = Registries.builder().home(home).environment(environment).open()) {
      registries.register("many", "default", Map.of("uri", host));
      long start = System.nanoTime();
      for (int n = 0; n < IMAGES; n++) {
        push(registries, host, folder.resolve("image" + n), n);
        if ((n + 1) % STEP == 0) {
          long millis = (System.nanoTime() - start) / 1_000_000;
          System.out.println((n + 1) + " " + millis + " " + heap());
          start = System.nanoTime();
        }
      }
    }
  }

  private static void push(Registries registries, String host, Path image, int n) {
    PushedImage pushed = registries.push(host + "/many/app" + n % STEP + ":" + n, "oci:" + image);
    if (pushed.result().layers().size() != 2) {
      throw new IllegalStateException("not the image: " + pushed);
    }
  }

  private static long heap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /** Random bytes, since nothing unpacks them. */
  private static LayerBytes layer(int seed, int size) throws IOException {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    var compressed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(compressed)) {
      gzip.write(bytes);
    }
    return new LayerBytes(compressed.toByteArray(), hex(bytes));
  }

  private static void write(Path folder, LayerBytes base, LayerBytes own) throws IOException {
    Path blobs = Files.createDirectories(folder.resolve("blobs/sha256"));
    String layers =
        blob(blobs, "layer.v1.tar+gzip", base.blob())
            + ","
            + blob(blobs, "layer.v1.tar+gzip", own.blob());
    String config =
        "{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{},\"rootfs\":{\"type\":\"layers\","
            + "\"diff_ids\":[\"sha256:%s\",\"sha256:%s\"]}}";
    String manifest =
        "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\","
            + "\"config\":%s,\"layers\":[%s]}";
    String configured =
        blob(blobs, "config.v1+json", bytes(config.formatted(base.diffId(), own.diffId())));
    String image =
        blob(blobs, "manifest.v1+json", bytes(manifest.formatted(configured, layers)));
    Files.writeString(
        folder.resolve("index.json"), "{\"schemaVersion\":2,\"manifests\":[%s]}".formatted(image));
    Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
  }

  private static String blob(Path blobs, String type, byte[] bytes) throws IOException {
    Files.write(blobs.resolve(hex(bytes)), bytes);
    return DESCRIPTOR.formatted(type, hex(bytes), bytes.length);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String hex(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
