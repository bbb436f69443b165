package dev.berth.push.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** A tar archive in memory. */
final class TarBuilder {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8");

  TarBuilder() {
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
  }

  TarBuilder file(String name, byte[] content) {
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setSize(content.length);
    return add(entry, content);
  }

  TarBuilder symlink(String name, String target) {
    return link(name, target, TarConstants.LF_SYMLINK);
  }

  TarBuilder hardLink(String name, String target) {
    return link(name, target, TarConstants.LF_LINK);
  }

  /** An entry of another type, for instance a device. */
  TarBuilder special(String name, byte type) {
    return add(new TarArchiveEntry(name, type, true), new byte[0]);
  }

  private TarBuilder link(String name, String target, byte type) {
    TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
    entry.setLinkName(target);
    return add(entry, new byte[0]);
  }

  private TarBuilder add(TarArchiveEntry entry, byte[] content) {
    entry.setModTime(0);
    try {
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] build() {
    try {
      tar.close();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
