package dev.berth.push.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.push.archive.Content;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MalformedImageTest {
  private static final byte[] LAYER = Samples.layer(1);
  private static final byte[] CONFIG = Samples.config(LAYER);
  private static final String MANIFEST =
      "[{'Config':'c.json','RepoTags':['app:1'],'Layers':['l.tar']}]";

  @TempDir Path folder;

  private static TarBuilder sound() {
    return new TarBuilder()
        .file("manifest.json", Samples.json(MANIFEST))
        .file("c.json", CONFIG)
        .file("l.tar", LAYER);
  }

  private String archive(byte[] bytes) {
    return "docker-archive:" + Samples.write(folder.resolve("bad.tar"), bytes);
  }

  private void assertRefused(byte[] bytes, String what) {
    BerthException failure = Samples.failure(archive(bytes));
    assertTrue(failure.getMessage().startsWith(folder + "/bad.tar: "), failure.getMessage());
    assertTrue(failure.getMessage().contains(what), failure.getMessage());
  }

  private void assertRefused(String manifest, byte[] config, String what) {
    TarBuilder tar = new TarBuilder().file("manifest.json", Samples.json(manifest));
    assertRefused(tar.file("c.json", config).file("l.tar", LAYER).build(), what);
  }

  @Test
  void everyTruncationIsToldOrHarmless() {
    byte[] whole = sound().build();
    int end = 0;
    for (int length = 0; length < whole.length; length += 512) {
      try (SourceImage image = Samples.open(archive(Arrays.copyOf(whole, length)))) {
        Samples.bytes(Samples.content(image, 0));
        end = end == 0 ? length : end;
      } catch (BerthException e) {
        assertEquals(ErrorCode.IMAGE, e.code());
        assertEquals(0, end, "sound before, but not at " + length);
      }
    }
    assertTrue(end > LAYER.length, "only what the archive ends with may be missing");
  }

  @Test
  void aTruncationIsToldWithItsPlace() {
    assertRefused(Arrays.copyOf(sound().build(), 512 * 6), "is truncated");
    assertRefused(Arrays.copyOf(sound().build(), 512 * 2 + 100), "the header at byte 1024");
  }

  @Test
  void filesThatAreNoArchives() {
    assertRefused(new byte[0], "is empty");
    assertRefused(Samples.random(1, 5000), "is not a tar archive");
    assertRefused(new byte[1024 * 1024], "no file 'manifest.json'");
    assertRefused(Samples.json("BZh91AY"), "bzip2");
    assertRefused(new byte[] {(byte) 0xfd, '7', 'z', 'X', 'Z', 0, 1, 2}, "xz");
    assertRefused(new TarBuilder().file("x", LAYER).build(), "no file 'manifest.json'");
  }

  @Test
  void aDamagedHeaderIsToldWithItsPlace() {
    byte[] bytes = sound().build();
    bytes[1024 + 3] ^= 1;
    assertRefused(bytes, "damaged tar header at byte 1024");
  }

  @Test
  void anEntryThatIsRepeatedMustBeTheSame() {
    for (String name : List.of("manifest.json", "c.json", "l.tar")) {
      byte[] bytes = sound().file("./" + name, Samples.layer(3)).build();
      assertRefused(bytes, "has '" + name + "' twice, with different content");
    }
    TarBuilder same = sound().file("./l.tar", LAYER).file("c.json", CONFIG);
    same.file("manifest.json", Samples.json(MANIFEST)).file("x", LAYER).file("x", CONFIG);
    Samples.open(archive(same.build())).close();
  }

  @ParameterizedTest
  @ValueSource(bytes = {TarConstants.LF_CHR, TarConstants.LF_BLK, TarConstants.LF_FIFO})
  void devicesAreNoLayers(byte type) {
    TarBuilder tar = new TarBuilder().file("manifest.json", Samples.json(MANIFEST));
    assertRefused(tar.file("c.json", CONFIG).special("l.tar", type).build(), "not a regular file");
  }

  @Test
  void linksInACircle() {
    TarBuilder tar = new TarBuilder().file("manifest.json", Samples.json(MANIFEST));
    tar.file("c.json", CONFIG).symlink("l.tar", "m.tar").symlink("m.tar", "l.tar");
    assertRefused(tar.build(), "circle");
  }

  @Test
  void namesAreNotEndless() {
    assertRefused(new TarBuilder().file("n".repeat(5000), LAYER).build(), "too long");
  }

  @Test
  void manifestsThatAreNone() {
    assertRefused("null", CONFIG, "is not an array");
    assertRefused("{}", CONFIG, "is not an array");
    assertRefused("[]", CONFIG, "has no image");
    assertRefused("[null]", CONFIG, "without a Config");
    assertRefused("[{'Config':1}]", CONFIG, "not a text");
    assertRefused("[{'Config':'c.json','Layers':'l.tar'}]", CONFIG, "not an array");
    assertRefused("[{'Config':'gone','Layers':[]}]", CONFIG, "no file 'gone'");
    assertRefused(
        "[{'Config':'c.json','Config':'d.json'}]", CONFIG, "has the member 'Config' twice");
    assertRefused(MANIFEST + "x", CONFIG, "is not sound JSON");
    assertRefused("[".repeat(2000), CONFIG, "is nested too deeply");
    String many = "[" + "{},".repeat(200_000) + "{}]";
    assertRefused(many, CONFIG, "has too many elements");
  }

  @Test
  void configurationsThatAreNone() {
    byte[] big = new byte[5 * 1024 * 1024];
    Arrays.fill(big, (byte) ' ');
    assertRefused(MANIFEST, big, "at most");
    assertRefused(MANIFEST, Samples.json("[]"), "not an image configuration");
    assertRefused(MANIFEST, Samples.json("{}"), "rootfs.diff_ids");
    assertRefused(MANIFEST, Samples.json("{'rootfs':[]}"), "rootfs.diff_ids");
    assertRefused(MANIFEST, Samples.config(LAYER, LAYER), "has 2 rootfs.diff_ids");
    assertRefused(MANIFEST, Samples.json("{'rootfs':{'diff_ids':[1]}}"), "not a text");
    byte[] notUtf8 = Samples.json("{'a':'x'}");
    notUtf8[6] = (byte) 0xff;
    assertRefused(MANIFEST, notUtf8, "is not sound JSON");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"sha256:../../x", "sha256:", "md5:00", "sha256+b64u:00", "x", "SHA256:00"})
  void digestsThatAreNone(String digest) {
    byte[] config = Samples.json("{'rootfs':{'diff_ids':['" + digest + "']}}");
    assertRefused(MANIFEST, config, "has a digest that is none");
  }

  @Test
  void oneFileForTwoLayers() {
    byte[] config = Samples.config(LAYER, Samples.layer(2));
    assertRefused(
        "[{'Config':'c.json','Layers':['l.tar','./l.tar']}]", config, "two different layers");
  }

  @Test
  void aConfigurationIsWhatItsNameSays() {
    String name = "0".repeat(64) + ".json";
    TarBuilder tar = new TarBuilder().file(name, CONFIG).file("l.tar", LAYER);
    String manifest = "[{'Config':'%s','Layers':['l.tar']}]".formatted(name);
    assertRefused(
        tar.file("manifest.json", Samples.json(manifest)).build(), "does not have the digest");
  }

  @Test
  void controlCharactersOfAFileAreNotRepeated() {
    String manifest = "[{'Config':'x\\u001b[31m','Layers':[]}]";
    assertRefused(manifest, CONFIG, "'x?[31m'");
  }

  @Test
  void whatIsNotAFile() throws Exception {
    BerthException absent = Samples.failure("docker-archive:" + folder.resolve("absent.tar"));
    assertTrue(absent.getMessage().contains("absent.tar: does not exist"), absent.getMessage());
    assertTrue(Samples.failure("oci-archive:" + folder).getMessage().contains("is a folder"));
    Path file = Files.createFile(folder.resolve("file"));
    assertTrue(Samples.failure("oci:" + file).hints().get(0).contains("oci-archive:FILE"));
    assertTrue(
        Samples.failure("docker-archive:/dev/null").getMessage().contains("not a regular file"));
    Path fifo = folder.resolve("fifo");
    assertEquals(0, new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor());
    assertTrue(
        Samples.failure("docker-archive:" + fifo).getMessage().contains("not a regular file"));
  }

  @Test
  void aFileThatChangesIsToldAsSuch() throws Exception {
    try (SourceImage image = Samples.open(archive(sound().build()))) {
      Content content = Samples.content(image, 0);
      Samples.write(folder.resolve("bad.tar"), new byte[100]);
      BerthException failure = assertThrows(BerthException.class, content::open);
      assertTrue(failure.getMessage().contains("changed while it was read"));
    }
  }
}
