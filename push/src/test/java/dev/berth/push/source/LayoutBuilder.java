package dev.berth.push.source;

import dev.berth.push.image.MediaTypes;
import dev.berth.reference.Digests;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An OCI image layout in memory. */
final class LayoutBuilder {
  final Map<String, byte[]> files = new LinkedHashMap<>();

  LayoutBuilder() {
    files.put("oci-layout", Samples.json("{'imageLayoutVersion':'1.0.0'}"));
  }

  /** Adds a blob and gives its descriptor, with more members after the common ones. */
  String blob(String mediaType, byte[] bytes, String more) {
    files.put("blobs/sha256/" + Samples.hex(bytes), bytes);
    return descriptor(mediaType, bytes, more);
  }

  String blob(String mediaType, byte[] bytes) {
    return blob(mediaType, bytes, "");
  }

  static String descriptor(String mediaType, byte[] bytes, String more) {
    return "{'mediaType':'%s','digest':'%s','size':%d%s}"
        .formatted(mediaType, Digests.of(bytes), bytes.length, more);
  }

  static byte[] manifest(String config, String... layers) {
    return Samples.json(
        "{'schemaVersion':2,'mediaType':'%s','config':%s,'layers':[%s]}"
            .formatted(MediaTypes.OCI_MANIFEST, config, String.join(",", layers)));
  }

  static byte[] index(String... manifests) {
    return Samples.json(
        "{'schemaVersion':2,'mediaType':'%s','manifests':[%s]}"
            .formatted(MediaTypes.OCI_INDEX, String.join(",", manifests)));
  }

  /** Adds an image of one gzip layer and gives its manifest's descriptor. */
  String image(int seed, String architecture, String more) {
    byte[] layer = Samples.layer(seed);
    String config = blob(MediaTypes.OCI_CONFIG, Samples.config("linux", architecture, layer));
    String gzip = blob(MediaTypes.OCI_GZIP, Samples.gzip(layer));
    return blob(MediaTypes.OCI_MANIFEST, manifest(config, gzip), more);
  }

  static String platform(String os, String architecture) {
    return ",'platform':{'os':'%s','architecture':'%s'}".formatted(os, architecture);
  }

  static String tag(String tag) {
    return ",'annotations':{'org.opencontainers.image.ref.name':'%s'}".formatted(tag);
  }

  LayoutBuilder indexJson(String... manifests) {
    String all = Stream.of(manifests).collect(Collectors.joining(","));
    files.put("index.json", Samples.json("{'schemaVersion':2,'manifests':[" + all + "]}"));
    return this;
  }

  /** Writes the folder and gives its location. */
  String folder(Path folder) {
    files.forEach((name, bytes) -> Samples.write(folder.resolve(name), bytes));
    return "oci:" + folder;
  }

  byte[] tar() {
    TarBuilder tar = new TarBuilder();
    files.forEach(tar::file);
    return tar.build();
  }
}
