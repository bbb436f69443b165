package dev.berth.push.archive;

/**
 * An entry of a tar archive.
 *
 * @param name its name, as in the archive
 * @param type its type
 * @param link the target of a link; else empty
 * @param offset the offset of its content in the archive
 * @param size its content's size in bytes
 */
public record TarEntry(String name, Type type, String link, long offset, long size) {
  public enum Type {
    FILE,
    HARD_LINK,
    SYMBOLIC_LINK,
    FOLDER,
    OTHER
  }
}
