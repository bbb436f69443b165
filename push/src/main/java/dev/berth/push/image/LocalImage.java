package dev.berth.push.image;

import dev.berth.push.archive.ArchiveFiles;
import dev.berth.push.archive.Decompression;
import dev.berth.push.archive.FolderFiles;
import dev.berth.push.archive.ImageFailure;
import dev.berth.push.archive.ImageFiles;
import dev.berth.push.archive.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An image of a file or a folder, opened for a push.
 *
 * <p>Opening checks everything that needs no reading of whole layers: manifests, image indexes and
 * configurations are read and verified, layers exist with their size. An archive is never unpacked.
 * A compressed archive is decompressed once into a private file of the default folder for temporary
 * files, which {@link #close} deletes.
 *
 * <p>Contents may be read by several threads at once until the image is closed.
 */
public final class LocalImage implements AutoCloseable {
  private final ManifestNode root;
  private final Optional<Path> temporary;

  private LocalImage(ManifestNode root, Optional<Path> temporary) {
    this.root = root;
    this.temporary = temporary;
  }

  /**
   * Opens the image.
   *
   * @param location a file or a folder; {@link ImageLocation.Kind#DOCKER_DAEMON} has neither
   * @param platform which manifest of an image index; without it, the whole image index
   * @throws dev.berth.spi.BerthException with the code {@code IMAGE} when it is missing, is
   *     malformed, is not the only one, or has not that platform
   */
  public static LocalImage open(ImageLocation location, Optional<Platform> platform) {
    return switch (location.kind()) {
      case OCI -> new LocalImage(folder(location, platform), Optional.empty());
      case DOCKER_ARCHIVE, OCI_ARCHIVE -> archive(location, platform);
      case DOCKER_DAEMON ->
          throw new IllegalArgumentException(location + " is an engine's, not a file's");
    };
  }

  private static ManifestNode folder(ImageLocation location, Optional<Platform> platform) {
    Path folder = location.path();
    String name = folder.toString();
    if (!SourceFile.attributes(folder, name).isDirectory()) {
      throw ImageFailure.of(
          name, "is not a folder", "An archive with a layout is named oci-archive:FILE.");
    }
    return OciLayout.open(new FolderFiles(folder), location.reference(), platform);
  }

  private static LocalImage archive(ImageLocation location, Optional<Platform> platform) {
    SourceFile file = SourceFile.of(location.path(), location.path().toString());
    Optional<Path> temporary = Decompression.of(file);
    try {
      SourceFile tar = temporary.map(path -> SourceFile.of(path, file.name())).orElse(file);
      ImageFiles files = ArchiveFiles.of(tar);
      ManifestNode root =
          location.kind() == ImageLocation.Kind.OCI_ARCHIVE
              ? OciLayout.open(files, location.reference(), platform)
              : new DockerArchive(files, location.reference()).manifest(platform);
      return new LocalImage(root, temporary);
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

  /** Closes the files and deletes decompressed ones. */
  @Override
  public void close() {
    delete(temporary);
  }
}
