package dev.berth.push.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.push.image.ImageLocation;
import dev.berth.push.image.MediaTypes;
import dev.berth.push.image.Platform;
import dev.berth.reference.Digests;
import dev.berth.spi.BerthException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How one of several images of a source is chosen. */
class SelectionTest {
  private final LayoutBuilder layout = new LayoutBuilder();

  @TempDir Path folder;

  private byte[] manifest(String location) {
    try (SourceImage image = Samples.open(location)) {
      return Samples.manifest(image).source().orElseThrow().bytes();
    }
  }

  private static String chosen(String location, String platform) {
    try (SourceImage image = Samples.open(location, platform)) {
      return Digests.of(Samples.manifest(image).source().orElseThrow().bytes()).toString();
    }
  }

  private void requireImage(int seed, String location) {
    try (SourceImage image = Samples.open(location)) {
      assertEquals(Digests.of(Samples.config(Samples.layer(seed))), Samples.configDigest(image));
    }
  }

  @Test
  void byDigestAndByPosition() {
    layout.indexJson(
        layout.image(1, "amd64", ""),
        LayoutBuilder.descriptor("application/xml", new byte[0], ""),
        layout.image(2, "amd64", LayoutBuilder.tag("two")));
    String location = layout.folder(folder);
    byte[] second = manifest(location + ":two");
    String digest = Digests.of(second).toString();
    for (String choice : List.of("@" + digest, ":" + digest, ":two@" + digest, ":@2")) {
      assertArrayEquals(second, manifest(location + choice), choice);
    }
    requireImage(1, location + ":@0");
    for (String choice : List.of(":@1", ":@3", ":one@" + digest, "@sha256:" + "0".repeat(64))) {
      Samples.failure(location + choice);
    }
  }

  @Test
  void aManifestThatNoEntryNamesIsFoundByItsDigest() {
    String inner = layout.image(1, "arm64", LayoutBuilder.platform("linux", "arm64"));
    layout.indexJson(layout.blob(MediaTypes.OCI_INDEX, LayoutBuilder.index(inner)));
    String location = layout.folder(folder);
    byte[] manifest;
    try (SourceImage image = Samples.open(location, "linux/arm64")) {
      manifest = Samples.manifest(image).source().orElseThrow().bytes();
    }
    assertArrayEquals(manifest, manifest(location + "@" + Digests.of(manifest)));
    layout.indexJson(
        layout.blob(MediaTypes.OCI_INDEX, LayoutBuilder.index(inner), LayoutBuilder.tag("1")),
        layout.image(2, "amd64", LayoutBuilder.tag("2")));
    layout.folder(folder);
    assertArrayEquals(manifest, manifest(location + ":1@" + Digests.of(manifest)));
    Samples.failure(location + ":2@" + Digests.of(manifest));
  }

  @Test
  void aNameWithADigestIsChosenByTheEntrysDigest() {
    String name = LayoutBuilder.tag("docker.io/library/app@sha256:" + "0".repeat(64));
    layout.indexJson(layout.image(1, "amd64", name), layout.image(2, "amd64", ""));
    String location = layout.folder(folder);
    String hint = Samples.failure(location).hints().get(0);
    String first = hint.substring("Choose one of ".length()).split(", ", -1)[0];
    requireImage(1, first);
  }

  @Test
  void aFolderMayHaveAnAtInItsName() throws IOException {
    Path at = Files.createDirectories(folder.resolve("out@v2"));
    layout.indexJson(layout.image(1, "amd64", LayoutBuilder.tag("1")));
    requireImage(1, layout.folder(at) + ":1");
  }

  @Test
  void theFailureListsWhatCanBeChosen() {
    layout.indexJson(
        layout.image(1, "amd64", LayoutBuilder.tag("one")),
        layout.image(2, "arm64", LayoutBuilder.platform("linux", "arm64")),
        layout.image(3, "amd64", LayoutBuilder.tag("same")),
        layout.image(4, "amd64", LayoutBuilder.tag("same")));
    String location = layout.folder(folder);
    for (String choice : List.of("", ":same", ":none", "@sha256:" + "0".repeat(64))) {
      String hint = Samples.failure(location + choice).hints().get(0);
      assertTrue(hint.startsWith("Choose one of " + location + ":one, "), hint);
      assertTrue(hint.contains(" (linux/arm64)"), hint);
      String[] choices =
          hint.substring("Choose one of ".length(), hint.length() - 1).split(", ", -1);
      assertEquals(4, choices.length, hint);
      for (String each : choices) {
        Samples.open(each.replaceFirst(" \\(.*", "")).close();
      }
    }
  }

  @Test
  void imagesOfAnArchive() {
    byte[] one = Samples.config(Samples.layer(1));
    byte[] two = Samples.config(Samples.layer(2));
    String manifest =
        "[{'Config':'%s.json','RepoTags':['a:1'],'Layers':['l1']},"
            + "{'Config':'two.json','RepoTags':null,'Layers':['l2']},"
            + "{'Config':'%s.json','RepoTags':['b:1'],'Layers':['l1']}]";
    String hex = Samples.hex(one);
    TarBuilder tar =
        new TarBuilder()
            .file("manifest.json", Samples.json(manifest.formatted(hex, hex)))
            .file(hex + ".json", one)
            .file("two.json", two)
            .file("l1", Samples.layer(1))
            .file("l2", Samples.layer(2));
    String archive = "docker-archive:" + Samples.write(folder.resolve("a.tar"), tar.build());
    for (String choice : List.of(":a:1", ":b:1", ":@0", "@sha256:" + hex)) {
      requireImage(1, archive + choice);
    }
    requireImage(2, archive + ":@1");
    requireImage(1, archive + ":@2");
    BerthException failure = Samples.failure(archive);
    assertTrue(failure.getMessage().endsWith("has 2 images"), failure.getMessage());
    assertEquals(
        List.of("Choose one of %s:a:1, %s:@1.".formatted(archive, archive)), failure.hints());
  }

  private void windows() {
    String version = ",'platform':{'os':'windows','architecture':'amd64','os.version':'%s'}";
    layout.indexJson(
        layout.image(1, "amd64", version.formatted("10.0.17763.1817")),
        layout.image(2, "amd64", version.formatted("10.0.20348.587")),
        layout.image(3, "arm", ",'platform':{'os':'linux','architecture':'arm','variant':'v6'}"),
        layout.image(4, "arm", ",'platform':{'os':'linux','architecture':'arm','variant':'v7'}"));
  }

  private BerthException failure(String location, String platform) {
    return Samples.failure(ImageLocation.parse(location), Optional.of(Platform.parse(platform)));
  }

  @Test
  void byTheVersionOfAnOperatingSystemAndByVariant() {
    windows();
    String location = layout.folder(folder);
    for (String platform : List.of("windows/amd64:10.0.20348", "windows(10.0.20348.587)/amd64")) {
      try (SourceImage image = Samples.open(location, platform)) {
        assertEquals(Digests.of(Samples.config(Samples.layer(2))), Samples.configDigest(image));
      }
    }
    Samples.open(location, "linux/arm/v6").close();
    assertEquals(
        List.of(
            "It has linux/arm/v6, linux/arm/v7, windows/amd64:10.0.17763.1817,"
                + " windows/amd64:10.0.20348.587."),
        failure(location, "windows/amd64").hints());
    assertEquals(chosen(location, "linux/arm/v7"), chosen(location, "linux/arm"));
  }

  @Test
  void byThePlatformAmongEntriesOfOneName() {
    String named =
        ",'platform':{'os':'linux','architecture':'%s'},"
            + "'annotations':{'org.opencontainers.image.ref.name':'%s'}";
    String wanted = layout.image(2, "arm64", named.formatted("arm64", "app"));
    layout.indexJson(
        layout.image(1, "amd64", named.formatted("amd64", "app")),
        wanted,
        layout.image(3, "arm64", named.formatted("arm64", "other")));
    String location = layout.folder(folder) + ":app";
    assertTrue(wanted.contains(chosen(location, "linux/arm64")), wanted);
    assertTrue(failure(location, "linux/s390x").getMessage().contains("has no image for"));
    assertTrue(Samples.failure(location).getMessage().contains("has 2 images"));
  }

  @Test
  void aPlatformWhoseEntryIsAnIndexGivesTheImageInIt() {
    String statement = layout.blob("application/vnd.in-toto+json", Samples.json("{'a':1}"));
    String empty = layout.blob("application/vnd.oci.empty.v1+json", Samples.json("{}"));
    String attestation =
        layout.blob(MediaTypes.OCI_MANIFEST, LayoutBuilder.manifest(empty, statement));
    String platform = LayoutBuilder.platform("linux", "arm64");
    String inner =
        layout.blob(
            MediaTypes.OCI_INDEX,
            LayoutBuilder.index(layout.image(1, "arm64", ""), attestation),
            platform);
    layout.indexJson(
        layout.blob(MediaTypes.OCI_INDEX, LayoutBuilder.index(inner), LayoutBuilder.tag("1")));
    String location = layout.folder(folder);
    try (SourceImage image = Samples.open(location, "linux/arm64")) {
      assertEquals(
          Digests.of(Samples.config("linux", "arm64", Samples.layer(1))),
          Samples.configDigest(image));
    }
  }

  @Test
  void equalImagesForAPlatformAreToldByTheirDigests() {
    String platform = LayoutBuilder.platform("linux", "amd64");
    String index =
        layout.blob(
            MediaTypes.OCI_INDEX,
            LayoutBuilder.index(
                layout.image(1, "amd64", platform), layout.image(2, "amd64", platform)));
    layout.indexJson(index);
    String hint = failure(layout.folder(folder), "linux/amd64").hints().get(0);
    assertTrue(hint.contains("@sha256:"), hint);
  }

  @Test
  void anIncompleteIndexNamesThePlatformsThatCanBePushed() {
    layout.indexJson(
        layout.blob(
            MediaTypes.OCI_INDEX,
            LayoutBuilder.index(
                layout.image(1, "amd64", LayoutBuilder.platform("linux", "amd64")),
                LayoutBuilder.descriptor(
                    MediaTypes.OCI_MANIFEST,
                    Samples.layer(2),
                    LayoutBuilder.platform("linux", "arm64")))));
    String hint = Samples.failure(layout.folder(folder)).hints().get(0);
    assertTrue(hint.contains("--platform with linux/amd64."), hint);
  }
}
