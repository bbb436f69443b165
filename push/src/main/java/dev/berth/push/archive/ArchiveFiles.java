package dev.berth.push.archive;

import dev.berth.reference.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * The files in a tar archive, which is read in place and never unpacked.
 *
 * @param archive the archive
 * @param index its entries
 */
public record ArchiveFiles(SourceFile archive, TarIndex index) implements ImageFiles {
  public static ArchiveFiles of(SourceFile archive) {
    if (archive.size() == 0) {
      throw ImageFailure.of(archive.name(), "is empty");
    }
    TarIndex index = new TarIndex(archive.name(), (one, other) -> isSame(archive, one, other));
    try (InputStream in = archive.open(0)) {
      TarReader tar = new TarReader(in, archive.name());
      for (TarEntry entry = tar.next(); entry != null; entry = tar.next()) {
        // Skipping is seeking, which does not notice a file's end.
        if (entry.size() > archive.size() - entry.offset()) {
          throw ImageFailure.of(
              archive.name(),
              "is truncated: it has "
                  + archive.size()
                  + " bytes, the entry at byte "
                  + entry.offset()
                  + " needs more");
        }
        index.add(entry);
      }
    } catch (IOException e) {
      throw ImageFailure.of(archive.name(), "cannot be read: " + e.getMessage(), e);
    }
    return new ArchiveFiles(archive, index);
  }

  private static boolean isSame(SourceFile archive, TarEntry one, TarEntry other) {
    try (InputStream first = archive.range(one.offset(), one.size()).open();
        InputStream second = archive.range(other.offset(), other.size()).open()) {
      return Digests.of("sha256", first).equals(Digests.of("sha256", second));
    } catch (IOException e) {
      throw ImageFailure.of(archive.name(), "cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public String name() {
    return archive.name();
  }

  @Override
  public Optional<Content> find(String name) {
    return index.find(name).map(entry -> archive.range(entry.offset(), entry.size()));
  }
}
