package dev.berth.push.source;

import dev.berth.push.archive.ArchiveFiles;
import dev.berth.push.archive.Decompression;
import dev.berth.push.archive.FolderFiles;
import dev.berth.push.archive.ImageFailure;
import dev.berth.push.archive.ImageFiles;
import dev.berth.push.archive.SourceFile;
import dev.berth.push.image.Descriptor;
import dev.berth.push.image.ImageForm;
import dev.berth.push.image.ImageLocation;
import dev.berth.push.image.ManifestNode;
import dev.berth.reference.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;

/**
 * An image of a file, a folder or a registry, opened for a push.
 *
 * <p>Opening checks everything that needs no reading of whole layers: manifests, image indexes and
 * configurations are read and verified, layers exist with their size. An archive is never unpacked.
 * A compressed archive is decompressed once into a private file of the default folder for temporary
 * files, which {@link #close} deletes.
 *
 * <p>Contents may be read by several threads at once until the image is closed.
 */
public final class SourceImage implements AutoCloseable {
  private final ManifestNode root;
  private final Optional<DigestReferences> references;
  private final Optional<Path> temporary;

  private SourceImage(
      ManifestNode root, Optional<DigestReferences> references, Optional<Path> temporary) {
    this.root = root;
    this.references = references;
    this.temporary = temporary;
  }

  /**
   * Opens the image.
   *
   * @param location a file or a folder; {@link ImageLocation.Kind#DOCKER_DAEMON} has neither
   * @param form which manifest of an image index, and which of its layers
   * @throws dev.berth.spi.BerthException with the code {@code IMAGE} when it is missing, is
   *     malformed, is not the only one, or has not that platform
   */
  public static SourceImage open(ImageLocation location, ImageForm form) {
    return open(location, form, () -> {});
  }

  /**
   * The same.
   *
   * @param checkpoint called now and then while an archive is decompressed; it throws to end that
   */
  public static SourceImage open(ImageLocation location, ImageForm form, Runnable checkpoint) {
    return switch (location.kind()) {
      case OCI -> folder(location, form);
      case DOCKER_ARCHIVE, OCI_ARCHIVE -> archive(location, form, checkpoint);
      case DOCKER_DAEMON, REGISTRY ->
          throw new IllegalArgumentException(location + " is not on this machine");
    };
  }

  /**
   * Opens an image that is not on this machine. Its layers stay as they are, unless the form wants
   * them compressed.
   *
   * @param root the image's manifest or index
   * @throws dev.berth.spi.BerthException with the code {@code IMAGE} as for a file
   */
  public static SourceImage open(ImageBlobs blobs, Descriptor root, ImageForm form) {
    var reader = new ManifestReader(new Blobs(blobs), form, form.compression().isEmpty());
    Descriptor chosen =
        form.platform()
            .map(wanted -> new PlatformChoice(blobs.name(), reader, wanted).in(root))
            .orElse(root);
    Document document = reader.document(root);
    Optional<DigestReferences> references =
        ManifestType.isIndex(document)
            ? Optional.of(new DigestReferences(reader, document))
            : Optional.empty();
    return new SourceImage(reader.read(chosen), references, Optional.empty());
  }

  private static SourceImage folder(ImageLocation location, ImageForm form) {
    Path folder = location.path();
    String name = folder.toString();
    if (!SourceFile.attributes(folder, name).isDirectory()) {
      throw ImageFailure.of(
          name, "is not a folder", "An archive with a layout is named oci-archive:FILE.");
    }
    return of(new OciLayout(location, new FolderFiles(folder), form), form, Optional.empty());
  }

  private static SourceImage of(OciLayout layout, ImageForm form, Optional<Path> temporary) {
    return new SourceImage(
        layout.image(form.platform()), Optional.of(layout.references()), temporary);
  }

  private static SourceImage archive(ImageLocation location, ImageForm form, Runnable checkpoint) {
    SourceFile file = SourceFile.of(location.path(), location.path().toString());
    Optional<Path> temporary = Decompression.of(file, checkpoint);
    try {
      SourceFile tar = temporary.map(path -> SourceFile.of(path, file.name())).orElse(file);
      ImageFiles files = ArchiveFiles.of(tar);
      if (location.kind() == ImageLocation.Kind.OCI_ARCHIVE) {
        return of(new OciLayout(location, files, form), form, temporary);
      }
      if (files.find("index.json").isPresent() && files.find("manifest.json").isPresent()) {
        // Docker's classic form has one platform, so what has more is read as the layout.
        OciLayout layout = new OciLayout(location, files, form);
        if (layout.isForSeveralPlatforms(form.platform().isEmpty())) {
          return of(layout, form, temporary);
        }
      }
      DockerArchive archive = new DockerArchive(location, files, form);
      return new SourceImage(archive.manifest(), archive.references(), temporary);
    } catch (RuntimeException e) {
      delete(temporary);
      throw e;
    }
  }

  private static void delete(Optional<Path> temporary) {
    try {
      if (temporary.isPresent()) {
        Files.deleteIfExists(temporary.get());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a temporary file cannot be deleted: " + temporary.get(), e);
    }
  }

  /** The image manifest, or the image index with the manifests that it names. */
  public ManifestNode root() {
    return root;
  }

  /**
   * What in the source refers to one of the digests, for a message; empty when nothing does. A push
   * that gives the manifest another digest would break the reference.
   */
  public Optional<String> referenceTo(Collection<Digest> digests) {
    return references.flatMap(all -> all.to(digests));
  }

  /** Closes the files and deletes decompressed ones. */
  @Override
  public void close() {
    delete(temporary);
  }
}
