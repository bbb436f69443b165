import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Image FILE [NOTE]: a docker-archive of about 600 MB, with files of this machine, in four large
 * layers and two small ones. The last one contains the note, so another note changes only this one.
 */
public final class Image {
  private static final int BLOCK = 512;
  private static final int MIB = 1024 * 1024;

  private record Part(String folder, int mib) {}

  private static final List<Part> PARTS =
      List.of(
          new Part(System.getProperty("java.home"), 200),
          new Part("/usr/lib", 180),
          new Part("/usr/share", 100),
          new Part("/usr/bin", 110),
          new Part("/etc", 2));

  public static void main(String[] args) throws IOException {
    Path target = Path.of(args[0]).toAbsolutePath();
    Path layer = target.resolveSibling("layer");
    List<String> diffIds = new ArrayList<>();
    try (OutputStream archive = new BufferedOutputStream(Files.newOutputStream(target), MIB)) {
      for (Part part : PARTS) {
        diffIds.add(write(layer, tar -> files(part, tar)));
        copy(layer, diffIds.get(diffIds.size() - 1) + "/layer.tar", archive);
      }
      String note = args.length > 1 ? args[1] : "";
      diffIds.add(write(layer, tar -> text("note", note, tar)));
      copy(layer, diffIds.get(diffIds.size() - 1) + "/layer.tar", archive);
      document(diffIds, archive);
      archive.write(new byte[2 * BLOCK]);
    }
    Files.delete(layer);
  }

  private interface Content {
    void writeTo(OutputStream tar) throws IOException;
  }

  /** Writes a tar, and gives the hexadecimal digits of its digest. */
  private static String write(Path file, Content content) throws IOException {
    var hash = new DigestOutputStream(Files.newOutputStream(file), sha256());
    try (OutputStream tar = new BufferedOutputStream(hash, MIB)) {
      content.writeTo(tar);
      tar.write(new byte[2 * BLOCK]);
    }
    return HexFormat.of().formatHex(hash.getMessageDigest().digest());
  }

  private static void files(Part part, OutputStream tar) throws IOException {
    long room = (long) part.mib() * MIB;
    List<Path> found;
    try (Stream<Path> all = Files.walk(Path.of(part.folder()))) {
      found = all.filter(Files::isReadable).filter(Image::isPlain).sorted().toList();
    }
    for (Path file : found) {
      long size = Files.size(file);
      String name = file.toString().substring(1);
      if (size <= room && name.length() < 100 && name.chars().allMatch(c -> c < 128)) {
        room -= size;
        header(name, size, tar);
        try (InputStream in = Files.newInputStream(file)) {
          tar.write(in.readNBytes((int) size));
        }
        pad(size, tar);
      }
    }
  }

  private static boolean isPlain(Path file) {
    return Files.isRegularFile(file, java.nio.file.LinkOption.NOFOLLOW_LINKS);
  }

  private static void document(List<String> diffIds, OutputStream archive) throws IOException {
    String ids = String.join(",", diffIds.stream().map("\"sha256:%s\""::formatted).toList());
    String config =
        "{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{},\"rootfs\":{\"type\":\"layers\","
            + "\"diff_ids\":[" + ids + "]}}";
    String id = HexFormat.of().formatHex(sha256().digest(config.getBytes(StandardCharsets.UTF_8)));
    text(id + ".json", config, archive);
    String layers = String.join(",", diffIds.stream().map("\"%s/layer.tar\""::formatted).toList());
    text(
        "manifest.json",
        "[{\"Config\":\"%s.json\",\"RepoTags\":[\"berth-benchmark:1\"],\"Layers\":[%s]}]"
            .formatted(id, layers),
        archive);
  }

  private static void copy(Path file, String name, OutputStream archive) throws IOException {
    header(name, Files.size(file), archive);
    Files.copy(file, archive);
    pad(Files.size(file), archive);
  }

  private static void text(String name, String text, OutputStream tar) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    header(name, bytes.length, tar);
    tar.write(bytes);
    pad(bytes.length, tar);
  }

  private static void pad(long size, OutputStream tar) throws IOException {
    tar.write(new byte[(int) ((BLOCK - size % BLOCK) % BLOCK)]);
  }

  private static void header(String name, long size, OutputStream tar) throws IOException {
    byte[] header = new byte[BLOCK];
    put(header, 0, name);
    put(header, 100, "0000644\0" + "0000000\0" + "0000000\0");
    put(header, 124, "%011o".formatted(size));
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

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
