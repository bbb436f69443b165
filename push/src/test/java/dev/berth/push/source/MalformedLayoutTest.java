package dev.berth.push.source;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.push.image.MediaTypes;
import dev.berth.reference.Digests;
import dev.berth.spi.BerthException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MalformedLayoutTest {
  private static final byte[] LAYER = Samples.layer(1);

  private final LayoutBuilder layout = new LayoutBuilder();

  @TempDir Path folder;

  private void assertRefused(String what) {
    BerthException failure = Samples.failure(layout.folder(folder));
    assertTrue(failure.getMessage().startsWith(folder + ": "), failure.getMessage());
    assertTrue(failure.getMessage().contains(what), failure.getMessage());
  }

  private String config() {
    return layout.blob(MediaTypes.OCI_CONFIG, Samples.config(LAYER));
  }

  private String gzip() {
    return layout.blob(MediaTypes.OCI_GZIP, Samples.gzip(LAYER));
  }

  private void manifest(String config, String... layers) {
    layout.indexJson(layout.blob(MediaTypes.OCI_MANIFEST, LayoutBuilder.manifest(config, layers)));
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"imageLayoutVersion\":\"9.9\"}', version '9.9'",
    "'{}', version ''",
    "'{\"imageLayoutVersion\":1}', not a text",
    "'[', not sound JSON",
    "'', version ''",
  })
  void layoutsOfOtherVersions(String text, String what) {
    layout.indexJson(layout.image(1, "amd64", ""));
    layout.files.put("oci-layout", Samples.json(text));
    assertRefused(what);
  }

  @Test
  void foldersThatAreNoLayouts() {
    layout.indexJson(layout.image(1, "amd64", ""));
    layout.files.remove("oci-layout");
    Samples.open(layout.folder(folder.resolve("without-version"))).close();
    layout.files.remove("index.json");
    assertRefused("no file 'index.json'");
  }

  @Test
  void indexesThatAreNone() {
    for (String text : new String[] {"null", "[]", "{}", "{'manifests':{}}", "{'manifests':1}"}) {
      layout.files.put("index.json", Samples.json(text));
      assertRefused("names no manifests");
    }
    layout.files.put("index.json", Samples.json("{'manifests':[],'layers':[]}"));
    assertRefused("at once");
    layout.files.put("index.json", Samples.json("{'manifests':[]}"));
    assertRefused("has no image");
    layout.files.put("index.json", new byte[5_000_000]);
    assertRefused("at most");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-1", "9223372036854775808", "1.0", "'1'", "null", "1e3", "true", "{}", "[]"})
  void sizesThatAreNone(String size) {
    String digest = Digests.of(LAYER).toString();
    layout.indexJson("{'digest':'%s','size':%s}".formatted(digest, size));
    assertRefused("whose size");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sha256:../../../etc/passwd",
        "sha256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "sha256:000000000000000000000000000000000000000000000000000000000000000",
        "md5:d41d8cd98f00b204e9800998ecf8427e",
        ""
      })
  void digestsThatAreNone(String digest) {
    layout.indexJson("{'digest':'%s','size':1}".formatted(digest));
    assertRefused("has a digest that is none");
  }

  @Test
  void blobsThatAreNotThere() {
    String absent = LayoutBuilder.descriptor(MediaTypes.OCI_GZIP, LAYER, "");
    manifest(config(), absent);
    assertRefused("has no blob " + Digests.of(LAYER));
    manifest(LayoutBuilder.descriptor(MediaTypes.OCI_CONFIG, LAYER, ""), gzip());
    assertRefused("has no blob " + Digests.of(LAYER));
    layout.indexJson(LayoutBuilder.descriptor(MediaTypes.OCI_MANIFEST, LAYER, ""));
    assertRefused("has no blob " + Digests.of(LAYER));
  }

  @Test
  void blobsOfAnotherSize() {
    manifest(config(), gzip());
    String path = "blobs/sha256/" + Samples.hex(Samples.gzip(LAYER));
    layout.files.put(path, Arrays.copyOf(LAYER, 10));
    assertRefused("has 10 bytes, not ");
  }

  @Test
  void documentsOfAnotherDigest() {
    byte[] config = Samples.config(LAYER);
    manifest(config(), gzip());
    byte[] changed = config.clone();
    changed[config.length - 10] ^= 1;
    layout.files.put("blobs/sha256/" + Samples.hex(config), changed);
    assertRefused("another digest");
  }

  @Test
  void documentsThatCanBeReadInTwoWays() {
    byte[] both = Samples.json("{'config':%s,'layers':[],'manifests':[]}".formatted(config()));
    layout.indexJson(layout.blob(MediaTypes.OCI_MANIFEST, both));
    assertRefused("or both");
    layout.indexJson(layout.blob(MediaTypes.OCI_MANIFEST, Samples.json("{}")));
    assertRefused("neither");
    byte[] manifest = LayoutBuilder.manifest(config(), gzip());
    layout.indexJson(layout.blob(MediaTypes.DOCKER_MANIFEST, manifest));
    assertRefused("but referred to as '" + MediaTypes.DOCKER_MANIFEST + "'");
    byte[] untyped = Samples.json("{'config':%s,'layers':[%s]}".formatted(config(), gzip()));
    layout.indexJson(layout.blob(MediaTypes.OCI_INDEX, untyped));
    assertRefused("does not match its media type");
    String twice = "{'layers':[],'layers':[%s],'config':%s}";
    layout.indexJson(
        layout.blob(MediaTypes.OCI_MANIFEST, Samples.json(twice.formatted(gzip(), config()))));
    assertRefused("has the member 'layers' twice, with different values");
    String same = "{'layers':[%s],'layers':[%s],'config':%s}".formatted(gzip(), gzip(), config());
    layout.indexJson(layout.blob(MediaTypes.OCI_MANIFEST, Samples.json(same)));
    Samples.open(layout.folder(folder)).close();
  }

  @ParameterizedTest
  @CsvSource({"e30=, 3", "e3s=, 2", "'e30', 3", "'%%%', 2"})
  void dataInADescriptorThatDoesNotMatchIt(String data, int size) {
    String empty = Digests.of(Samples.json("{}")).toString();
    manifest(
        "{'mediaType':'application/vnd.oci.empty.v1+json','digest':'%s','size':%d,'data':'%s'}"
            .formatted(empty, size, data),
        gzip());
    assertRefused("has a descriptor whose data");
  }

  @Test
  void sizesThatOverflow() {
    String huge =
        "{'mediaType':'x','digest':'%s','size':9223372036854775807}".formatted(Digests.of(LAYER));
    manifest(config(), huge, huge);
    assertRefused("no disk can hold");
  }

  @Test
  void indexesNestedTooDeep() {
    String descriptor = layout.image(1, "amd64", "");
    for (int depth = 0; depth < 7; depth++) {
      descriptor = layout.blob(MediaTypes.OCI_INDEX, LayoutBuilder.index(descriptor));
    }
    layout.indexJson(descriptor);
    Samples.open(layout.folder(folder)).close();
    layout.indexJson(layout.blob(MediaTypes.OCI_INDEX, LayoutBuilder.index(descriptor)));
    assertRefused("nested more than 8 deep");
  }

  @Test
  void tooManyManifests() {
    String image = layout.image(1, "amd64", "");
    String[] hundred = new String[100];
    Arrays.fill(hundred, image);
    String inner = layout.blob(MediaTypes.OCI_INDEX, LayoutBuilder.index(hundred));
    String[] many = new String[10_001];
    Arrays.fill(many, inner);
    layout.indexJson(layout.blob(MediaTypes.OCI_INDEX, LayoutBuilder.index(many)));
    assertRefused("more than 10000 manifests");
  }

  @Test
  void indexesThatNameEachOtherManyTimesAreReadOnce() {
    String descriptor = layout.image(1, "amd64", "");
    for (int depth = 0; depth < 7; depth++) {
      String[] same = new String[50];
      Arrays.fill(same, descriptor);
      descriptor = layout.blob(MediaTypes.OCI_INDEX, LayoutBuilder.index(same));
    }
    layout.indexJson(descriptor);
    Samples.open(layout.folder(folder), "linux/amd64").close();
  }
}
