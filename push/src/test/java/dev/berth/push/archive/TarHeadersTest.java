package dev.berth.push.archive;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.push.source.Samples;
import dev.berth.push.source.SourceImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives whose headers no library writes. */
class TarHeadersTest {
  private static final byte[] LAYER = Samples.layer(1);

  @TempDir Path folder;

  private static byte[] header(String name, char type, byte[] sizeField) {
    byte[] header = new byte[512];
    put(header, 0, name.getBytes(US_ASCII));
    put(header, 124, sizeField);
    header[156] = (byte) type;
    put(header, 257, "ustar\00000".getBytes(US_ASCII));
    Arrays.fill(header, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte each : header) {
      sum += each & 0xff;
    }
    put(header, 148, "%06o\0 ".formatted(sum).getBytes(US_ASCII));
    return header;
  }

  private static void put(byte[] header, int at, byte[] bytes) {
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  private static byte[] octal(long size) {
    return "%011o\0".formatted(size).getBytes(US_ASCII);
  }

  private static byte[] entry(String name, char type, byte[] content) {
    byte[] padded = Arrays.copyOf(content, (content.length + 511) / 512 * 512);
    return joined(header(name, type, octal(content.length)), padded);
  }

  private static byte[] pax(String... records) {
    StringBuilder text = new StringBuilder();
    for (String record : records) {
      // All records of the tests are shorter than 97 bytes.
      int length = record.length() + 4;
      text.append(length).append(' ').append(record).append('\n');
    }
    return text.toString().getBytes(US_ASCII);
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /** What makes an image of an archive, up to its layer. */
  private static byte[] beginning(String layer) {
    String manifest = "[{'Config':'c.json','Layers':['%s']}]".formatted(layer);
    return joined(
        entry("manifest.json", '0', Samples.json(manifest)),
        entry("c.json", '0', Samples.config(LAYER)));
  }

  private String archive(byte[]... parts) {
    return "docker-archive:" + Samples.write(folder.resolve("image.tar"), joined(parts));
  }

  private void assertRefused(String what, byte[]... parts) {
    String message = Samples.failure(archive(parts)).getMessage();
    assertTrue(message.contains(what), message);
  }

  @Test
  void paxRecordsCountBeforeTheHeader() {
    byte[] pax = pax("path=real/layer.tar", "size=" + LAYER.length);
    String location =
        archive(
            beginning("real/layer.tar"),
            entry("g", 'g', pax("comment=no")),
            entry("x", 'x', pax),
            header("other", '0', octal(7)),
            LAYER);
    try (SourceImage image = Samples.open(location)) {
      assertArrayEquals(LAYER, Samples.bytes(Samples.content(image, 0)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"size=-1", "size=x", "size=9223372036854775808"})
  void paxSizesThatAreNone(String record) {
    assertRefused(
        "damaged tar header at byte 3072",
        beginning("l"),
        entry("x", 'x', pax(record)),
        header("l", '0', octal(0)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"9 path=l", "path=l\n", "99 path=l\n", "2 path=l\n", "11111111111 p=l\n"})
  void paxRecordsThatAreNone(String text) {
    assertRefused("damaged tar header", beginning("l"), entry("x", 'x', text.getBytes(US_ASCII)));
  }

  @Test
  void sparseFilesAreNoLayers() {
    assertRefused(
        "not a regular file",
        beginning("l"),
        entry("x", 'x', pax("GNU.sparse.major=1")),
        entry("l", '0', LAYER));
    assertRefused("sparse", beginning("l"), entry("l", 'S', LAYER));
  }

  @ParameterizedTest
  @CsvSource({
    "ffffffffffffffffffffffff, damaged tar header at byte 2048",
    "80ffffffffffffffffffffff, damaged tar header at byte 2048",
    "800000007fffffffffffffff, is truncated",
    "373737373737373737373700, is truncated",
    "393939393939393939393900, damaged tar header at byte 2048",
  })
  void sizesThatAreNone(String field, String what) {
    byte[] size = HexFormat.of().parseHex(field);
    assertRefused(what, beginning("l"), header("l", '0', size), LAYER);
  }

  @Test
  void namesOfGigabytesAreNotRead() {
    byte[] twoGigabytes = octal(2L << 30);
    for (char type : new char[] {'L', 'K', 'x', 'g'}) {
      assertRefused("too long", header("n", type, twoGigabytes), LAYER);
    }
  }

  @Test
  void layersMayBeLargerThanFourGigabytes() throws IOException {
    long size = (1L << 32) + 1;
    byte[] beginning = joined(beginning("l"), header("l", '0', octal(size)));
    String location = archive(beginning);
    byte[] after = entry("after", '0', LAYER);
    try (RandomAccessFile file = new RandomAccessFile(folder.resolve("image.tar").toFile(), "rw")) {
      file.seek(beginning.length + size + 511);
      file.write(after);
    }
    try (SourceImage image = Samples.open(location)) {
      assertEquals(size, Samples.content(image, 0).size());
    }
  }
}
